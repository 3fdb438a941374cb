import { useQuery, useQueryClient } from '@tanstack/react-query';
import * as wire from '#rooms/cases/contract/releases.ts';
import { call } from '../../../call.ts';
import { caseReleases } from '../../../words/case-releases.ts';
import { currentLanguage, useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { ReleasesCard } from '../../releases/card.tsx';
import { CaseReleaseForm } from './form.tsx';

await Promise.all([caseReleases, papers].map((book) => book.load(currentLanguage())));

/** To whom the client of a case opens herself, each way for itself. */
export default function CaseReleases({ caseId, personId }: { caseId: string; personId: string }) {
  const w = useWords(papers).releases;
  const own = useWords(caseReleases);
  const queries = useQueryClient();
  const queryKey = ['cases', 'releases', caseId];
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => call(wire.listCaseReleases, { params: { id: caseId }, signal }) });
  if (!data) return null;
  return (
    <ReleasesCard
      {...data}
      none={own.none}
      names={own.classNames}
      toward={({ direction }) => own.both[direction]}
      withdraw={async ({ id, version }, via) => {
        const done = await call(wire.withdrawCaseRelease, { params: { id }, body: { via }, ifMatch: version });
        return w.withdrawnNow(done.closedLinks);
      }}
      onChanged={() => queries.invalidateQueries({ queryKey: ['cases'] })}
      form={(ways) => <CaseReleaseForm caseId={caseId} personId={personId} {...ways} />}
    />
  );
}
