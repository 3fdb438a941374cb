import { describe, expect, it } from 'vitest';
import { isNeutral } from '../mail/neutral.ts';
import { type DayList, dayList, dayListPaper } from './day-list.ts';
import { type SearchProtocol, searchProtocol, searchProtocolPaper } from './search-protocol.ts';

const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime('Europe/Berlin').toInstant();
const row = (wall: string, more: Partial<DayList['rows'][number]> = {}): DayList['rows'][number] => ({
  start: at(wall),
  end: at(wall).add({ minutes: 50 }),
  who: 'D. Rosenthal',
  kind: 'TRIAL',
  modality: 'in-person',
  isFirst: false,
  practitioner: 'Dr. Ada Brandt',
  where: 'Rheinweg 1, Bonn',
  interpreter: false,
  outcome: null,
  ...more,
});
const LIST: DayList = {
  language: 'de',
  network: 'Netz Bonn',
  owner: 'Dr. Ada Brandt',
  from: Temporal.PlainDate.from('2026-03-02'),
  days: 1,
  rows: [row('2026-03-02T09:00', { isFirst: true }), row('2026-03-02T10:00', { modality: 'video', interpreter: true, outcome: 'war da' })],
  printedBy: 'Ada Brandt',
  printedAt: at('2026-03-02T07:45'),
};

function marksOf(pdf: Buffer, lang: string): string {
  const bytes = pdf.toString('latin1');
  expect(bytes.startsWith('%PDF-1.7')).toBe(true);
  expect(bytes).toContain('<pdfuaid:part>1</pdfuaid:part>');
  expect(bytes).toContain(`/Lang (${lang})`);
  expect(bytes).toContain('/StructTreeRoot');
  expect(bytes).toMatch(/\/MarkInfo <<\s*\/Marked true/);
  expect(bytes).toMatch(/\/S \/H1\b/);
  expect(bytes).toMatch(/\/S \/H2\b/);
  expect(bytes).toMatch(/\/S \/TH\b/);
  expect(bytes).toMatch(/\/Scope \/Column/);
  expect(bytes).toMatch(/\/DisplayDocTitle true/);
  return bytes;
}

describe('the day list on paper', () => {
  it.each([
    ['de', 'de-DE', 5],
    ['en', 'en-GB', 5],
  ] as const)('in %s is accessible and has a head for each column', (language, lang, columns) => {
    const { pdf, complete } = dayList({ ...LIST, language });
    expect(complete).toBe(true);
    expect(marksOf(pdf, lang).match(/\/S \/TH\b/g)).toHaveLength(columns);
  });

  it('says when, who, what and where, with a box to tick where nothing is marked, and who printed it when', () => {
    const paper = dayListPaper(LIST);
    expect(paper.title).toBe('Termine von Dr. Ada Brandt');
    expect(paper.days).toEqual([
      {
        title: 'Montag, 2. März 2026',
        rows: [
          ['09:00–09:50', 'D. Rosenthal', 'Probatorik, erster Termin', 'Rheinweg 1, Bonn', '▢ ja   ▢ nein'],
          ['10:00–10:50', 'D. Rosenthal', 'Probatorik, mit Dolmetschen', 'per Video', 'war da'],
        ],
      },
    ]);
    expect(paper.foot).toContain('02.03.26, 07:45 von Ada Brandt');
  });

  it('of the network names the practice beside each, and a day without anything says so', () => {
    const paper = dayListPaper({ ...LIST, owner: null, days: 2, language: 'en' });
    expect(paper.head).toHaveLength(6);
    expect(paper.days.map(({ rows }) => rows.length)).toEqual([2, 0]);
    expect(paper.days[0]?.rows[1]).toEqual([
      '10:00–10:50',
      'D. Rosenthal',
      'Dr. Ada Brandt',
      'Trial session, with interpreter',
      'by video',
      'war da',
    ]);
    expect(marksOf(dayList({ ...LIST, owner: null, days: 2 }).pdf, 'de-DE').match(/\/S \/TH\b/g)).toHaveLength(6);
  });

  it('a week of the largest practice and a name without end stay a document', () => {
    const rows = Array.from({ length: 70 }, (_, index) =>
      row(`2026-03-0${2 + Math.floor(index / 14)}T${String(8 + (index % 10)).padStart(2, '0')}:00`, { who: 'x'.repeat(120) }),
    );
    expect(dayList({ ...LIST, days: 7, rows }).complete).toBe(true);
  });
});

