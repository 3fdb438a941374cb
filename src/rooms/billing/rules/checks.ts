import { bsnrFault, ikFault, isInsurerIk, kvnrFault, lanrFault } from '#kernel/identifiers.ts';
import type { InsurerGroup } from '#rooms/people/rules/cover.ts';
import { addMonthsClip, type Day } from '#rooms/soziotherapie/rules/calendar.ts';
import { type HospitalStay, judgeHospital } from '#rooms/soziotherapie/rules/hospital.ts';
import type { Parameters } from '#rooms/soziotherapie/rules/parameters.ts';
import type { ContractLine } from '#rooms/soziotherapie/rules/price.ts';
import { releaseBlocks } from '#rooms/soziotherapie/rules/release.ts';
import { priceSession, type SessionPrice } from '#rooms/soziotherapie/rules/session-price.ts';
import type { UnitSetting } from '#rooms/soziotherapie/rules/units.ts';

/** Where a block is mended. */
export const MEND_AT = ['session', 'cover', 'person', 'prescription', 'prescriber', 'contract', 'stay', 'payer', 'practice'] as const;
type MendAt = (typeof MEND_AT)[number];

/** What stands against an invoice line; `blocks: false` is only to know. */
export interface Block {
  code: string;
  rule: string;
  source: string;
  mendAt: MendAt;
  blocks: boolean;
  facts: Record<string, string | number | boolean | null>;
}

/** A contract's price with what an invoice needs beside it. */
export interface PricedLine extends ContractLine {
  copayCollection: 'insurer' | 'provider';
  billableKinds: readonly string[];
  invoiceWithinMonths: number | null;
  positionNumber: string | null;
  tariff: string | null;
}

/** A stretch of a session that is paid in one way, with the prescription behind it. */
export interface BilledPart {
  status: 'EXEMPT' | 'APPROVED' | 'PROVISIONAL' | 'UNCOVERED';
  minutes: number;
  prescription: {
    id: string;
    issuedOn: Day | null;
    kind: string;
    lanr: string | null;
    bsnr: string | null;
    hospitalIk: string | null;
    fromHospital: boolean;
    diagnoses: readonly string[];
    approvalNumber: string | null;
    approvedOn: Day | null;
  } | null;
}

export interface SessionQuestion {
  state: string;
  day: Day;
  start: string;
  end: string;
  setting: UnitSetting;
  documented: boolean;
  leadReleased: boolean;
  signed: boolean;
  /** Participants of the group who were there. Where one came, the lead's word makes it a single session or calls it off (R19). */
  present: number;
  parts: readonly BilledPart[];
  stays: readonly HospitalStay[];
  person: { familyName: string | null; givenName: string | null; birthDate: Day | null; postalCode: string | null };
  cover: { payerIk: string; kvnr: string | null; kvnrConfirmed: boolean; insurerGroup: InsurerGroup; state: string } | null;
  providerIk: string | null;
  lines: readonly PricedLine[];
  today: Day;
  /** A lead decides about what came too late for the contract. */
  lead: boolean;
  /** When it was released: after the contract's time only a lead could. */
  releasedOn?: Day | null;
  /** When it first stood on an invoice with a number: a correction needs no time of its own. */
  firstInvoicedOn?: Day | null;
  p: Pick<Parameters, 'hospitalBlock' | 'groupMin'>;
}

/** What would stand on the invoice, as far as it is known. */
export type Priced = SessionPrice<PricedLine, BilledPart>;

const MEND: Readonly<Record<string, MendAt>> = {
  'session-not-covered': 'prescription',
  'contract-line-missing': 'contract',
  'contract-line-ambiguous': 'contract',
  'in-hospital': 'stay',
  'not-insured': 'cover',
};

/**
 * Everything that stands against the release of a session and its line on an invoice (rule book 6.3; T4), each with rule and where to
 * mend it. An empty list of those that block releases it.
 */
