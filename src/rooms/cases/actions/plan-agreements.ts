import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { listGuardians } from '#rooms/people/actions.ts';
import { isFileOf } from '#rooms/records/actions/read.ts';
import type { PlanVoiceView } from '../contract/plan-shapes.ts';
import { stepVersion, type VersionState } from '../rules/life/plan-version.ts';
import { type PlanVoice, type PlanYes, planVoices, sameVoice } from '../rules/plan-voices.ts';
import type { PlanCase, VersionRow } from '../store/plan.ts';
import { type AgreementRow, appendAgreement, selectAgreements } from '../store/plan-agreements.ts';
import { getPlanCase, todayOf } from './plan-case.ts';

type Place = { table: string; column: string; row: string };
const witnessPlace = (row: string): Place => ({ table: 'cases.plan_agreement', column: 'witness_sealed', row });
const strokesPlace = (row: string): Place => ({ table: 'cases.plan_agreement', column: 'strokes_sealed', row });

export interface Yes {
  by: 'client' | 'guardian';
  /** Which of those who act for her; may be left out where there is only one. */
  guardianId?: string | null;
  signsForBoth?: boolean;
  form: 'spoken' | 'paper' | 'screen' | 'portal' | 'link';
  on: string;
  witness?: string;
  fileId?: string | null;
  linkId?: string | null;
  strokes?: unknown;
}

async function isProven(call: Call, row: VersionRow, yes: Yes): Promise<boolean> {
  if (yes.form === 'spoken') return (yes.witness ?? '').trim().length > 1;
  if (yes.form === 'paper') return Boolean(yes.fileId) && (await isFileOf(call, yes.fileId ?? '', row.person_id));
  if (yes.form === 'screen') return Array.isArray(yes.strokes) && yes.strokes.length > 0;
  return yes.form === 'portal' || Boolean(yes.linkId);
}
const POINTERS = { spoken: '/witness', paper: '/fileId', screen: '/strokes', portal: '/form', link: '/form' } as const;

/** Witness or strokes of a yes, sealed for their places. */
export async function proofOf(call: Call, personId: string, yes: Yes, at: { witness: Place; strokes: Place }) {
  return {
    witness_sealed: yes.form === 'spoken' ? await call.sealer.seal(call.tx, personId, at.witness, (yes.witness ?? '').trim()) : null,
    strokes_sealed: yes.form === 'screen' ? await call.sealer.seal(call.tx, personId, at.strokes, JSON.stringify(yes.strokes)) : null,
  };
}

const yesOf = ({ by, guardian_id, signs_for_both }: AgreementRow): PlanYes => ({
  by: by as PlanYes['by'], // CHECK of the table
  guardianId: guardian_id,
  signsForBoth: signs_for_both,
});

const guardiansOf = async (call: Call, personId: string) =>
  (await listGuardians(call, personId)).toSorted((one, other) => one.name.localeCompare(other.name, 'de'));

/** Who can say yes to a version, who did, and whose yes is missing. */
async function standingOf(call: Call, found: Pick<PlanCase, 'person_id' | 'birth_date'>, versionId: string) {
  const rows = await selectAgreements(call.tx, [versionId]);
  const people = { birthDate: found.birth_date, guardians: await guardiansOf(call, found.person_id) };
  return {
    rows,
    ...planVoices(people, rows.map(yesOf), todayOf(call)),
    after: (yes: PlanYes) => planVoices(people, [...rows.map(yesOf), yes], todayOf(call)),
  };
}

/**
 * The yes of one who must agree, to exactly what was offered. With the last one that was missing the version holds (`settle`).
 * Refuses "case-plan-not-offered", "case-plan-settled", "case-plan-day-impossible", "case-plan-proof-missing", "case-plan-guardian-missing"
 * where nobody acts for her or it is not said who, "case-plan-agreed-already".
 */
