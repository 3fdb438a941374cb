import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { findContractLines } from '#rooms/payers/actions/contract-lines.ts';
import { findCovers } from '#rooms/people/actions/cover.ts';
import type { Cover } from '#rooms/people/contract/cover.ts';
import { ownOrganisation, parametersFor } from '#rooms/soziotherapie/actions/practice.ts';
import { tidyIcd } from '#rooms/soziotherapie/rules/eligibility.ts';
import type { HospitalStay } from '#rooms/soziotherapie/rules/hospital.ts';
import { type BilledPart, type Block, type Priced, sessionBlocks } from '../rules/checks.ts';
import { findSender, type PartRow, type Sender, type SessionRow, selectBilledParts, selectStaysOf } from '../store/month.ts';

/** A session with everything that decides about its line: cover, price, prescriptions, and what stands against it. */
export interface Judged {
  row: SessionRow;
  cover: Cover | null;
  parts: readonly (BilledPart & { prescriber: string | null })[];
  priced: Priced;
  blocks: Block[];
  /** Nothing that blocks. */
  clear: boolean;
}

/** Diagnoses of a form, as the form stores them: confirmed ones first, each code once. */
function diagnosesIn(form: unknown): string[] {
  const list = (form as { diagnoses?: unknown; diagnosisOrSuspicion?: unknown } | null) ?? {};
  const found = [list.diagnoses, list.diagnosisOrSuspicion].flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : []));
  const codes = found.flatMap((one) => {
    const { code, certainty } = (one ?? {}) as { code?: unknown; certainty?: unknown };
    return typeof code === 'string' && code.trim() !== '' && certainty !== 'A' ? [tidyIcd(code)] : [];
  });
  return [...new Set(codes)];
}

/** The codes of the prescriptions behind sessions; each form is opened once. */
async function diagnosesOf(call: Call, parts: readonly PartRow[]): Promise<Map<string, string[]>> {
  const codes = new Map<string, string[]>();
  for (const { prescriptionId, personId, formSealed } of parts) {
    if (prescriptionId === null || codes.has(prescriptionId)) continue;
    const place = { table: 'soziotherapie.prescription', column: 'form_sealed', row: prescriptionId };
    codes.set(prescriptionId, formSealed ? diagnosesIn(JSON.parse(await call.sealer.open(call.tx, personId, place, formSealed))) : []);
  }
  return codes;
}

const stayOf = (row: Awaited<ReturnType<typeof selectStaysOf>>[number]): HospitalStay => ({
  admittedOn: row.admitted_on,
  ...(row.admitted_at ? { admittedAt: `${row.admitted_on}T${row.admitted_at}` } : {}),
  dischargedOn: row.discharged_on,
  ...(row.discharged_on && row.discharged_at ? { dischargedAt: `${row.discharged_on}T${row.discharged_at}` } : {}),
});

function partOf(row: PartRow, codes: ReadonlyMap<string, string[]>): BilledPart & { prescriber: string | null } {
  const { status, minutes, prescriptionId, prescriber } = row;
  if (prescriptionId === null) return { status, minutes, prescription: null, prescriber };
  return {
    status,
    minutes,
    prescriber,
    prescription: {
      id: prescriptionId,
      issuedOn: row.issuedOn,
      kind: row.kind ?? '',
      lanr: row.lanr,
      bsnr: row.bsnr,
      hospitalIk: row.hospitalIk,
      fromHospital: row.prescriberKind === 'hospital' || row.prescriberKind === 'pia',
      diagnoses: codes.get(prescriptionId) ?? [],
      approvalNumber: row.approvalNumber,
      approvedOn: row.approvedOn,
    },
  };
}

const coverOn = (covers: readonly Cover[], day: string) => covers.find(({ from, to }) => from <= day && (to === null || day <= to)) ?? null;

/** Judges sessions for release and invoice; the same question for the month's list, the release and the run. */
export async function judgeSessions(call: Call, rows: readonly SessionRow[]): Promise<{ judged: Judged[]; sender: Sender | undefined }> {
  const organisationId = ownOrganisation(call);
  const today = dayInBerlin(call.now).toString();
  const people = [...new Set(rows.map(({ personId }) => personId))];
  const partRows = await selectBilledParts(
    call.tx,
    rows.map(({ id }) => id),
  );
  const codes = await diagnosesOf(call, partRows);
  const { covers } = await findCovers(call, people);
  const stays = await selectStaysOf(call.tx, people, organisationId);
  const [lines, sender, p] = [
    await findContractLines(call, organisationId),
    await findSender(call.tx, organisationId),
    await parametersFor(call, organisationId, today),
  ];
  const lead = accountOf(call).roles.includes('lead');
  const judged = rows.map((row): Judged => {
    const cover = coverOn(
      covers.filter(({ personId }) => personId === row.personId),
      row.day,
    );
    const parts = partRows.filter(({ sessionId }) => sessionId === row.id).map((part) => partOf(part, codes));
    const { blocks, priced } = sessionBlocks({
      ...row,
      leadReleased: row.lateReleased,
      signed: row.signedHow !== null,
      parts,
      stays: stays.filter(({ person_id }) => person_id === row.personId).map(stayOf),
      person: row,
      cover,
      providerIk: sender?.ik ?? null,
      lines,
      today,
      lead,
      p,
    });
    return { row, cover, parts, priced, blocks, clear: blocks.every((block) => !block.blocks) };
  });
  return { judged, sender };
}
