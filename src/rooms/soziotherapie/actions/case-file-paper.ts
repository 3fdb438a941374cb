import { inBerlin } from '#kernel/time.ts';
import type { CaseFileSheet } from '#platform/documents/case-file-sheet.ts';
import { FIELD_LABELS, NOT_ON_PAPER, SECTION_TITLES } from '../rules/case-file-words.ts';
import type { CaseFile } from './case-file.ts';

type Row = Record<string, unknown>;
const KIND_WORDS: Readonly<Record<string, string>> = {
  C: 'angelegt',
  R: 'gelesen',
  U: 'geändert',
  D: 'gelöscht',
  Q: 'gesucht',
  E: 'ausgeführt',
};

/** The file in words: every field with its label, days and times as people write them. Nothing is summed up or left out but ids. */
export function caseFileOnPaper(file: CaseFile, practice: string, writtenAt: Temporal.Instant): CaseFileSheet {
  return {
    title: `Kopie der Akte: ${file.subject.name}`,
    author: practice,
    opening: [
      `${practice}, ${said(file.madeAt)}.`,
      'Diese Kopie enthält alles, was zu Ihnen aufgeschrieben wurde, auch wer es wann gelesen hat. Die erste Kopie ist kostenlos (Artikel 15 DSGVO, § 630g BGB).',
      ...(file.withheld
        ? [
            `Zurückgehalten: ${file.withheld.entries === 1 ? 'ein Eintrag, der andere Menschen betrifft' : `${file.withheld.entries} Einträge, die andere Menschen betreffen`} (§ 630g Absatz 1 BGB, Artikel 15 Absatz 4 DSGVO). Fragen Sie die Leitung, wenn Sie damit nicht einverstanden sind.`,
          ]
        : []),
    ],
    sections: file.sections.map(({ key, rows }) => (key === 'accessLog' ? logSection(rows) : section(key, rows))),
    writtenAt,
  };
}

function section(key: string, rows: readonly Row[]): CaseFileSheet['sections'][number] {
  return {
    title: SECTION_TITLES[key] ?? key,
    text: key === 'files' ? ['Die Dateien selbst liegen der Kopie einzeln bei.'] : [],
    head: [],
    rows: [],
    records: rows.map((row, index) => ({ title: titleOf(row) ?? `${index + 1}`, fields: fieldsOf(row) })),
  };
}

function logSection(rows: readonly Row[]): CaseFileSheet['sections'][number] {
  return {
    title: SECTION_TITLES.accessLog ?? '',
    text: [],
    head: ['Wann', 'Wer', 'Was'],
    rows: rows.map(({ at, who, kind, action }) => [
      said(at),
      typeof who === 'string' ? who : 'Geleit selbst',
      `${KIND_WORDS[String(kind)] ?? kind}: ${action}`,
    ]),
    records: [],
  };
}

/** The day that a record is about heads it. */
function titleOf(row: Row): string | undefined {
  const key = [
    'start_local',
    'occurred_local',
    'day',
    'issued_on',
    'posted_on',
    'done_on',
    'valid_from',
    'rated_on',
    'opened_on',
    'from_on',
    'name',
    'given_name',
  ].find((one) => typeof row[one] === 'string');
  return key && said(row[key]);
}

function fieldsOf(row: Row, before = ''): { label: string; value: string }[] {
  return Object.entries(row).flatMap(([key, value]) => {
    if (NOT_ON_PAPER.test(key) || value === null || value === undefined || value === '' || key === 'content_bytes') return [];
    const label = `${before}${FIELD_LABELS[key] ?? key}`;
    if (Array.isArray(value)) {
      if (value.length === 0) return [];
      if (value.every((one) => typeof one !== 'object')) return [{ label, value: value.map(said).join(', ') }];
      return value.flatMap((one, index) => fieldsOf(one as Row, `${label} ${index + 1}, `));
    }
    if (typeof value === 'object') return fieldsOf(value as Row, `${label}, `);
    return [{ label, value: said(value) }];
  });
}

/** Days and times as people write them. */
function said(value: unknown): string {
  const text = typeof value === 'boolean' ? (value ? 'ja' : 'nein') : String(value);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text.split('-').toReversed().join('.');
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text)) return `${text.slice(0, 10).split('-').toReversed().join('.')} ${text.slice(11)}`;
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return text;
  const local = inBerlin(Temporal.Instant.from(text)).toPlainDateTime().toString({ smallestUnit: 'minute' });
  return `${local.slice(0, 10).split('-').toReversed().join('.')} ${local.slice(11)}`;
}