const LETTER: SearchProtocol = {
  sender: { name: 'Psychotherapeutennetz Bonn', street: 'Am Hofgarten 8', city: '53113 Bonn', phone: '0228 555 0100' },
  recipient: { name: 'Anna Kowalski', lines: ['Wilhelmstraße 12', '53111 Bonn'] },
  own: [
    { onDay: Temporal.PlainDate.from('2026-01-12'), whom: 'Praxis Meyer', channel: 'phone', answer: 'no-place', waitWeeks: null },
    { onDay: Temporal.PlainDate.from('2026-01-14'), whom: '116117', channel: '116117', answer: 'appointment-only', waitWeeks: null },
    { onDay: Temporal.PlainDate.from('2026-02-02'), whom: '#read("/etc/passwd")', channel: 'email', answer: 'waiting-list', waitWeeks: 30 },
  ],
  network: {
    askedAt: at('2026-01-20T10:00'),
    waitingSince: at('2026-01-20T10:15'),
    tries: [{ at: at('2026-01-20T10:12'), places: 83 }],
    contacts: 2,
    offers: [{ on: Temporal.PlainDate.from('2026-02-10'), ended: 'not-taken' }],
  },
  ptv11: { on: Temporal.PlainDate.from('2026-01-08'), urgent: true },
  problem: null,
  writtenAt: at('2026-03-02T10:15'),
};
const wordsOf = (letter: SearchProtocol) => JSON.stringify(searchProtocolPaper(letter).sections);

describe('the search protocol as a letter', () => {
  it('is accessible, and nobody sees above the fold what it is about', () => {
    const { pdf, complete } = searchProtocol(LETTER);
    expect(complete).toBe(true);
    marksOf(pdf, 'de-DE');
    const paper = searchProtocolPaper(LETTER);
    expect(isNeutral([paper.title, paper['window-line'], paper.sender.name, ...paper.info, ...paper.recipient].join(' '))).toBe(true);
    expect(paper.closing.join()).toContain('Psychotherapeutennetz Bonn');
  });

  it('holds days, numbers and answers, and the facts on reimbursement', () => {
    const words = wordsOf(LETTER);
    for (const part of [
      '12.01.2026',
      'Praxis Meyer',
      'kein Platz frei',
      'etwa 30 Wochen',
      '116117',
      '83, keiner passte',
      'PTV 11 vom 08.01.2026',
    ])
      expect(words).toContain(part);
    expect(words).toContain('bevor die Behandlung beginnt');
    expect(words).toContain('§ 13 Absatz 3');
    expect(words).toContain('#read(');
  });

  it('says what the treatment is for, and what was offered, only where the person wants it', () => {
    expect(wordsOf(LETTER)).not.toContain('wegen');
    expect(wordsOf({ ...LETTER, problem: 'Depression' })).toContain('wegen: Depression');
    expect(wordsOf(LETTER)).toContain('kam nicht zustande');
    expect(wordsOf({ ...LETTER, network: { ...LETTER.network, offers: null } })).not.toContain('kam nicht zustande');
  });

  it('is a letter also for somebody who has told nothing yet', () => {
    const empty = {
      ...LETTER,
      own: [],
      ptv11: null,
      network: { ...LETTER.network, waitingSince: null, tries: [], contacts: 0, offers: [] },
    };
    expect(searchProtocol(empty).complete).toBe(true);
    expect(searchProtocolPaper(empty).sections).toHaveLength(2);
    expect(() => searchProtocol({ ...LETTER, recipient: { name: 'A', lines: ['1', '2', '3', '4', '5', '6'] } })).toThrow(RangeError);
  });
});
