import { euro, plainDay, segment } from './segments.ts';

/**
 * A preview of the data of § 302 SGB V for Soziotherapie (messages SLGA with the totals and SLLA with the cases), own writer. Not
 * certified and never sent: no encryption, no certificates, no transport. Segment counts, the columns of the copayment and the message
 * version have to be checked in a trial with a data office (rule book 6.1).
 */
const PREVIEW = {
  /** "Soziotherapeutischer Leistungserbringer" */
  billingCode: '69',
  /** Key of a single-case approval in SKZ. */
  approvalKind: 'N1',
  testIndicator: '0',
  /** Where the contract names none. */
  positionNumber: '0000000',
  /** FKT: an ordinary invoice, and one that takes an earlier one back. */
  processing: { invoice: '01', cancellation: '02' },
  /** 4 = discharge management */
  discharge: '4',
} as const;

/** Federal states as the tariff key numbers them, with "no special tariff". */
// biome-ignore format: a table
const TARIFF_AREAS: Readonly<Record<string, string>> = {
  BW: '01', BY: '02', BE: '23', BB: '12', HB: '03', HH: '04', HE: '05', MV: '13', NI: '06', NW: '08',
  RP: '09', SL: '10', SN: '14', ST: '15', SH: '07', TH: '16',
};
export const tariffOf = (tariff: string | null, state: string) => tariff ?? `${TARIFF_AREAS[state] ?? '00'}000`;

export interface PreviewLine {
  day: string;
  hundredths: number;
  priceCents: number;
  amountCents: number;
  /** Only where the provider collects it. */
  copayCents: number;
  copayStatus: 'due' | 'under-age' | 'exempt';
  positionNumber: string | null;
  tariff: string;
}

/** One person's lines of one prescription. */
export interface PreviewCase {
  kvnr: string;
  /** "1", "3" or "5" with what follows on the card. */
  insuredStatus: string;
  familyName: string;
  givenName: string;
  birthDate: string;
  street: string;
  postalCode: string;
  place: string;
  bsnr: string;
  lanr: string;
  issuedOn: string;
  /** The prescription came from a hospital at discharge. */
  discharge: boolean;
  diagnoses: readonly string[];
  approval: { number: string; on: string } | null;
  lines: readonly PreviewLine[];
}

export interface PreviewInvoice {
  /** Version of the messages: "16" and "20" are known; the data office says which. */
  version: string;
  kind: 'invoice' | 'cancellation' | 'reissue';
  providerIk: string;
  providerName: string;
  contact: string;
  taxNumber: string;
  payerIk: string;
  /** Who receives the data; the payer itself where no office is named. */
  recipientIk: string;
  number: string;
  issuedOn: string;
  month: string;
  /** "0900" */
  madeAt: string;
  /** 1 to 99999 */
  serial: number;
  cases: readonly PreviewCase[];
}

/** Sums are told by status: 11 members, 31 family, 51 pensioners, 99 unknown; 00 is all (segment GES). */
export function sumStatus(insuredStatus: string): '11' | '31' | '51' | '99' {
  const first = insuredStatus.slice(0, 1);
  return first === '1' ? '11' : first === '3' ? '31' : first === '5' ? '51' : '99';
}

