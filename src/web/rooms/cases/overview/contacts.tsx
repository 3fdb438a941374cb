import { Link } from '@tanstack/react-router';
import type { Monitoring } from '#rooms/cases/contract/monitoring.ts';
import { to } from '../../../paths.ts';
import { State } from '../../../ui/index.ts';
import { caseOverview } from '../../../words/case-overview.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { monitoring as monitoringWords } from '../../../words/monitoring.ts';
import { CONTACT } from '../monitoring/to-contact.ts';

const SHOWN = 3;

/** The last contacts, the newest first, with what was agreed. */
export function LastContacts({ caseId, monitoring }: { caseId: string; monitoring: Monitoring | undefined }) {
  const w = useWords(caseOverview).contacts;
  const words = useWords(monitoringWords).contact;
  const format = useFormat();
  if (!monitoring) return null;
  const contacts = monitoring.contacts.filter(({ amended }) => !amended).slice(0, SHOWN);
  return (
    <section className="card" aria-labelledby="case-contacts">
      <div className="head">
        <h2 id="case-contacts">{w.title}</h2>
        <Link className="s end" to={to.caseFile(caseId, 'monitoring')} {...(monitoring.mayWrite ? { hash: CONTACT } : {})}>
          {monitoring.mayWrite ? w.open : w.see}
        </Link>
      </div>
      {contacts.length === 0 ? (
        <p className="q">{w.none}</p>
      ) : (
        <ul className="case-list">
          {contacts.map((one) => (
            <li key={one.id}>
              <b className="nw">{format.when(one.at)}</b>
              <span className="q s">
                {words.kinds[one.kind]}, {words.whom[one.withWhom]}
              </span>
              {!one.reached && <State tone="open">{words.notReached}</State>}
              {one.summary && <p>{one.summary}</p>}
              {(one.nextStep || one.nextOn) && <p className="s q">→ {words.next(one.nextStep, one.nextOn && format.listed(one.nextOn))}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
