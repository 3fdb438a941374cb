import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { Unreadable } from '#platform/crypto.ts';
import { findPayerRoutes } from '#rooms/payers/actions/payers.ts';
import { copayBooks } from '#rooms/soziotherapie/actions/copay-book.ts';
import { invoiceTotals } from '#rooms/soziotherapie/rules/price.ts';
import { Frozen } from '../contract/frozen.ts';
import { copayByLine } from '../rules/copay-lines.ts';
import { appendInvoice, appendLines, type InvoiceRow, type LineRow, type NewLine, selectLines, wasErased } from '../store/invoices.ts';
import type { Sender } from '../store/month.ts';
import type { Judged } from './judged.ts';

const frozenPlace = (row: string) => ({ table: 'billing.invoice_line', column: 'frozen_sealed', row });

/** What stood about the person when the line was written. */
export async function openFrozen(call: Call, line: Pick<LineRow, 'id' | 'person_id' | 'frozen_sealed'>): Promise<Frozen> {
  try {
    return Frozen.parse(JSON.parse(await call.sealer.open(call.tx, line.person_id, frozenPlace(line.id), line.frozen_sealed)));
  } catch (fault) {
    if (fault instanceof Unreadable && (await wasErased(call.tx, line.person_id))) return ERASED;
    throw fault;
  }
}

/** After the retention time: the line still adds up, whose it was is gone. */
const ERASED: Frozen = {
  familyName: 'gelöscht (Frist abgelaufen)',
  givenName: '',
  birthDate: '',
  street: '',
  postalCode: '',
  place: '',
  kvnr: '',
  insuredStatus: '',
  insurerState: '',
  start: '',
  end: '',
  present: 1,
  practitioner: '',
  prescriber: '',
  lanr: '',
  bsnr: '',
  prescriptionKind: '',
  issuedOn: '',
  diagnoses: [],
  approvalNumber: null,
  approvedOn: null,
  copayStatus: 'due',
  signedAt: null,
};

export function sealFrozen(call: Call, personId: string, lineId: string, frozen: Frozen): Promise<Buffer> {
  return call.sealer.seal(call.tx, personId, frozenPlace(lineId), JSON.stringify(frozen));
}

/** A line before its copayment and its seal. */
interface Bare extends Omit<NewLine, 'copayCents' | 'frozenSealed'> {
  start: string;
  frozen: Omit<Frozen, 'copayStatus'>;
}

function linesOf(call: Call, { row, cover, parts, priced }: Judged): Bare[] {
  const { line } = priced;
  if (!cover || !line || row.signedHow === null) return [];
  const { signedHow } = row;
  return priced.parts.flatMap(({ part, hundredths, amountCents }): Bare[] => {
    const { prescription, status, minutes } = part;
    if (!prescription || status === 'UNCOVERED') return [];
    const told = parts.find((one) => one.prescription?.id === prescription.id);
    return [
      {
        id: call.newId(),
        personId: row.personId,
        sessionId: row.id,
        prescriptionId: prescription.id,
        day: row.day,
        start: row.start,
        setting: row.setting,
        status,
        minutes,
        hundredths,
        priceCents: priced.headCents,
        amountCents,
        contractLineId: line.id,
        positionNumber: line.positionNumber,
        tariff: line.tariff,
        signedHow,
        reverses: null,
        frozen: {
          familyName: row.familyName ?? '',
          givenName: row.givenName ?? '',
          birthDate: row.birthDate ?? '',
          street: row.street ?? '',
          postalCode: row.postalCode ?? '',
          place: row.place ?? '',
          kvnr: cover.kvnr ?? '',
          insuredStatus: cover.insuredStatus,
          insurerState: cover.state,
          start: row.start,
          end: row.end,
          present: row.present,
          practitioner: row.practitioner,
          prescriber: told?.prescriber ?? '',
          lanr: prescription.lanr ?? '',
          bsnr: prescription.bsnr ?? prescription.hospitalIk ?? '',
          prescriptionKind: prescription.kind,
          issuedOn: prescription.issuedOn ?? '',
          diagnoses: [...prescription.diagnoses],
          approvalNumber: prescription.approvalNumber,
          approvedOn: prescription.approvedOn,
          signedAt: row.signedAt,
        },
      },
    ];
  });
}

