import { type TypesetDocument, typeset } from './typeset.ts';

export const euroText = (cents: number) =>
  `${(cents / 100).toLocaleString('de-DE', { minimumFractionDigits: 2, maximumFractionDigits: 2 })} €`;
/** "02.05.2026"; a dash where a day is not known any more. */
export const dayText = (day: string) => (day === '' ? '–' : `${day.slice(8)}.${day.slice(5, 7)}.${day.slice(0, 4)}`);
export const unitsText = (hundredths: number) => (hundredths / 100).toLocaleString('de-DE', { minimumFractionDigits: 2 });

interface InvoicePaperLine {
  person: string;
  kvnr: string;
  day: string;
  start: string;
  end: string;
  setting: 'single' | 'group';
  hundredths: number;
  priceCents: number;
  amountCents: number;
}

/** An invoice to an insurer, in German: it goes to a German authority. Money in cent. */
export interface InvoicePaper {
  kind: 'invoice' | 'cancellation' | 'reissue';
  /** Null: a draft, and the paper says so. */
  number: string | null;
  issuedOn: string | null;
  dueOn: string | null;
  month: string;
  /** Number of the invoice that is taken back or replaced. */
  refersTo: string | null;
  sender: Record<string, string | null>;
  recipient: Record<string, string | null>;
  payerName: string;
  payerIk: string;
  lines: readonly InvoicePaperLine[];
  grossCents: number;
  copayCents: number;
  netCents: number;
  copayCollection: 'insurer' | 'provider';
  writtenAt: Temporal.Instant;
}

const TITLES = { invoice: 'Rechnung', cancellation: 'Stornorechnung', reissue: 'Rechnung (Korrektur)' } as const;

/** "Mai 2026" */
function monthText(month: string): string {
  return Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 }).toLocaleString('de-DE', { month: 'long', year: 'numeric' });
}

/** The invoice as PDF/UA-1, in a letter's form with the payer in the window. */
export function invoicePaper(paper: InvoicePaper): TypesetDocument {
  return typeset('invoice.typ', invoiceContent(paper), paper.writtenAt);
}

/** What stands on the paper; separate, so that a test can read it. */
export function invoiceContent(paper: InvoicePaper) {
  const { sender, recipient, lines } = paper;
  const text = (record: Record<string, string | null>, field: string) => record[field] ?? '';
  const own = [text(sender, 'name'), text(sender, 'street'), `${text(sender, 'postalCode')} ${text(sender, 'place')}`.trim()];
  const title = paper.number === null ? 'Rechnungsentwurf' : `${TITLES[paper.kind]} ${paper.number}`;
  const month = monthText(paper.month);
  return {
    lang: 'de',
    region: 'DE',
    title,
    sender: { name: text(sender, 'name') || 'Praxis' },
    'window-line': own.filter(Boolean).join(' · '),
    recipient: [
      text(recipient, 'name') || paper.payerName,
      text(recipient, 'street'),
      `${text(recipient, 'postalCode')} ${text(recipient, 'place')}`.trim(),
    ].filter(Boolean),
    info: [
      ...own,
      `IK ${text(sender, 'ik')}`,
      ...(sender.phone ? [`Telefon ${sender.phone}`] : []),
      ...(sender.taxNumber ? [`Steuernummer ${sender.taxNumber}`] : []),
      ...(paper.issuedOn ? [`Datum ${dayText(paper.issuedOn)}`] : []),
    ].filter(Boolean),
    text: [
      ...(paper.number === null ? ['Entwurf, noch nicht gestellt. Nicht zur Zahlung bestimmt.'] : []),
      ...(paper.refersTo === null
        ? []
        : [
            paper.kind === 'cancellation'
              ? `Sie hebt die Rechnung ${paper.refersTo} ganz auf.`
              : `Sie ersetzt die Rechnung ${paper.refersTo}.`,
          ]),
      `Soziotherapie nach § 37a SGB V, ${month}, für Versicherte der ${paper.payerName} (IK ${paper.payerIk}).`,
    ],
    head: ['Nr.', 'Versicherte:r', 'Tag', 'Zeit', 'Einh.', 'Preis', 'Betrag'],
    rows: lines.map((line, index) => [
      String(index + 1),
      `${line.person}, ${line.kvnr}${line.setting === 'group' ? ', Gruppe' : ''}`,
      dayText(line.day),
      `${line.start.slice(11)}–${line.end.slice(11)}`,
      unitsText(line.hundredths),
      euroText(line.priceCents),
      euroText(line.amountCents),
    ]),
    sums: [
      { label: `${lines.length} ${lines.length === 1 ? 'Zeile' : 'Zeilen'}, Summe`, value: euroText(paper.grossCents), main: false },
      ...(paper.copayCollection === 'provider'
        ? [{ label: 'abzüglich Zuzahlungen, von der Praxis eingezogen', value: euroText(-paper.copayCents), main: false }]
        : []),
      { label: paper.kind === 'cancellation' ? 'Gutschrift' : 'Zu zahlen', value: euroText(paper.netCents), main: true },
    ],
    closing: [
      ...(paper.dueOn ? [`Zahlbar bis ${dayText(paper.dueOn)}.`] : []),
      ...(sender.iban ? [`${text(sender, 'bankName')} IBAN ${sender.iban}`.trim()] : []),
      ...(paper.copayCollection === 'insurer' ? ['Die Zuzahlung der Versicherten schulden sie der Krankenkasse (§ 43c SGB V).'] : []),
      'Umsatzsteuerfrei nach § 4 UStG.',
    ],
    foot: `${text(sender, 'name')} · ${title}`,
    'page-of': 'Seite {page} von {pages}',
  };
}

