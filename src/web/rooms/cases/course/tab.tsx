import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { listCourse } from '#rooms/cases/contract/case.ts';
import { listHandOvers } from '#rooms/cases/contract/caseload.ts';
import { call } from '../../../call.ts';
import { Button, Empty } from '../../../ui/index.ts';
import { type CaseFileWords, caseFile } from '../../../words/case-file.ts';
import { caseload } from '../../../words/caseload.ts';
import { currentLanguage, useFormat, useWords } from '../../../words/language.tsx';
import { linking } from '../../../words/linking.ts';
import { monitoring } from '../../../words/monitoring.ts';
import { referrals } from '../../../words/referrals.ts';
import { CASES } from '../data.ts';
import type { TabProps } from '../tab-props.ts';

await Promise.all([caseload, linking, monitoring, referrals].map((book) => book.load(currentLanguage())));

type Event = { action: string; data: Record<string, unknown> };

/** What happened, newest first: in words, with who did it. */
export default function Course({ caseId }: TabProps) {
  const w = useWords(caseFile);
  const steps: Steps = {
    reasons: useWords(caseload).becauseOf,
    line: useWords(linking).states,
    referral: useWords(referrals).states,
    contact: useWords(monitoring).contact.kinds,
  };
  const format = useFormat();
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [CASES, 'course', caseId],
    queryFn: ({ pageParam, signal }) => call(listCourse, { params: { id: caseId }, query: pageParam ? { before: pageParam } : {}, signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.more ? last.events.at(-1)?.seq : undefined),
  });
  const events = data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <div className="case-stack">
      <HandOvers caseId={caseId} />
      <section className="card" aria-labelledby="case-course">
        <div className="head">
          <h2 id="case-course">{w.course.title}</h2>
        </div>
        {data && events.length === 0 && <Empty>{w.course.empty}</Empty>}
        <ol className="case-list">
          {runsOf(events, (event) => told(w, steps, event), format.zone).map(({ event, at, what, more, times }) => {
            return (
              <li key={event.seq}>
                <time className="q s" dateTime={event.at}>
                  {format.date(at.toPlainDate().toString())} {at.toPlainTime().toString({ smallestUnit: 'minute' })}
                </time>
                <span className="grow">
                  <b>{what}</b>
                  {more && <> · {more}</>}
                  {times > 1 && <span className="q s"> {w.course.times(times)}</span>}
                </span>
                <span className="q s">{event.by ?? w.course.system}</span>
              </li>
            );
          })}
        </ol>
        {hasNextPage && (
          <Button busy={isFetchingNextPage} onPress={() => void fetchNextPage()}>
            {w.course.more}
          </Button>
        )}
      </section>
    </div>
  );
}

interface Run<Entry> {
  event: Entry;
  at: Temporal.ZonedDateTime;
  what: string;
  more: string;
  times: number;
}

/** What the same person did several times on one day, one after the other, stands once with its number. */
function runsOf<Entry extends Event & { at: string; by: string | null }>(
  events: readonly Entry[],
  tell: (event: Entry) => { what: string; more: string },
  zone: string,
): Run<Entry>[] {
  const runs: Run<Entry>[] = [];
  for (const event of events) {
    const at = Temporal.Instant.from(event.at).toZonedDateTimeISO(zone);
    const said = tell(event);
    const last = runs.at(-1);
    const again = last && last.what === said.what && last.more === said.more && last.event.by === event.by;
    if (again && last.at.toPlainDate().equals(at.toPlainDate())) last.times += 1;
    else runs.push({ event, at, ...said, times: 1 });
  }
  return runs;
}

/** Who had the case before, and why it changed hands. */
function HandOvers({ caseId }: TabProps) {
  const w = useWords(caseFile);
  const { becauseOf } = useWords(caseload);
  const format = useFormat();
  const { data } = useQuery({
    queryKey: [CASES, 'hand-overs', caseId],
    queryFn: ({ signal }) => call(listHandOvers, { params: { id: caseId }, signal }),
  });
  if (!data || data.handOvers.length === 0) return null;
  return (
    <section className="card" aria-labelledby="case-hand-overs">
      <div className="head">
        <h2 id="case-hand-overs">{w.course.handOvers}</h2>
      </div>
      <ol className="case-list">
        {data.handOvers.map((one) => (
          <li key={one.at}>
            <time className="q s" dateTime={one.at}>
              {format.date(Temporal.Instant.from(one.at).toZonedDateTimeISO(format.zone).toPlainDate().toString())}
            </time>
            <span className="grow">
              <b>
                {one.fromName} → {one.toName}
              </b>{' '}
              · {becauseOf[one.because]}
            </span>
            <span className="q s">{one.byName ?? w.course.system}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Words of other parts of the file for where something stood and stands. */
interface Steps {
  reasons: Readonly<Record<string, string>>;
  line: Readonly<Record<string, string>>;
  referral: Readonly<Record<string, string>>;
  contact: Readonly<Record<string, string>>;
}

/** One event in words; what nobody has worded yet is named by what it is about. */
function told(w: CaseFileWords, steps: Steps, { action, data }: Event): { what: string; more: string } {
  const known = w.course.actions[action];
  const of = (words: Readonly<Record<string, string>>, key: unknown) => (typeof key === 'string' ? (words[key] ?? '') : '');
  if (!known) {
    const kind = w.course.kinds[action.split('.')[1] ?? ''] ?? '';
    return { what: kind ? w.course.changed(kind) : w.course.other, more: '' };
  }
  const more = {
    'cases.case.moved': [of(w.phases, data.from), of(w.phases, data.to)].filter(Boolean).join(' → '),
    'cases.case.changed': typeof data.intensity === 'string' ? w.intensity(`${String(data.intensityWas ?? '')} → ${data.intensity}`) : '',
    'cases.case.opened': of(w.opening.sources, data.source),
    'cases.case.handed-over': of(steps.reasons, data.because),
    'cases.artefact.recorded': [of(w.clearing.kinds, data.kind), of(w.clearing.answers, data.answer)].filter(Boolean).join(': '),
    'cases.line.moved': [of(steps.line, data.from), of(steps.line, data.to)].filter(Boolean).join(' → '),
    'referrals.referral.moved': [of(steps.referral, data.from), of(steps.referral, data.state)].filter(Boolean).join(' → '),
    'cases.contact.recorded': of(steps.contact, data.kind),
    'cases.finding.changed': w.course.found(Number(data.opened ?? 0), Number(data.closed ?? 0)),
    'cases.artefact.withdrawn': of(w.clearing.kinds, data.kind),
    'cases.screening.made': of(w.clearing.results, data.result),
    'cases.screening.overridden': of(w.clearing.results, data.to),
    'cases.consent.withdrawn': of(w.clearing.vias, data.via),
    'cases.closing.asked': of(w.closingReasons, data.closingReason),
  }[action];
  return { what: known, more: more ?? '' };
}
