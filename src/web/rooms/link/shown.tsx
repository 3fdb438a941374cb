import type { Shown } from '#rooms/soziotherapie/contract/links.ts';
import { State } from '../../ui/state.tsx';
import { useFormat, useWords } from '../../words/language.tsx';
import { link as linkWords } from '../../words/link.ts';
import { plan as planWords } from '../../words/plan.ts';
import { Differences } from '../soziotherapie/plan/differences.tsx';
import '../soziotherapie/plan/plan.css';
import { Goals, PlanDetails } from '../soziotherapie/plan/plan-view.tsx';

/** The one plan behind the link: whose it is, what is wanted, everything that Muster 27 says, and who has signed. */
export function PlanShown({ shown, plan }: { shown: Shown; plan: NonNullable<Shown['plan']> }) {
  const w = useWords(linkWords);
  const p = useWords(planWords);
  const format = useFormat();
  const { client } = shown;
  return (
    <section className="card" aria-labelledby="link-plan">
      <h2 id="link-plan">{client.name}</h2>
      <p className="s q">
        {[client.birthDate && w.born(format.date(client.birthDate)), w.planLead[shown.recipientKind](plan.number)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Goals content={plan.content} />
      {plan.difference && (
        <>
          <h3>{w.changed}</h3>
          <Differences difference={plan.difference} />
        </>
      )}
      <PlanDetails content={plan.content} prescribedUnits={plan.prescribedUnits} />
      <h3>{w.signed}</h3>
      {plan.signatures.length === 0 ? (
        <p className="q">{w.nobody}</p>
      ) : (
        <ul className="plan-rows">
          {plan.signatures.map(({ party, how, signedOn }) => (
            <li key={party}>
              <span>
                <b>{p.parties[party]}</b> <span className="s q">{p.how[how]}</span>
              </span>
              <State tone={how === 'refused' ? 'no' : 'yes'}>{format.date(signedOn)}</State>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
