import { useQuery, useQueryClient } from '@tanstack/react-query';
import * as soz from '#rooms/soziotherapie/contract/releases.ts';
import { call } from '../../../call.ts';
import { useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { ReleasesCard } from '../../releases/card.tsx';
import { ReleaseForm } from './release-form.tsx';

/** To whom the client of a practice opens herself. */
export function Releases({ episodeId, personId }: { episodeId: string; personId: string }) {
  const w = useWords(papers).releases;
  const queries = useQueryClient();
  const queryKey = ['soziotherapie', 'releases', episodeId];
  const { data } = useQuery({ queryKey, queryFn: () => call(soz.listReleases, { params: { id: episodeId } }) });
  if (!data) return null;
  return (
    <ReleasesCard
      {...data}
      none={w.none}
      withdraw={async ({ id, version }, via) => {
        const done = await call(soz.withdrawRelease, { params: { id }, body: { via }, ifMatch: version });
        return [w.withdrawnNow(done.closedLinks), ...(done.told === 'task' ? [w.toldByTask] : [])].join(' ');
      }}
      onChanged={() => queries.invalidateQueries({ queryKey })}
      form={(ways) => <ReleaseForm episodeId={episodeId} personId={personId} {...ways} />}
    />
  );
}
