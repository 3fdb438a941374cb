import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { publication, publish } from '#rooms/reports/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, CheckRow } from '../../ui/index.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';

/** Whether a year that is over stands under /zahlen, for anybody: the coordination's choice, off at first. */
export function Publish({ year }: { year: number }) {
  const w = useWords(reports);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: ['figures', 'published'], queryFn: () => call(publication) });
  const years = data?.years ?? [];
  const isPublic = years.includes(year);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const submit = useSubmit(async () => {
    await call(publish, { body: { years: isPublic ? years.filter((one) => one !== year) : [...years, year] } });
    announce(isPublic ? w.publish.off(year) : w.publish.on(year));
    await queries.invalidateQueries({ queryKey: ['figures', 'published'] });
  });
  if (!data) return null;
  return (
    <section className="card no-print" aria-labelledby="publish">
      <h3 id="publish">{w.publish.title}</h3>
      <p className="sub">{w.publish.sub}</p>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <CheckRow
        checked={wanted ?? isPublic}
        onChange={(on) => {
          setWanted(on);
          void submit.run().then(() => setWanted(null));
        }}
      >
        {w.publish.check(year)}
      </CheckRow>
      {isPublic && (
        <p>
          <a href={`/zahlen/${year}?sprache=${language}`} target="_blank" rel="noopener">
            {w.publish.open}
          </a>
        </p>
      )}
    </section>
  );
}
