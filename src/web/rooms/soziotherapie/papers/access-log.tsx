import { useInfiniteQuery } from '@tanstack/react-query';
import * as soz from '#rooms/soziotherapie/contract/rights.ts';
import { call } from '../../../call.ts';
import { Button, ScrollBox } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';

/** Who read or changed what of this client, newest first (for the lead). */
export function AccessLog({ episodeId }: { episodeId: string }) {
  const w = useWords(papers).rights;
  const format = useFormat();
  const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['soziotherapie', 'access-log', episodeId],
    queryFn: ({ pageParam }) => call(soz.accessLog, { params: { id: episodeId }, query: pageParam === null ? {} : { before: pageParam } }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  });
  if (!data) return null;
  const entries = data.pages.flatMap((page) => page.entries);
  const what = (action: string, kind: keyof typeof w.logKinds) =>
    `${w.logAreas[action.split('.')[0] ?? ''] ?? action}: ${w.logKinds[kind]}`;
  return (
    <section className="card stack" aria-labelledby="h-log">
      <h2 id="h-log">{w.log}</h2>
      {entries.length === 0 ? (
        <p className="q s">{w.logNone}</p>
      ) : (
        <ScrollBox label={w.log}>
          <table>
            <thead>
              <tr>
                <th scope="col">{w.logHead.at}</th>
                <th scope="col">{w.logHead.who}</th>
                <th scope="col">{w.logHead.what}</th>
                <th scope="col">{w.logHead.why}</th>
              </tr>
            </thead>
            <tbody>
              {entries.map((entry) => (
                <tr key={entry.seq}>
                  <td className="figures">{format.when(entry.at)}</td>
                  <td>{entry.who ?? (entry.actorKind === 'link' ? w.link : w.system)}</td>
                  <td>{what(entry.action, entry.kind)}</td>
                  <td>{w.logPurposes[entry.purpose] ?? entry.purpose}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {hasNextPage && (
        <div>
          <Button small busy={isFetchingNextPage} onPress={() => fetchNextPage()}>
            {w.logMore}
          </Button>
        </div>
      )}
    </section>
  );
}
