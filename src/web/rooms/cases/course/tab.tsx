import { useInfiniteQuery } from '@tanstack/react-query';
import { listCourse } from '#rooms/cases/contract/case.ts';
import { call } from '../../../call.ts';
import { Button, Empty } from '../../../ui/index.ts';
import { type CaseFileWords, caseFile } from '../../../words/case-file.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { CASES } from '../data.ts';
import type { TabProps } from '../tab-props.ts';

type Event = { action: string; data: Record<string, unknown> };

/** What happened, newest first: in words, with who did it. */
export default function Course({ caseId }: TabProps) {
  const w = useWords(caseFile);
  const format = useFormat();
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [CASES, 'course', caseId],
    queryFn: ({ pageParam, signal }) => call(listCourse, { params: { id: caseId }, query: pageParam ? { before: pageParam } : {}, signal }),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.more ? last.events.at(-1)?.seq : undefined),
  });
  const events = data?.pages.flatMap((page) => page.events) ?? [];
  return (
    <section className="card" aria-labelledby="case-course">
      <div className="head">
        <h2 id="case-course">{w.course.title}</h2>
      </div>
      {data && events.length === 0 && <Empty>{w.course.empty}</Empty>}
      <ol className="case-list">
        {events.map((event) => {
          const at = Temporal.Instant.from(event.at).toZonedDateTimeISO(format.zone);
          const { what, more } = told(w, event);
          return (
            <li key={event.seq}>
              <time className="q s" dateTime={event.at}>
                {format.date(at.toPlainDate().toString())} {at.toPlainTime().toString({ smallestUnit: 'minute' })}
              </time>
              <span className="grow">
                <b>{what}</b>
                {more && <> · {more}</>}
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
  );
}

/** One event in words; what nobody has worded yet is named by what it is about. */
function told(w: CaseFileWords, { action, data }: Event): { what: string; more: string } {
  const known = w.course.actions[action];
  const of = (words: Readonly<Record<string, string>>, key: unknown) => (typeof key === 'string' ? (words[key] ?? '') : '');
  if (!known) {
    const kind = w.course.kinds[action.split('.')[1] ?? ''] ?? '';
    return { what: kind ? w.course.changed(kind) : w.course.other, more: '' };
  }
  const more = {
    'cases.case.moved': [of(w.phases, data.from), of(w.phases, data.to)].filter(Boolean).join(' → '),
    'cases.case.opened': of(w.opening.sources, data.source),
    'cases.artefact.recorded': [of(w.clearing.kinds, data.kind), of(w.clearing.answers, data.answer)].filter(Boolean).join(': '),
    'cases.artefact.withdrawn': of(w.clearing.kinds, data.kind),
    'cases.screening.made': of(w.clearing.results, data.result),
    'cases.screening.overridden': of(w.clearing.results, data.to),
    'cases.consent.withdrawn': of(w.clearing.vias, data.via),
    'cases.closing.asked': of(w.closingReasons, data.closingReason),
  }[action];
  return { what: known, more: more ?? '' };
}
