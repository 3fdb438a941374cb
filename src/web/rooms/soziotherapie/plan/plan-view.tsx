import { Fragment } from 'react';
import {
  allPlannedUnits,
  IMPAIRMENT_GROUPS,
  type Measure,
  type NearGoal,
  type PlanContent,
} from '#rooms/soziotherapie/rules/forms/muster-27.ts';
import { ScrollBox } from '../../../ui/scroll-box.tsx';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';

/** What the client wants, in the client's own words, each step under the goal that it leads to. */
export function Goals({ content }: { content: PlanContent }) {
  const w = useWords(planWords);
  return (
    <>
      {content.farGoals.map((far) => (
        <div key={far.id} className="plan-far">
          <div className="plan-goal">
            <span className="s q">{w.far}</span>
            <p className="said">„{far.text}“</p>
            {far.sign && <p className="s q">{w.reachedWhen(far.sign)}</p>}
          </div>
          {content.nearGoals
            .map((near, index) => ({ near, n: index + 1 }))
            .filter(({ near }) => near.farGoalId === far.id)
            .map(({ near, n }) => (
              <Near
                key={near.id}
                near={near}
                n={n}
                measures={content.measures.filter(({ nearGoalIds }) => nearGoalIds.includes(near.id))}
              />
            ))}
        </div>
      ))}
    </>
  );
}

function Near({ near, n, measures }: { near: NearGoal; n: number; measures: readonly Measure[] }) {
  const w = useWords(planWords);
  const often = useOften();
  const head = [w.near(n), ...measures.map((one) => `${often(one)}, ${w.measures[one.kind]}`)].join(' · ');
  return (
    <div className="plan-goal near">
      <span className="s q">{head}</span>
      <p className="said">„{near.text}“</p>
      {near.sign && <p className="s q">{w.reachedWhen(near.sign)}</p>}
    </div>
  );
}

/** "1-mal je Woche" */
function useOften(): (measure: Pick<Measure, 'frequency' | 'per'>) => string {
  const w = useWords(planWords);
  const format = useFormat();
  return ({ frequency, per }) => w.perTime[per](frequency ?? 0, format.number(frequency ?? 0));
}

/** Everything else that Muster 27 holds, in the order of the form. */
export function PlanDetails({ content, prescribedUnits }: { content: PlanContent; prescribedUnits: number | null }) {
  const w = useWords(planWords);
  const { diagnosis, findings, coordinatedCare, socialEnvironment } = content;
  return (
    <div className="plan-details">
      <h3>{w.parts.measures}</h3>
      <Measures content={content} prescribedUnits={prescribedUnits} />
      <h3>{w.parts.diagnosis}</h3>
      <ul>
        {diagnosis.list.map(({ code, certainty, text }, index) => (
          <li key={`${code} ${index.toString()}`}>
            <b>{code}</b> {w.certainty[certainty]}
            {text && `, ${text}`}
          </li>
        ))}
      </ul>
      {diagnosis.difference && <p>{diagnosis.difference}</p>}
      <h3>{w.parts.findings}</h3>
      <dl className="plan-facts">
        {findings.gaf !== null && (
          <>
            <dt>{w.gaf}</dt>
            <dd>{findings.gaf}</dd>
          </>
        )}
        {IMPAIRMENT_GROUPS.map((group) => (
          <Fragment key={group}>
            <dt>{w.groups[group]}</dt>
            <dd>{[w.degrees[findings.impairments[group].degree], findings.impairments[group].text].filter(Boolean).join(', ')}</dd>
          </Fragment>
        ))}
      </dl>
      <Prose text={findings.text} />
      <h3>{w.parts.anamnesis}</h3>
      <Prose text={content.anamnesis} />
      <h3>{w.parts.coordinatedCare}</h3>
      {coordinatedCare.items.length === 0 ? (
        <p>{coordinatedCare.none ? w.noCare : '–'}</p>
      ) : (
        <ul>
          {coordinatedCare.items.map(({ id, kind, provider, basis, state }) => (
            <li key={id}>{[w.care[kind], provider, w.basis[basis], w.careState[state]].filter(Boolean).join(', ')}</li>
          ))}
        </ul>
      )}
      {(socialEnvironment.text || socialEnvironment.persons.length > 0) && (
        <>
          <h3>{w.parts.socialEnvironment}</h3>
          <Prose text={socialEnvironment.text} />
          <ul>
            {socialEnvironment.persons.map(({ id, name, relation }) => (
              <li key={id}>{[name, relation].filter(Boolean).join(', ')}</li>
            ))}
          </ul>
        </>
      )}
      <h3>{w.parts.prognosis}</h3>
      <Prose text={content.prognosis} />
      {content.demarcation && (
        <>
          <h3>{w.parts.demarcation}</h3>
          <Prose text={content.demarcation} />
        </>
      )}
    </div>
  );
}

const Prose = ({ text }: { text: string }) => <p className="plan-prose">{text || '–'}</p>;

function Measures({ content, prescribedUnits }: { content: PlanContent; prescribedUnits: number | null }) {
  const w = useWords(planWords);
  const format = useFormat();
  const often = useOften();
  return (
    <>
      <ScrollBox label={w.parts.measures}>
        <table className="list plan-measures">
          <thead>
            <tr>
              <th scope="col">{w.form.kind}</th>
              <th scope="col">{w.form.what}</th>
              <th scope="col">{w.form.often}</th>
              <th scope="col">{`${w.form.from} – ${w.form.to}`}</th>
            </tr>
          </thead>
          <tbody>
            {content.measures.map((one) => (
              <tr key={one.id}>
                <th scope="row">{w.measures[one.kind]}</th>
                <td>{one.text}</td>
                <td>{`${often(one)}, ${w.setting[one.setting]}`}</td>
                <td className="num">{one.from && one.to ? w.period(format.listed(one.from), format.date(one.to)) : '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      <p className="s q">
        {w.planned(format.number(allPlannedUnits(content)), prescribedUnits === null ? null : format.number(prescribedUnits))}
      </p>
    </>
  );
}