/** The lines as they would be written now: with each day's copayment on its last line. */
export async function buildLines(call: Call, judged: readonly Judged[], organisationId: string): Promise<NewLine[]> {
  const bare = judged.flatMap((one) => linesOf(call, one));
  const books = await copayBooks(
    call,
    bare.map(({ personId }) => personId),
    organisationId,
  );
  const copays = copayByLine(bare, new Map([...books].map(([personId, { ledger }]) => [personId, ledger])));
  const lines: NewLine[] = [];
  for (const { frozen, start: _, ...line } of bare.toSorted(byPersonAndDay)) {
    const copayStatus = books.get(line.personId)?.status(line.day) ?? 'due';
    lines.push({
      ...line,
      copayCents: copays.get(line.id) ?? 0,
      frozenSealed: await sealFrozen(call, line.personId, line.id, { ...frozen, copayStatus }),
    });
  }
  return lines;
}

const key = ({ frozen, day, start }: Bare) => `${frozen.familyName} ${frozen.givenName} ${frozen.kvnr} ${day} ${start}`;
const byPersonAndDay = (one: Bare, other: Bare) => key(one).localeCompare(key(other), 'de');

/** Sums of lines as the invoice carries them (R25). */
export function totalsOf(lines: readonly Pick<NewLine, 'amountCents' | 'copayCents'>[], copayCollection: 'insurer' | 'provider') {
  return invoiceTotals(
    lines.map(({ amountCents }) => amountCents),
    lines.map(({ copayCents }) => copayCents),
    { copayCollection },
  );
}

/** Name and address of who pays, and where data and forms go, as the payer files say today; empty where no file names the payer. */
export async function recipientOf(call: Call, payerIk: string, state: string | null): Promise<Record<string, string | null>> {
  const found = await findPayerRoutes(call, payerIk, state);
  if (!found) return {};
  const partner = (kind: string) => found.routes.find((route) => route.kind === kind)?.partnerIk ?? null;
  const payingIk = partner('01') ?? payerIk;
  const paying = payingIk === payerIk ? found.payer : ((await findPayerRoutes(call, payingIk, state))?.payer ?? found.payer);
  const { name, street, postalCode, place } = paying;
  return { ik: paying.ik, name, street, postalCode, place, dataIk: partner('03') ?? partner('02'), paperIk: partner('09') };
}

export const senderOf = (sender: Sender | undefined): Record<string, string | null> => (sender ? { ...sender } : {});
export const senderComplete = (sender: Record<string, unknown>) =>
  ['ik', 'name', 'street', 'postalCode', 'place', 'iban'].every((field) => typeof sender[field] === 'string' && sender[field] !== '');

interface Wanted {
  runId: string | null;
  kind: 'invoice' | 'reissue';
  cancelsId: string | null;
  month: string;
  organisationId: string;
  sender: Sender | undefined;
}

/** Writes a draft of these sessions for their payer. */
export async function writeDraft(call: Call, judged: readonly Judged[], wanted: Wanted): Promise<string> {
  const [first] = judged;
  if (!first?.cover || !first.priced.line) throw new Refusal('invoice-empty');
  const { cover } = first;
  const lines = await buildLines(call, judged, wanted.organisationId);
  const id = call.newId();
  const { sender, ...rest } = wanted;
  await appendInvoice(call.tx, {
    id,
    ...rest,
    payerIk: cover.payerIk,
    payerName: cover.payerName,
    recipient: await recipientOf(call, cover.payerIk, cover.state),
    sender: senderOf(sender),
    copayCollection: first.priced.line.copayCollection,
    ...totalsOf(lines, first.priced.line.copayCollection),
    at: call.now,
    by: accountOf(call).accountId,
  });
  await appendLines(call.tx, id, wanted.organisationId, lines);
  return id;
}

const sign = (one: { sessionId: string; prescriptionId: string; status: string; amountCents: number; contractLineId: string }) =>
  `${one.sessionId} ${one.prescriptionId} ${one.status} ${one.amountCents} ${one.contractLineId}`;

/** How many lines of a draft are no longer what they would be today. */
export async function changedLines(call: Call, row: InvoiceRow, judged: readonly Judged[]): Promise<number> {
  const now = new Set(judged.filter(({ clear }) => clear).flatMap((one) => linesOf(call, one).map(sign)));
  const stored = (await selectLines(call.tx, row.id)).map((line) =>
    sign({
      sessionId: line.session_id,
      prescriptionId: line.prescription_id,
      status: line.status,
      amountCents: line.amount_cents,
      contractLineId: line.contract_line_id,
    }),
  );
  return stored.filter((one) => !now.has(one)).length;
}
