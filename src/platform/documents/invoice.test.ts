import { describe, expect, test } from 'vitest';
import { type InvoicePaper, invoiceContent, invoicePaper, serviceRecord, serviceRecordContent } from './invoice.ts';

const PAPER: InvoicePaper = {
  kind: 'invoice',
  number: '2026-0004',
  issuedOn: '2026-05-02',
  dueOn: '2026-05-30',
  month: '2026-04',
  refersTo: null,
  sender: {
    name: 'Praxis Musterweg',
    ik: '499900019',
    street: 'Musterweg 1',
    postalCode: '53111',
    place: 'Bonn',
    iban: 'DE02120300000000202051',
    taxNumber: '12/345/67890',
  },
  recipient: { name: 'Techniker Krankenkasse', street: 'Bramfelder Str 140', postalCode: '22305', place: 'Hamburg' },
  payerName: 'Techniker Krankenkasse',
  payerIk: '100177504',
  lines: [
    {
      person: 'Reetz, Almut',
      kvnr: 'A123456780',
      day: '2026-04-14',
      start: '2026-04-14T10:00',
      end: '2026-04-14T11:30',
      setting: 'single',
      hundredths: 150,
      priceCents: 5850,
      amountCents: 8775,
    },
  ],
  grossCents: 8775,
  copayCents: 878,
  netCents: 8775,
  copayCollection: 'insurer',
  writtenAt: Temporal.Instant.from('2026-05-02T07:00:00Z'),
};

describe('An invoice on paper', () => {
  test('names payer, units, price and what is to be paid, and that the copayment is owed to the insurer', () => {
    const { title, recipient, rows, sums, closing } = invoiceContent(PAPER);
    expect([title, recipient[0]]).toEqual(['Rechnung 2026-0004', 'Techniker Krankenkasse']);
    expect(rows).toEqual([['1', 'Reetz, Almut, A123456780', '14.04.2026', '10:00–11:30', '1,50', '58,50 €', '87,75 €']]);
    expect(sums.at(-1)).toEqual({ label: 'Zu zahlen', value: '87,75 €', main: true });
    expect(closing.join(' ')).toContain('§ 43c SGB V');
  });
  test('a draft says that it is one', () => {
    const { title, text } = invoiceContent({ ...PAPER, number: null, issuedOn: null, dueOn: null });
    expect([title, text[0]]).toEqual(['Rechnungsentwurf', 'Entwurf, noch nicht gestellt. Nicht zur Zahlung bestimmt.']);
  });
  test('a cancellation names what it takes back, a corrected one what it replaces', () => {
    expect(invoiceContent({ ...PAPER, kind: 'cancellation', refersTo: '2026-0003' }).text[0]).toBe(
      'Sie hebt die Rechnung 2026-0003 ganz auf.',
    );
    expect(invoiceContent({ ...PAPER, kind: 'reissue', refersTo: '2026-0003' }).text[0]).toBe('Sie ersetzt die Rechnung 2026-0003.');
  });
  test('where the practice collects the copayment it is taken off', () => {
    const { sums, closing } = invoiceContent({ ...PAPER, copayCollection: 'provider', netCents: 7897 });
    expect(sums.map(({ value }) => value)).toEqual(['87,75 €', '-8,78 €', '78,97 €']);
    expect(closing.join(' ')).not.toContain('§ 43c');
  });
  test('is PDF/UA, also with a hundred lines and names of other alphabets', () => {
    const [line] = PAPER.lines;
    if (!line) throw new Error('no line');
    const many = Array.from({ length: 100 }, (_, index) => ({
      ...line,
      person: index % 2 ? 'Şükrü-Łukaszewicz, Ægir' : 'Петренко, Ольга',
    }));
    const { pdf } = invoicePaper({ ...PAPER, lines: many });
    expect(pdf.toString('latin1')).toContain('pdfuaid:part>1');
  });
});

/** One grey point: the smallest PNG there is. */
const PICTURE = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==', 'base64');

describe('A service record on paper', () => {
  const row = { start: '2026-04-14T10:00', end: '2026-04-14T11:30', minutes: 90, setting: 'single' as const, hundredths: 150 };
  const record = {
    sender: PAPER.sender,
    number: '2026-0004',
    month: '2026-04',
    payerName: 'Techniker Krankenkasse',
    parts: [
      {
        person: 'Reetz, Almut',
        birthDate: '1984-05-02',
        kvnr: 'A123456780',
        prescriber: 'Dr. Frauke Distelkamp',
        issuedOn: '2026-03-02',
        approval: null,
        rows: [
          {
            ...row,
            day: '2026-04-14',
            practitioner: 'Jonas Weidner',
            signed: 'auf dem Gerät, 14.04.2026',
            hasSigned: true,
            picture: PICTURE,
          },
          { ...row, day: '2026-04-15', practitioner: 'Jonas Weidner', signed: 'auf Papier, 15.04.2026', hasSigned: true, picture: null },
          {
            ...row,
            day: '2026-04-16',
            practitioner: 'Jonas Weidner',
            signed: 'verweigert, Grund vermerkt',
            hasSigned: false,
            picture: null,
          },
        ],
      },
    ],
    writtenAt: PAPER.writtenAt,
  };
  test('shows what was drawn on the screen and says in words whose it is; a line that nobody signed says so first', () => {
    const [part] = serviceRecordContent(record).parts;
    expect(part?.rows.map((cells) => cells.at(-1))).toEqual([
      { picture: [...PICTURE], alt: 'Unterschrift zu Reetz, Almut, Einheit vom 14.04.2026', text: 'auf dem Gerät, 14.04.2026' },
      'auf Papier, 15.04.2026',
      'OHNE UNTERSCHRIFT: verweigert, Grund vermerkt',
    ]);
    expect(part?.closing).toEqual(['Summe: 4,50 Einheiten. Unterschrieben: 2 von 3 Zeilen.']);
  });
  // a picture without alternative text would not be typeset at all
  test('stays PDF/UA with the picture in it', () => {
    const pdf = serviceRecord(record).pdf.toString('latin1');
    expect([pdf.includes('pdfuaid:part>1'), /\/Subtype ?\/Image/.test(pdf)]).toEqual([true, true]);
  });
});
