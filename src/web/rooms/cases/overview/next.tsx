import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CalendarClock } from 'lucide-react';
import type { CaseHead } from '#rooms/cases/contract/case.ts';
import type { Monitoring } from '#rooms/cases/contract/monitoring.ts';
import { listTasks, type Task } from '#rooms/tasks/contract.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { State } from '../../../ui/index.ts';
import { caseOverview } from '../../../words/case-overview.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { tasks as taskWords } from '../../../words/tasks.ts';
import { CASES } from '../data.ts';

/** Tasks about the case itself: the part of the file in which they are done. */
const TABS: Record<string, string> = {
  'case-new': 'klaerung',
  'case-release-ending': 'klaerung',
  'case-plan-asked-back': 'hilfeplan',
  'case-plan-declined': 'hilfeplan',
  'case-evaluation-approval': 'evaluation',
  'case-evaluation-returned': 'evaluation',
  'case-consent-withdrawn': 'evaluation',
};

interface Due {
  key: string;
  what: string;
  tab: string;
  on: string;
  late: boolean;
}

const NOTHING: Due = { key: '', what: '', tab: '', on: '', late: false };

/** What has a day: the next contact, the review of the plan, the end of a pause and the reader's tasks, the earliest first. */
export function Next({ head, monitoring }: { head: CaseHead; monitoring: Monitoring | undefined }) {
  const w = useWords(caseOverview).next;
  const kinds = useWords(taskWords).kinds as Record<string, string>;
  const format = useFormat();
  const { data } = useQuery({
    queryKey: [CASES, 'tasks'],
    queryFn: ({ signal }) => call(listTasks, { query: { show: 'open' }, signal }),
  });
  const contact = monitoring?.contact;
  const review = monitoring?.review;
  const mine = (data?.tasks ?? []).filter((task) => task.objectId === head.id || task.facts.caseId === head.id);
  const due: Due[] = [
    ...(contact ? [{ key: 'contact', what: w.contact, tab: 'monitoring', on: contact.dueOn, late: contact.overdue }] : []),
    ...(review?.dueOn && head.phase !== 'dormant'
      ? [{ key: 'review', what: w.review, tab: 'monitoring', on: review.dueOn, late: review.overdue }]
      : []),
    ...(head.dormant ? [{ key: 'resume', what: w.resume, tab: 'uebersicht', on: head.dormant.resumeOn, late: false }] : []),
    ...mine.map((task) => {
      const on = Temporal.Instant.from(task.dueAt).toZonedDateTimeISO(format.zone).toPlainDate().toString();
      return { key: task.id, what: kinds[task.kind] ?? task.kind, tab: tabOf(task), on, late: on < head.today };
    }),
  ].sort((one, other) => one.on.localeCompare(other.on));
  const rows = [...Map.groupBy(due, ({ what, tab }) => `${tab} ${what}`).values()];
  return (
    <section className="card" aria-labelledby="case-due">
      <div className="head">
        <h2 id="case-due">{w.title}</h2>
        <Link className="s end" to={to.tasks()}>
          {w.tasks}
        </Link>
      </div>
      {rows.length === 0 ? (
        <p className="q">{w.none}</p>
      ) : (
        <ul className="case-list">
          {rows.map(([{ key, what, tab, on, late } = NOTHING, ...more]) => (
            <li key={key}>
              <span className="grow">
                <Link to={to.caseFile(head.id, tab)}>{what}</Link>
                {more.length > 0 && <span className="q s"> {w.times(more.length + 1)}</span>}
              </span>
              {late ? (
                <State tone="no">{w.since(format.listed(on))}</State>
              ) : (
                <State tone="open" icon={CalendarClock}>
                  {w.by(format.listed(on))}
                </State>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Where a task about a case is done. */
function tabOf({ kind, objectKind }: Task): string {
  if (objectKind === 'service-line' || objectKind === 'referral') return 'linking';
  if (objectKind === 'contact') return 'monitoring';
  return TABS[kind] ?? 'uebersicht';
}