export function sessionBlocks(q: SessionQuestion): { blocks: Block[]; priced: Priced } {
  const covered = q.parts.filter(({ status }) => status !== 'UNCOVERED');
  const priced = priceSession({ ...q, parts: covered }, q.cover, q.providerIk, q.lines);
  const blocks: Block[] = releaseBlocks({
    covers: covered.map(({ status }) => status),
    signedOrReason: q.signed,
    documented: q.documented,
    latePending: q.state === 'LATE_PENDING',
    leadReleased: q.leadReleased,
    contractLines: priced.lines,
    groupUndecided: q.setting === 'group' && q.present < q.p.groupMin,
    inHospital: !judgeHospital(q, q.stays, q.p).ok,
    payerKnown: q.cover !== null,
    disputed: q.state === 'DISPUTED',
    billableMinutes: covered.reduce((total, { minutes }) => total + minutes, 0),
  }).map(({ because, rule, source, facts }) => ({
    code: because,
    rule,
    source,
    facts: { ...facts },
    mendAt: MEND[because] ?? 'session',
    blocks: true,
  }));
  const add = (wrong: boolean, code: string, mendAt: MendAt, more: Partial<Block> = {}) => {
    if (wrong) blocks.push({ code, rule: 'INVOICE', source: '§ 302 (1) SGB V', mendAt, blocks: true, facts: {}, ...more });
  };
  personBlocks(q, add);
  for (const { prescription } of covered) if (prescription) prescriptionBlocks(prescription, q.day, add);
  add(q.providerIk === null || ikFault(q.providerIk) !== undefined, 'practice-incomplete', 'practice');
  const months = priced.line?.invoiceWithinMonths ?? null;
  const until = months === null ? null : addMonthsClip(`${q.day.slice(0, 7)}-28`, months).slice(0, 7);
  add(until !== null && q.today.slice(0, 7) > until && !termKept(q, until), 'invoice-term-passed', 'contract', {
    rule: 'R25',
    source: 'Vertrag § 132b SGB V',
    blocks: !q.lead,
    facts: { months },
  });
  add(priced.line !== null && priced.line.positionNumber === null, 'position-number-missing', 'contract', { blocks: false });
  add(priced.line !== null && !priced.line.billableKinds.includes('session'), 'session-not-billable', 'contract', {
    rule: 'R25',
    source: 'Vertrag § 132b SGB V',
  });
  const uncovered = q.parts.filter(({ status }) => status === 'UNCOVERED').reduce((total, { minutes }) => total + minutes, 0);
  add(covered.length > 0 && uncovered > 0, 'session-partly-covered', 'prescription', {
    rule: 'R16',
    source: 'ST-RL § 9',
    blocks: false,
    facts: { minutes: uncovered },
  });
  const seen = new Set<string>();
  return { blocks: blocks.filter(({ code }) => !seen.has(code) && seen.add(code)), priced };
}

/** The time of the contract was kept by the first invoice, or a lead released it knowing that it was over. */
function termKept({ releasedOn, firstInvoicedOn }: SessionQuestion, until: string): boolean {
  const month = (day: Day | null | undefined) => day?.slice(0, 7);
  const [invoiced, released] = [month(firstInvoicedOn), month(releasedOn)];
  return (invoiced !== undefined && invoiced <= until) || (released !== undefined && released > until);
}

type Add = (wrong: boolean, code: string, mendAt: MendAt, more?: Partial<Block>) => void;

function personBlocks({ person, cover }: SessionQuestion, add: Add): void {
  add(!person.familyName || !person.givenName, 'client-name-missing', 'person');
  add(!person.birthDate, 'client-birth-date-missing', 'person');
  add(!person.postalCode, 'client-address-missing', 'person', { blocks: false });
  if (!cover) return;
  const kvnr = cover.kvnr === null ? 'missing' : kvnrFault(cover.kvnr);
  add(cover.kvnr === null, 'kvnr-missing', 'cover');
  add(kvnr !== undefined && kvnr !== 'missing' && !cover.kvnrConfirmed, 'kvnr-wrong', 'cover');
  add(!isInsurerIk(cover.payerIk), 'payer-ik-wrong', 'cover');
}

function prescriptionBlocks(one: NonNullable<BilledPart['prescription']>, day: Day, add: Add): void {
  const lanr = one.lanr === null ? undefined : lanrFault(one.lanr);
  if (one.fromHospital) add(one.hospitalIk === null || ikFault(one.hospitalIk) !== undefined, 'hospital-ik-missing', 'prescriber');
  else {
    add(one.lanr === null, 'lanr-missing', 'prescriber');
    add(lanr !== undefined && lanr !== 'pseudo', 'lanr-wrong', 'prescriber');
    add(one.bsnr === null, 'bsnr-missing', 'prescriber');
    add(one.bsnr !== null && bsnrFault(one.bsnr) !== undefined, 'bsnr-wrong', 'prescriber');
  }
  add(one.issuedOn === null, 'prescription-date-missing', 'prescription');
  add(one.issuedOn !== null && one.issuedOn > day, 'prescription-after-session', 'prescription');
  add(one.diagnoses.length === 0, 'prescription-diagnosis-missing', 'prescription');
  add(one.approvedOn !== null && one.approvalNumber === null, 'approval-number-missing', 'prescription', { blocks: false });
}