/** One person's part of a service record. */
export interface ServiceRecordPart {
  person: string;
  birthDate: string;
  kvnr: string;
  prescriber: string;
  issuedOn: string;
  approval: string | null;
  rows: readonly {
    day: string;
    start: string;
    end: string;
    minutes: number;
    setting: 'single' | 'group';
    hundredths: number;
    practitioner: string;
    /** "auf dem Gerät, 09.03.2026" */
    signed: string;
    /** Whether somebody signed; a reason why not is no signature. */
    hasSigned: boolean;
    /** What was drawn on the screen, as PNG. */
    picture: Uint8Array | null;
  }[];
}

interface ServiceRecord {
  sender: Record<string, string | null>;
  number: string | null;
  month: string;
  payerName: string;
  parts: readonly ServiceRecordPart[];
  writtenAt: Temporal.Instant;
}

/** Leistungsnachweis: what was given to whom, day by day, with how it was signed. PDF/UA-1, German. */
export function serviceRecord(record: ServiceRecord): TypesetDocument {
  return typeset('record-sheet.typ', serviceRecordContent(record), record.writtenAt);
}

/** The signature's cell: what was drawn above how and when; without one the reason comes after a word that says so. */
function signedCell(row: ServiceRecordPart['rows'][number], person: string) {
  if (!row.hasSigned) return `OHNE UNTERSCHRIFT: ${row.signed}`;
  if (row.picture === null) return row.signed;
  return { picture: [...row.picture], alt: `Unterschrift zu ${person}, Einheit vom ${dayText(row.day)}`, text: row.signed };
}

/** What stands on the paper; separate, so that a test can read it. */
export function serviceRecordContent(record: ServiceRecord) {
  const title = `Leistungsnachweis Soziotherapie ${monthText(record.month)}`;
  return {
    lang: 'de',
    region: 'DE',
    author: record.sender.name ?? 'Praxis',
    title,
    lead: [
      `${record.sender.name ?? ''}, IK ${record.sender.ik ?? ''}`,
      `${record.payerName}${record.number ? `, Rechnung ${record.number}` : ', Entwurf'}`,
    ],
    parts: record.parts.map((part) => ({
      title: part.person,
      lead: [
        `geboren ${dayText(part.birthDate)}, Versichertennummer ${part.kvnr}`,
        `Verordnung vom ${dayText(part.issuedOn)}, ${part.prescriber}${part.approval ? `, ${part.approval}` : ''}`,
      ],
      head: ['Tag', 'Zeit', 'Min.', 'Art', 'Einh.', 'Soziotherapeut:in', 'Unterschrift'],
      widths: [20, 24, 12, 16, 14, 0, 44],
      rows: part.rows.map((row) => [
        dayText(row.day),
        `${row.start.slice(11)}–${row.end.slice(11)}`,
        String(row.minutes),
        row.setting === 'group' ? 'Gruppe' : 'einzeln',
        unitsText(row.hundredths),
        row.practitioner,
        signedCell(row, part.person),
      ]),
      closing: [`Summe: ${unitsText(part.rows.reduce((sum, { hundredths }) => sum + hundredths, 0))} Einheiten. ${signedText(part.rows)}`],
    })),
    closing: [],
    foot: `${record.sender.name ?? ''} · ${title}`,
    'page-of': 'Seite {page} von {pages}',
  };
}

/** How many of the lines carry a signature. */
function signedText(rows: readonly { hasSigned: boolean }[]): string {
  const signed = rows.filter(({ hasSigned }) => hasSigned).length;
  return signed === rows.length ? 'Jede Zeile ist unterschrieben.' : `Unterschrieben: ${signed} von ${rows.length} Zeilen.`;
}