export async function addAgreement(
  call: Call,
  row: VersionRow,
  yes: Yes,
  settle: (call: Call, row: VersionRow, yes: Yes, on: string) => Promise<number>,
) {
  const found = await getPlanCase(call, row.case_id);
  const standing = await standingOf(call, found, row.id);
  const voice = voiceOf(standing.voices, yes);
  const [first, last] = [row.offered_on ?? row.made_on, todayOf(call)];
  const facts = { dayFits: yes.on >= first && yes.on <= last, proven: await isProven(call, row, yes) };
  const parties = call.actor.kind === 'account' ? accountOf(call).roles : yes.by;
  const decision = stepVersion(row.state as VersionState, 'agree', parties, facts); // CHECK of the table
  const pointer = { 'case-plan-day-impossible': '/on', 'case-plan-proof-missing': POINTERS[yes.form] };
  if (!decision.ok) {
    const at = pointer[decision.because as keyof typeof pointer];
    throw new Refusal(decision.because, { ...(at ? { errors: [{ pointer: at, code: decision.because }] } : {}), facts: { first, last } });
  }
  if (standing.rows.some((one) => sameVoice(yesOf(one), voice)))
    throw new Refusal('case-plan-agreed-already', { errors: [{ pointer: '/by', code: 'case-plan-agreed-already' }] });
  const id = call.newId();
  const signsForBoth = voice.by === 'guardian' && standing.minor && yes.signsForBoth === true;
  await appendAgreement(call.tx, {
    id,
    plan_version_id: row.id,
    case_id: row.case_id,
    person_id: row.person_id,
    organisation_id: row.organisation_id,
    by: voice.by,
    guardian_id: voice.guardianId,
    signs_for_both: signsForBoth,
    agreed_on: yes.on,
    form: yes.form,
    file_id: yes.form === 'paper' ? (yes.fileId ?? null) : null,
    link_id: yes.linkId ?? null,
    ...(await proofOf(call, row.person_id, yes, { witness: witnessPlace(id), strokes: strokesPlace(id) })),
    recorded_at: call.now,
    recorded_by: call.actor.kind === 'account' ? accountOf(call).accountId : null,
  });
  const { missing } = standing.after({ ...voice, signsForBoth });
  await record(call, {
    action: 'cases.plan.yes-said',
    kind: 'C',
    object: ['plan-agreement', id],
    personId: row.person_id,
    data: {
      organisationId: row.organisation_id,
      caseId: row.case_id,
      number: row.number,
      form: yes.form,
      by: yes.by,
      missing: String(missing.length),
    },
  });
  if (missing.length > 0)
    return { id: row.id, version: row.version, number: row.number, state: row.state as VersionState, missing: missing.length };
  // it holds from the day of the last yes
  const on = [yes.on, ...standing.rows.map(({ agreed_on }) => agreed_on)].sort().at(-1) ?? yes.on;
  return { id: row.id, version: await settle(call, row, yes, on), number: row.number, state: decision.to, missing: 0 };
}

function voiceOf(voices: readonly PlanVoice[], { by, guardianId }: Pick<Yes, 'by' | 'guardianId'>): PlanVoice {
  const acting = voices.filter((one) => one.by === by);
  const found = guardianId || acting.length !== 1 ? acting.find((one) => one.guardianId === (guardianId ?? null)) : acting[0];
  if (found) return found;
  const pointer = acting.length > 1 ? '/guardianId' : '/by';
  throw new Refusal('case-plan-guardian-missing', { errors: [{ pointer, code: 'case-plan-guardian-missing' }] });
}

/** Who has said yes to a version. */
export async function yesToVersion(call: Call, versionId: string): Promise<Pick<PlanYes, 'by' | 'guardianId'>[]> {
  return (await selectAgreements(call.tx, [versionId])).map(yesOf).map(({ by, guardianId }) => ({ by, guardianId }));
}

/** One who can say yes to the plan of a case. Refuses "case-plan-guardian-missing" where nobody acts for her, or it is not said who. */
export async function getVoice(
  call: Call,
  found: Pick<PlanCase, 'person_id' | 'birth_date'>,
  wish: { by: 'client' | 'guardian'; guardianId?: string | null },
): Promise<PlanVoice> {
  const people = { birthDate: found.birth_date, guardians: await guardiansOf(call, found.person_id) };
  return voiceOf(planVoices(people, [], todayOf(call)).voices, wish);
}

/** Of every version that lies before somebody or holds: each who can say yes, with what she said. */
export async function voicesOf(call: Call, found: PlanCase, versions: readonly VersionRow[]): Promise<Map<string, PlanVoiceView[]>> {
  const asked = versions.filter(({ state, agreed_on }) => state === 'offered' || agreed_on !== null);
  const guardians = await guardiansOf(call, found.person_id);
  const rows = await selectAgreements(
    call.tx,
    asked.map(({ id }) => id),
  );
  const views = new Map<string, PlanVoiceView[]>();
  for (const version of asked) {
    const said = rows.filter(({ plan_version_id }) => plan_version_id === version.id);
    const { voices, missing } = planVoices({ birthDate: found.birth_date, guardians }, said.map(yesOf), todayOf(call));
    const open = version.state === 'offered' ? missing : [];
    const nameless = open.filter(({ by, guardianId }) => by === 'guardian' && guardianId === null);
    // who agreed and no longer acts for her stays on the list
    const former = said
      .filter((one) => !voices.some((voice) => sameVoice(yesOf(one), voice)))
      .map((one) => ({ ...yesOf(one), name: guardians.find(({ id }) => id === one.guardian_id)?.name ?? null, scope: null }));
    const list =
      version.state === 'offered'
        ? [...voices, ...nameless, ...former]
        : [...voices, ...former].filter((one) => said.some((row) => sameVoice(yesOf(row), one)));
    views.set(
      version.id,
      await Promise.all(
        list.map((voice) =>
          viewOf(
            call,
            voice,
            said.find((one) => sameVoice(yesOf(one), voice)),
            open,
          ),
        ),
      ),
    );
  }
  return views;
}

async function viewOf(call: Call, voice: PlanVoice, yes: AgreementRow | undefined, open: readonly PlanVoice[]): Promise<PlanVoiceView> {
  return {
    by: voice.by,
    guardianId: voice.guardianId,
    name: voice.name,
    scope: voice.scope,
    missing: open.some((one) => sameVoice(one, voice)),
    agreedOn: yes?.agreed_on ?? null,
    form: (yes?.form ?? null) as PlanVoiceView['form'],
    signsForBoth: yes?.signs_for_both ?? false,
    witness: yes?.witness_sealed ? await call.sealer.open(call.tx, yes.person_id, witnessPlace(yes.id), yes.witness_sealed) : null,
  };
}
