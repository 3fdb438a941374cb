import { useQuery } from '@tanstack/react-query';
import { getEpisodeTexts } from '#rooms/soziotherapie/contract/episodes.ts';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { call } from '../../call.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { soziotherapieSteps } from '../../words/soziotherapie-steps.ts';

await soziotherapieSteps.load(currentLanguage());

/** What was said when somebody asked, and what comes next; the closing report once a case is ended. */
export default function CaseTexts({ file }: { file: FileView }) {
  const w = useWords(soziotherapieSteps);
  const format = useFormat();
  const { data } = useQuery({
    queryKey: ['soziotherapie', 'episode-texts', file.episodeId],
    queryFn: () => call(getEpisodeTexts, { params: { id: file.episodeId } }),
    enabled: file.state === 'INQUIRY' || file.state === 'CLOSED',
  });
  const asks = file.state === 'INQUIRY';
  const report = file.state === 'CLOSED' ? data?.closingReport : null;
  if (!asks && !report) return null;
  const next =
    file.prescriptions.length > 0 ? w.inquiryGoesOn : file.helper ? w.inquiryForm : file.waitingSince ? w.inquiryWaits : w.inquiryNext;
  return (
    <section className="card" aria-labelledby="sozio-texts">
      <div className="head">
        <h2 id="sozio-texts">{asks ? w.inquiryOf(format.date(file.openedOn)) : w.report}</h2>
        {asks && file.waitingSince && <span className="q">{w.waitsSince(format.date(file.waitingSince))}</span>}
      </div>
      {asks && <p>{next}</p>}
      {asks && data?.contactNote && <blockquote className="case-note">{data.contactNote}</blockquote>}
      {report && <p className="case-note">{report}</p>}
    </section>
  );
}
