import type { Definition, ProblemGroup } from './definitions.ts';
import type { Figure, FigureId } from './figures.ts';
import { basisText, cellText, labelOf, numberText, valueText } from './lines.ts';
import type { Cell, DemandRow, UnservedRow } from './tables.ts';
import type { ReportWords } from './words-de.ts';

/** A table of the export: a title, a head, rows of texts and numbers. */
export interface Sheet {
  title: string;
  head: string[];
  rows: (string | number | null)[][];
}

/** What the tables are made of. */
export interface Printable {
  year: number;
  figures: Figure[];
  before: Figure[];
  months: Cell[] | null;
  monthsBefore: Cell[] | null;
  demand: (Omit<DemandRow, 'group'> & { group: string })[] | null;
  unserved: { reason: UnservedRow[] | null };
}

/** Everything that the page shows, as tables: the same for the workbook, the text file and the paper. */
export function sheetsOf(figures: Printable, words: ReportWords, definitions: Record<FigureId, Definition>): Sheet[] {
  const { report } = words;
  const before = new Map(figures.before.map((figure) => [`${figure.id}/${figure.part}`, figure]));
  const monthName = (month: number) =>
    new Intl.DateTimeFormat(words.tag, { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, month - 1, 1)));
  const cell = (one: Parameters<typeof cellText>[0]) => ((one?.n ?? null) !== null ? (one?.n ?? null) : cellText(one, words));
  const tables: Sheet[] = [
    {
      title: report.figures,
      head: ['', report.figure, report.value, report.basis, report.before, report.definition],
      rows: figures.figures.map((figure) => {
        const earlier = before.get(`${figure.id}/${figure.part}`);
        return [
          figure.id,
          labelOf(figure, words),
          valueText(figure, words),
          basisText(figure, words),
          earlier ? valueText(earlier, words) : '',
          definitions[figure.id].text,
        ];
      }),
    },
  ];
  if (figures.months) {
    tables.push({
      title: report.months,
      head: [report.month, String(figures.year), ...(figures.monthsBefore ? [String(figures.year - 1)] : [])],
      rows: figures.months.map((one, index) => [
        monthName(index + 1),
        cell(one),
        ...(figures.monthsBefore ? [cell(figures.monthsBefore[index])] : []),
      ]),
    });
  }
  if (figures.demand) {
    tables.push({
      title: report.demand,
      head: [report.group, report.requests, report.withPlace, report.without, report.share, report.days],
      rows: figures.demand.map((row) => [
        words.groups[row.group as ProblemGroup] ?? row.group,
        row.total,
        row.withPlace ??
          (row.below === 'with'
            ? words.below
            : row.below === 'without'
              ? words.more(numberText(row.total - 5, words.tag))
              : words.withheld),
        row.without ??
          (row.below === 'without'
            ? words.below
            : row.below === 'with'
              ? words.more(numberText(row.total - 5, words.tag))
              : words.withheld),
        row.percent === null ? words.withheld : `${numberText(row.percent, words.tag, 1, 1)} %`,
        row.medianDays === null ? '–' : numberText(row.medianDays, words.tag, 1),
      ]),
    });
  }
  if (figures.unserved.reason?.length) {
    tables.push({
      title: report.unserved,
      head: [report.reason, report.requests],
      rows: figures.unserved.reason.map((row) => [words.reasons[row.key] ?? row.key, cell(row.cell)]),
    });
  }
  return tables;
}
