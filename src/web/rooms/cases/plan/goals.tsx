import { PenLine, Plus } from 'lucide-react';
import * as wire from '#rooms/cases/contract/plan.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { Banner, Button, State } from '../../../ui/index.ts';
import { casePlan } from '../../../words/case-plan.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { useReadCaseAgain } from '../data.ts';
import { domainName, type Goal, levelText, type Measure, type Plan } from './data.ts';
import { Gas } from './gas.tsx';

export type Panel =
  | { kind: 'goal'; goal: Goal | null; domain?: string }
  | { kind: 'measure'; measure: Measure | null; goalId?: string }
  | { kind: 'rate'; goal: Goal }
  | { kind: 'drop'; goal: Goal }
  | { kind: 'agree'; version: Plan['versions'][number] }
  | { kind: 'link'; version: Plan['versions'][number] };
export type Open = (panel: Panel) => void;

const GOAL_TONES = {
  proposed: 'open',
  agreed: 'act',
  active: 'yes',
  reached: 'yes',
  partly: 'partly',
  dropped: 'open',
  superseded: 'open',
} as const;
const MEASURE_TONES = { planned: 'open', active: 'yes', done: 'yes', cancelled: 'open' } as const;
const RATEABLE = ['agreed', 'active', 'reached', 'partly'];

/** One goal: her sentence, its scale, and the measures beside it. */
export function GoalRow({ goal, plan, open }: { goal: Goal; plan: Plan; open: Open }) {
  const w = useWords(casePlan);
  const format = useFormat();
  const { language } = useLanguage();
  const over = goal.status === 'dropped' || goal.status === 'superseded';
  const measures = plan.measures.filter(({ goalIds }) => goalIds.includes(goal.id));
  const against = plan.goals.filter(
    ({ id, status }) => goal.incompatibleWith.includes(id) && status !== 'dropped' && status !== 'superseded',
  );
  const last = goal.ratings.at(-1);
  const facts = [
    domainName(language, goal.domain),
    goal.weight > 1 ? w.weight(goal.weight) : null,
    goal.words.indicator || null,
    goal.targetOn ? w.until(format.listed(goal.targetOn)) : null,
  ].filter(Boolean);
  return (
    <article className="case-goal" aria-label={goal.words.text}>
      <div className="case-goal-head">
        <div>
          <p className="said">„{goal.words.text}“</p>
          <p className="s q">{facts.join(' · ')}</p>
        </div>
        {!over && <Gas baseline={goal.baseline} now={goal.now} scale={goal.words.scale} />}
      </div>
      <p className="row wrap s">
        <State tone={GOAL_TONES[goal.status]}>{w.statuses[goal.status]}</State>
        {goal.status === 'dropped' && goal.droppedBecause && <span className="q">{w.dropPanel.reasons[goal.droppedBecause]}</span>}
        {goal.replacesId && goal.status === 'proposed' && <span className="q">{w.replaces}</span>}
        {goal.soziotherapieGoalId && <span className="q">{w.fromSoziotherapie}</span>}
        {goal.owner === 'closed' && <State tone="partly">{w.ownerClosed}</State>}
        {goal.ownerText && <State tone="partly">{w.ownerChanged(goal.ownerText)}</State>}
        {last ? (
          <span className="q">{w.lastRated(format.listed(last.on))}</span>
        ) : (
          RATEABLE.includes(goal.status) && <span className="q">{w.notRated}</span>
        )}
      </p>
      {!over && goal.gaps.length > 0 && (
        <ul className="plain faults s">
          {goal.gaps.map((gap) => (
            <li key={gap}>
              <State tone="no">{w.gaps[gap]}</State>
            </li>
          ))}
        </ul>
      )}
      {!over && goal.gaps.length === 0 && goal.hints.length > 0 && (
        <p className="s q">{goal.hints.map((hint) => w.hints[hint]).join(' · ')}</p>
      )}
      {against.map(({ id, words }) => (
        <p key={id} className="s">
          <State tone="partly">{w.inTheWay(words.text)}</State>
        </p>
      ))}
      {!over && <Measures measures={measures} plan={plan} open={open} goalId={goal.id} />}
      <div className="row wrap no-print">
        {plan.mayWrite && !over && RATEABLE.includes(goal.status) && (
          <Button small onPress={() => open({ kind: 'rate', goal })}>
            {w.rate}
          </Button>
        )}
        {plan.mayWrite && !over && (
          <>
            <Button small icon={Plus} onPress={() => open({ kind: 'measure', measure: null, goalId: goal.id })}>
              {w.measures.add}
            </Button>
            <Button small icon={PenLine} onPress={() => open({ kind: 'goal', goal })}>
              {goal.status === 'proposed' ? w.change : w.revise}
            </Button>
          </>
        )}
        <More goal={goal} plan={plan} open={open} over={over} />
      </div>
    </article>
  );
}

