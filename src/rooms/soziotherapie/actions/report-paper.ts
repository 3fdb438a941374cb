import { dayOnPaper, type PlanSheet } from '#platform/documents/plan-sheet.ts';
import type { Report } from '../contract/reviews.ts';
import { PAPER_WORDS } from './plan-words.ts';

/** The short report on paper, built from the report's own fields. */
export function reportOnPaper(language: 'de' | 'en', writtenAt: Temporal.Instant, report: Report): PlanSheet {
  const w = PAPER_WORDS[language];
  const day = (on: string) => dayOnPaper(language, on);
  const figure = (value: number) => value.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB', { maximumFractionDigits: 2 });
  const { client } = report;
  return {
    language,
    writtenAt,
    title: w.reportTitle,
    practice: report.practice,
    mark: w.reportMark,
    facts: [
      { label: w.client, value: client.birthDate ? `${client.name}, ${w.born} ${day(client.birthDate)}` : client.name },
      { label: w.prescriber, value: report.prescriberName ?? '' },
      { label: w.plan, value: w.version(report.planNumber) },
      { label: w.period, value: w.until(day(report.from), day(report.to)) },
      { label: w.reviewed, value: day(report.doneOn) },
      { label: w.outcome, value: w.outcomes[report.outcome] },
      { label: w.next, value: report.outcome === 'end' ? '' : day(report.nextDueOn) },
      { label: w.written, value: report.writerName ?? '' },
    ].filter(({ value }) => value !== ''),
    sections: [
      {
        title: w.done,
        facts: [
          { label: w.deliveredUnits, value: figure(report.units) },
          { label: w.delivered, value: figure(report.delivered) },
          { label: w.noShow, value: figure(report.noShow) },
          { label: w.cancelled, value: figure(report.cancelled) },
        ],
      },
      {
        title: w.goals,
        table: { head: [w.goal, w.stands], widths: [3, 1], rows: report.goals.map(({ text, state }) => [text, w.goalStates[state]]) },
      },
      ...(report.ratings.length > 0
        ? [
            {
              title: w.ratings,
              table: {
                head: [w.day, w.gaf, w.by],
                widths: [1, 1, 2],
                rows: report.ratings.map(({ on, gaf, by }) => [day(on), String(gaf), w.ratedBy[by]]),
              },
            },
          ]
        : []),
      ...(report.summary ? [{ title: w.summary, text: [report.summary] }] : []),
    ],
    signatures: [],
  };
}
