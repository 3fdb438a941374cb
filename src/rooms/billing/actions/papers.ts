import writeExcelFile from 'write-excel-file/node';
import { Refusal } from '#kernel/decision.ts';
import { harmless } from '#kernel/formula.ts';
import { inBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { dayText, invoicePaper, serviceRecord, unitsText } from '#platform/documents/invoice.ts';
import { record, recordReads } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { settingAt } from '#platform/setting.ts';
import { readFileContent } from '#rooms/records/actions/read.ts';
import type { Frozen } from '../contract/frozen.ts';
import type { INVOICE_PAPERS } from '../contract/invoices.ts';
import { logicalName, type PreviewCase, type PreviewInvoice, tariffOf, writePreview } from '../rules/preview.ts';
import { euro } from '../rules/segments.ts';
import { findInvoiceRow, type InvoiceRow, type LineRow, selectLines, selectSignatureFiles } from '../store/invoices.ts';
import { openFrozen } from './draft.ts';

/** Version of the messages where the network has set none: in force since 7/2024. */
const USUAL_VERSION = '20';

interface Opened {
  row: InvoiceRow;
  lines: (LineRow & { frozen: Frozen })[];
  refersTo: string | null;
}

type Addresses = Record<string, string | null>;

/** One of the papers of an invoice. What was sent reads what was frozen; a draft says that it is one. Logged with who and which. */
export async function getInvoicePaper(
  call: Call,
  _permit: Permit<'billing.office'>,
  id: string,
  paper: (typeof INVOICE_PAPERS)[number],
): Promise<FileAnswer> {
  const row = await findInvoiceRow(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const stored = await selectLines(call.tx, id);
  await recordReads(
    call,
    'billing.invoice.read',
    'invoice-line',
    stored.map((line) => ({ id: line.id, personId: line.person_id })),
  );
  const lines = [];
  for (const line of stored) lines.push({ ...line, frozen: await openFrozen(call, line) });
  const refersTo = row.cancels_id ? ((await findInvoiceRow(call.tx, row.cancels_id))?.number ?? null) : null;
  await record(call, {
    action: 'billing.invoice.exported',
    kind: 'E',
    object: ['invoice', id],
    data: { organisationId: row.organisation_id, paper, lines: lines.length },
  });
  return DRAW[paper](call, { row, lines, refersTo });
}

const named = (row: InvoiceRow) => row.number ?? `Entwurf-${row.month}`;
/** What is taken back counts below nothing, so that quantity times price is the amount on every line. */
const quantity = ({ kind }: InvoiceRow, { hundredths }: LineRow) => (kind === 'cancellation' ? -hundredths : hundredths);
const who = ({ familyName, givenName }: Frozen) => [familyName, givenName].filter(Boolean).join(', ');

function invoicePdf(call: Call, { row, lines, refersTo }: Opened): FileAnswer {
  const { pdf } = invoicePaper({
    kind: row.kind as 'invoice' | 'cancellation' | 'reissue',
    number: row.number,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    month: row.month,
    refersTo,
    sender: row.sender as Addresses,
    recipient: row.recipient as Addresses,
    payerName: row.payer_name,
    payerIk: row.payer_ik,
    lines: lines.map((line) => ({
      person: who(line.frozen),
      kvnr: line.frozen.kvnr,
      day: line.day,
      start: line.frozen.start,
      end: line.frozen.end,
      setting: line.setting as 'single' | 'group',
      hundredths: quantity(row, line),
      priceCents: line.price_cents,
      amountCents: line.amount_cents,
    })),
    grossCents: row.gross_cents,
    copayCents: row.copay_cents,
    netCents: row.net_cents,
    copayCollection: row.copay_collection as 'insurer' | 'provider',
    writtenAt: call.now,
  });
  return new FileAnswer('application/pdf', `Rechnung-${named(row)}.pdf`, pdf);
}

const SIGNED: Readonly<Record<string, string>> = {
  screen: 'auf dem Gerät',
  paper: 'auf Papier',
  'not-possible': 'nicht möglich, Grund vermerkt',
  refused: 'verweigert, Grund vermerkt',
};
const hasSigned = (how: string) => how === 'screen' || how === 'paper';

/** What was drawn on the screen, by session. A picture that was taken back is not shown; that somebody signed still is. */
async function signaturePictures(call: Call, lines: Opened['lines']): Promise<Map<string, Buffer>> {
  const drawn = lines.filter(({ signed_how }) => signed_how === 'screen').map(({ session_id }) => session_id);
  const pictures = new Map<string, Buffer>();
  for (const { id, file_id } of await selectSignatureFiles(call.tx, drawn)) {
    const { mediaType, bytes } = await readFileContent(call, file_id);
    if (mediaType === 'image/png') pictures.set(id, bytes);
  }
  return pictures;
}

/** Lines of one person and one prescription stand together. */
function casesOf(lines: Opened['lines']): Opened['lines'][] {
  const cases = new Map<string, Opened['lines']>();
  for (const line of lines) {
    const key = `${line.person_id} ${line.prescription_id}`;
    cases.set(key, [...(cases.get(key) ?? []), line]);
  }
  return [...cases.values()];
}

async function serviceRecordPdf(call: Call, { row, lines }: Opened): Promise<FileAnswer> {
  const pictures = await signaturePictures(call, lines);
  const signed = (line: Opened['lines'][number]) => {
    const how = SIGNED[line.signed_how] ?? line.signed_how;
    return line.frozen.signedAt
      ? `${how}, ${dayText(inBerlin(Temporal.Instant.from(line.frozen.signedAt)).toPlainDate().toString())}`
      : how;
  };
  const { pdf } = serviceRecord({
    sender: row.sender as Addresses,
    number: row.number,
    month: row.month,
    payerName: row.payer_name,
    parts: casesOf(lines).flatMap((own) => {
      const first = own[0]?.frozen;
      if (!first) return [];
      return [
        {
          person: who(first),
          birthDate: first.birthDate,
          kvnr: first.kvnr,
          prescriber: first.prescriber,
          issuedOn: first.issuedOn,
          approval: first.approvalNumber ? `Genehmigung ${first.approvalNumber}` : null,
          rows: own.map((line) => ({
            day: line.day,
            start: line.frozen.start,
            end: line.frozen.end,
            minutes: line.minutes,
            setting: line.setting as 'single' | 'group',
            hundredths: line.hundredths,
            practitioner: line.frozen.practitioner,
            signed: signed(line),
            hasSigned: hasSigned(line.signed_how),
            picture: pictures.get(line.session_id) ?? null,
          })),
        },
      ];
    }),
    writtenAt: call.now,
  });
  return new FileAnswer('application/pdf', `Leistungsnachweis-${named(row)}.pdf`, pdf);
}

const HEAD = [
  'Rechnung',
  'Versicherte:r',
  'Versichertennummer',
  'Tag',
  'Beginn',
  'Ende',
  'Art',
  'Minuten',
  'Einheiten',
  'Preis',
  'Betrag',
  'Zuzahlung',
  'Status',
  'LANR',
  'BSNR',
  'Verordnet am',
  'Genehmigung',
  'Diagnosen',
];

const tableOf = ({ row, lines }: Opened): string[][] =>
  lines.map(({ frozen, ...line }) => [
    named(row),
    who(frozen),
    frozen.kvnr,
    line.day,
    frozen.start.slice(11),
    frozen.end.slice(11),
    line.setting === 'group' ? 'Gruppe' : 'einzeln',
    String(line.minutes),
    unitsText(quantity(row, line)),
    euro(line.price_cents),
    euro(line.amount_cents),
    euro(line.copay_cents),
    line.status,
    frozen.lanr,
    frozen.bsnr,
    frozen.issuedOn,
    frozen.approvalNumber ?? '',
    frozen.diagnoses.join(' '),
  ]);

function csv(_call: Call, opened: Opened): FileAnswer {
  const cell = (text: string) => {
    const safe = harmless(text);
    return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const text = `\ufeff${[HEAD, ...tableOf(opened)].map((cells) => cells.map(cell).join(';')).join('\r\n')}\r\n`;
  return new FileAnswer('text/csv; charset=utf-8', `Rechnung-${named(opened.row)}.csv`, Buffer.from(text));
}

async function workbook(_call: Call, opened: Opened): Promise<FileAnswer> {
  const bytes = await writeExcelFile([
    {
      sheet: `Rechnung ${named(opened.row)}`.slice(0, 31),
      data: [
        HEAD.map((value) => ({ type: String, value, fontWeight: 'bold' as const })),
        ...tableOf(opened).map((cells) => cells.map((value) => (value === '' ? null : { type: String, value: harmless(value) }))),
      ],
      stickyRowsCount: 1,
    },
  ]).toBuffer();
  return new FileAnswer('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', `Rechnung-${named(opened.row)}.xlsx`, bytes);
}

function json(_call: Call, { row, lines, refersTo }: Opened): FileAnswer {
  const content = {
    kind: row.kind,
    number: row.number,
    refersTo,
    state: row.state,
    month: row.month,
    issuedOn: row.issued_on,
    dueOn: row.due_on,
    sender: row.sender,
    recipient: row.recipient,
    payer: { system: 'http://fhir.de/sid/arge-ik/iknr', value: row.payer_ik, name: row.payer_name },
    totals: {
      currency: 'EUR',
      grossCents: row.gross_cents,
      copayCents: row.copay_cents,
      netCents: row.net_cents,
      copayCollection: row.copay_collection,
    },
    lines: lines.map(({ frozen, ...line }) => ({
      position: line.position,
      session: line.session_id,
      day: line.day,
      start: frozen.start,
      end: frozen.end,
      setting: line.setting,
      minutes: line.minutes,
      units: quantity(row, line) / 100,
      priceCents: line.price_cents,
      amountCents: line.amount_cents,
      copayCents: line.copay_cents,
      copayStatus: frozen.copayStatus,
      coverage: line.status,
      signed: line.signed_how,
      patient: {
        identifier: { system: 'http://fhir.de/sid/gkv/kvid-10', value: frozen.kvnr },
        familyName: frozen.familyName,
        givenName: frozen.givenName,
        birthDate: frozen.birthDate,
      },
      prescription: {
        issuedOn: frozen.issuedOn,
        kind: frozen.prescriptionKind,
        lanr: frozen.lanr,
        bsnr: frozen.bsnr,
        diagnoses: frozen.diagnoses,
        approval: frozen.approvalNumber,
      },
    })),
  };
  return new FileAnswer('application/json', `Rechnung-${named(row)}.json`, Buffer.from(`${JSON.stringify(content, null, 2)}\n`));
}

function caseOf(own: Opened['lines'], collected: boolean): PreviewCase | undefined {
  const first = own[0]?.frozen;
  if (!first) return undefined;
  const { approvalNumber, approvedOn } = first;
  return {
    ...first,
    discharge: first.prescriptionKind === 'DISCHARGE',
    approval: approvalNumber && approvedOn ? { number: approvalNumber, on: approvedOn } : null,
    lines: own.map((line) => ({
      day: line.day,
      hundredths: line.hundredths,
      priceCents: line.price_cents,
      amountCents: line.amount_cents,
      copayCents: collected ? line.copay_cents : 0,
      copayStatus: line.frozen.copayStatus,
      positionNumber: line.position_number,
      tariff: tariffOf(line.tariff, line.frozen.insurerState),
    })),
  };
}

/** The uncertified preview of § 302; its name says so, and nothing sends it. */
async function slga(call: Call, { row, lines }: Opened): Promise<FileAnswer> {
  const sender = row.sender as Addresses;
  const recipient = row.recipient as Addresses;
  const version = await settingAt(call, 'billing.message-version');
  const at = inBerlin(call.now);
  const collected = row.copay_collection === 'provider';
  const invoice: PreviewInvoice = {
    version: typeof version === 'string' ? version : USUAL_VERSION,
    kind: row.kind as PreviewInvoice['kind'],
    providerIk: sender.ik ?? '',
    providerName: sender.name ?? '',
    contact: ['Praxisbüro', sender.phone].filter(Boolean).join(', '),
    taxNumber: sender.taxNumber ?? '',
    payerIk: row.payer_ik,
    recipientIk: recipient.dataIk ?? row.payer_ik,
    number: row.number ?? 'ENTWURF',
    issuedOn: row.issued_on ?? at.toPlainDate().toString(),
    month: row.month,
    madeAt: `${String(at.hour).padStart(2, '0')}${String(at.minute).padStart(2, '0')}`,
    serial: Math.max(1, Number(row.number?.slice(5) ?? 1) % 100_000),
    cases: casesOf(lines).flatMap((own) => caseOf(own, collected) ?? []),
  };
  const bytes = Buffer.from(writePreview(invoice), 'latin1');
  return new FileAnswer('text/plain; charset=iso-8859-1', `VORSCHAU-nicht-zertifiziert-${logicalName(invoice)}.txt`, bytes);
}

const DRAW: Record<(typeof INVOICE_PAPERS)[number], (call: Call, opened: Opened) => FileAnswer | Promise<FileAnswer>> = {
  invoice: invoicePdf,
  'service-record': serviceRecordPdf,
  csv,
  xlsx: workbook,
  json,
  slga,
};