function More({ goal, plan, open, over }: { goal: Goal; plan: Plan; open: Open; over: boolean }) {
  const w = useWords(casePlan);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const back = useSubmit(async () => {
    const last = goal.ratings.at(-1);
    if (last) await call(wire.withdrawRating, { params: { id: last.id }, body: {} });
    await readAgain();
  });
  const end = (to: 'reached' | 'partly') => async () => {
    await call(wire.moveGoal, { params: { id: goal.id }, ifMatch: goal.version, body: { to } });
    await readAgain();
  };
  const reached = useSubmit(end('reached'));
  const partly = useSubmit(end('partly'));
  const fault = back.sentence ?? reached.sentence ?? partly.sentence;
  return (
    <details className="case-goal-more s">
      <summary>{w.more}</summary>
      {fault && <Banner tone="no">{fault}</Banner>}
      <h3>{w.history}</h3>
      {goal.ratings.length === 0 ? (
        <p className="q">{w.noHistory}</p>
      ) : (
        <ol className="plain">
          {goal.ratings.map((one) => (
            <li key={one.id}>
              <b className="num">{levelText(one.level)}</b> {format.date(one.on)}, {w.by[one.by]}
            </li>
          ))}
        </ol>
      )}
      <h3>{w.form.smart}</h3>
      <ul className="plain">
        {(['specific', 'measurable', 'accepted', 'realistic', 'dated'] as const).map((flag) => (
          <li key={flag}>
            {goal.smart.includes(flag) ? '✓' : '–'} {w.form.flags[flag]}
            {goal.words.reasons[flag] && <span className="q">: {goal.words.reasons[flag]}</span>}
          </li>
        ))}
      </ul>
      <h3>{w.form.scale}</h3>
      <ul className="plain">
        {([2, 1, 0, -1, -2] as const).map((level) => (
          <li key={level}>
            <b className="num">{levelText(level)}</b> {goal.words.scale[`${level}`] || <span className="q">–</span>}
          </li>
        ))}
      </ul>
      {plan.mayWrite && !over && (
        <p className="row wrap">
          {goal.ratings.length > 0 && (
            <Button small kind="quiet" busy={back.busy} onPress={back.run}>
              {w.takeBack}
            </Button>
          )}
          {(goal.status === 'active' || goal.status === 'agreed') && (
            <>
              <Button small kind="quiet" busy={reached.busy} onPress={reached.run}>
                {w.reached}
              </Button>
              <Button small kind="quiet" busy={partly.busy} onPress={partly.run}>
                {w.partly}
              </Button>
            </>
          )}
          <Button small kind="quiet" onPress={() => open({ kind: 'drop', goal })}>
            {w.drop}
          </Button>
        </p>
      )}
    </details>
  );
}

/** Measures of a goal, or those without one; what is missing stands in the row. */
export function Measures(props: { measures: readonly Measure[]; plan: Plan; open: Open; goalId?: string }) {
  const w = useWords(casePlan).measures;
  if (props.measures.length === 0) return <p className="s q">{w.none}</p>;
  return (
    <ul className="plain case-measures">
      {props.measures.map((measure) => (
        <MeasureRow key={measure.id} measure={measure} plan={props.plan} open={props.open} />
      ))}
    </ul>
  );
}

function MeasureRow({ measure, plan, open }: { measure: Measure; plan: Plan; open: Open }) {
  const w = useWords(casePlan).measures;
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const move = (to: 'active' | 'done' | 'cancelled') => async () => {
    await call(wire.moveMeasure, {
      params: { id: measure.id },
      ifMatch: measure.version,
      body: { to, on: Temporal.Now.plainDateISO(format.zone).toString() },
    });
    await readAgain();
  };
  const begin = useSubmit(move('active'));
  const done = useSubmit(move('done'));
  const cancel = useSubmit(move('cancelled'));
  const running = measure.status === 'planned' || measure.status === 'active';
  const line = plan.lines.find(({ id }) => id === measure.lineId)?.name;
  const who = measure.responsible ? measure.who || line || w.who[measure.responsible] : null;
  const facts = [
    who,
    measure.startOn ? w.from(format.listed(measure.startOn)) : null,
    ...measure.weekly.map(({ day, from, to }) => `${w.days[day - 1] ?? ''} ${from}–${to}`),
    measure.timesPerWeek ? w.perWeek(format.number(measure.timesPerWeek)) : null,
    measure.payer,
    measure.approval === 'none-needed' ? null : w.approval[measure.approval],
  ].filter(Boolean);
  const fault = begin.sentence ?? done.sentence ?? cancel.sentence;
  return (
    <li className="case-measure">
      <div>
        <b>{measure.text}</b> <span className="q s">{w.kinds[measure.kind]}</span>
        <p className="s q">{facts.join(' · ')}</p>
        {running && measure.faults.length > 0 && (
          <p className="row wrap s">
            {measure.faults.map((one) => (
              <State key={one} tone="no">
                {w.faults[one]}
              </State>
            ))}
          </p>
        )}
        {fault && <Banner tone="no">{fault}</Banner>}
      </div>
      <div className="row wrap end s">
        <State tone={MEASURE_TONES[measure.status]}>{w.statuses[measure.status]}</State>
        {plan.mayWrite && running && (
          <span className="row wrap no-print">
            {measure.status === 'planned' ? (
              <Button small kind="quiet" busy={begin.busy} onPress={begin.run}>
                {w.begin}
              </Button>
            ) : (
              <Button small kind="quiet" busy={done.busy} onPress={done.run}>
                {w.done}
              </Button>
            )}
            <Button small kind="quiet" busy={cancel.busy} onPress={cancel.run}>
              {w.cancel}
            </Button>
            <Button
              small
              kind="quiet"
              icon={PenLine}
              label={`${measure.text}, ${w.kinds[measure.kind]}`}
              onPress={() => open({ kind: 'measure', measure })}
            />
          </span>
        )}
      </div>
    </li>
  );
}