/** Key of the copayment: 0 none by law, 1 exempt, 3 liable, 4 liable and then exempt, 5 exempt and then liable. */
export function copayKey(lines: readonly Pick<PreviewLine, 'day' | 'copayStatus'>[]): '0' | '1' | '3' | '4' | '5' {
  const [first, ...more] = lines.toSorted((one, other) => (one.day < other.day ? -1 : 1)).map(({ copayStatus }) => copayStatus);
  const last = more.at(-1) ?? first;
  if (first === 'under-age' && last === 'under-age') return '0';
  if (first === last) return first === 'exempt' ? '1' : '3';
  return last === 'exempt' ? '4' : '5';
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const amounts = (cases: readonly PreviewCase[]) => cases.flatMap(({ lines }) => lines.map(({ amountCents }) => amountCents));
const copays = (cases: readonly PreviewCase[]) => cases.flatMap(({ lines }) => lines.map(({ copayCents }) => copayCents));
const digits = (value: number, width: number) => String(value).padStart(width, '0');

/** "SL", digits 3–8 of one's own IK, "S" for oneself, the month: eleven signs. */
export const logicalName = (invoice: Pick<PreviewInvoice, 'providerIk' | 'month'>) =>
  `SL${invoice.providerIk.slice(2, 8)}S${invoice.month.slice(5)}`;

function message(number: number, kind: 'SLGA' | 'SLLA', version: string, inside: readonly string[]): string[] {
  const reference = digits(number, 5);
  return [segment('UNH', reference, [kind, version, '0', '0']), ...inside, segment('UNT', String(inside.length + 2), reference)];
}

const head = (invoice: PreviewInvoice) => segment('REC', [invoice.number, '0'], plainDay(invoice.issuedOn), '1');

function totals(code: string, cases: readonly PreviewCase[]): string {
  const [gross, copay] = [sum(amounts(cases)), sum(copays(cases))];
  return segment('GES', code, euro(gross - copay), euro(gross), euro(copay));
}

function slga(invoice: PreviewInvoice): string[] {
  const processing = PREVIEW.processing[invoice.kind === 'cancellation' ? 'cancellation' : 'invoice'];
  const { providerIk, payerIk, cases } = invoice;
  const by = (['11', '31', '51', '99'] as const).map(
    (code) => [code, cases.filter((one) => sumStatus(one.insuredStatus) === code)] as const,
  );
  return [
    segment('FKT', processing, '', providerIk, payerIk, payerIk, providerIk),
    head(invoice),
    segment('UST', invoice.taxNumber, 'J'),
    totals('00', cases),
    ...by.filter(([, those]) => those.length > 0).map(([code, those]) => totals(code, those)),
    segment('NAM', invoice.providerName, invoice.contact),
  ];
}

function slla(invoice: PreviewInvoice): string[] {
  const processing = PREVIEW.processing[invoice.kind === 'cancellation' ? 'cancellation' : 'invoice'];
  const { providerIk, payerIk } = invoice;
  return [
    segment('FKT', processing, '', providerIk, payerIk, payerIk),
    head(invoice),
    ...invoice.cases.flatMap((one, index) => caseSegments(one, index + 1)),
  ];
}

function caseSegments(one: PreviewCase, number: number): string[] {
  const [gross, copay] = [sum(amounts([one])), sum(copays([one]))];
  return [
    segment('INV', one.kvnr, one.insuredStatus.padEnd(5, '0').slice(0, 5), '1', `B${digits(number, 4)}`),
    segment('NAD', one.familyName, one.givenName, plainDay(one.birthDate), one.street, one.postalCode, one.place),
    ...one.lines.map((line, index) =>
      segment(
        'ENF',
        String(index + 1),
        [PREVIEW.billingCode, line.tariff],
        line.positionNumber ?? PREVIEW.positionNumber,
        euro(Math.sign(line.amountCents || 1) * line.hundredths),
        euro(line.priceCents),
        plainDay(line.day),
        euro(line.copayCents),
      ),
    ),
    segment('ZUV', one.bsnr, one.lanr, plainDay(one.issuedOn), copayKey(one.lines), one.discharge ? PREVIEW.discharge : ''),
    ...one.diagnoses.map((code) => segment('DIA', code)),
    ...(one.approval ? [segment('SKZ', one.approval.number, plainDay(one.approval.on), PREVIEW.approvalKind)] : []),
    segment('BES', euro(gross), euro(copay), euro(0), euro(0), euro(0)),
  ];
}

/** The interchange, one segment a line. */
export function writePreview(invoice: PreviewInvoice): string {
  const serial = digits(invoice.serial, 5);
  const messages = [message(1, 'SLGA', invoice.version, slga(invoice)), message(2, 'SLLA', invoice.version, slla(invoice))];
  return [
    segment(
      'UNB',
      ['UNOC', '3'],
      invoice.providerIk,
      invoice.recipientIk,
      [plainDay(invoice.issuedOn), invoice.madeAt],
      serial,
      'N',
      logicalName(invoice),
      PREVIEW.testIndicator,
    ),
    ...messages.flat(),
    segment('UNZ', digits(messages.length, 6), serial),
  ]
    .map((line) => `${line}\n`)
    .join('');
}
