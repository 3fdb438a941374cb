import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { ageOn, berlinInstant, dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { type CaseConsentRow, findCaseConsent } from '#rooms/consent/actions/case-consent.ts';
import { listGuardians } from '#rooms/people/actions.ts';
import type { Guardian } from '#rooms/people/contract.ts';
import { allAgree, type CaseConsent, consentStanding, type Signatory } from '../rules/consent.ts';
import { type CaseRow, findCase } from '../store/cases.ts';
import { type ArtefactRow, selectArtefacts } from '../store/clearing.ts';

export const todayOf = (call: Call): string => dayInBerlin(call.now).toString();
export const endOfDay = (day: string): Temporal.Instant => berlinInstant(Temporal.PlainDate.from(day), Temporal.PlainTime.from('23:59'));

/** A case in reach; the same answer whether it is not there or not hers. */
export async function getCaseRow(call: Call, id: string): Promise<CaseRow> {
  const row = await findCase(call.tx, id);
  if (!row) throw new Refusal('not-found');
  return row;
}

/** The same, locked; an old version is refused. */
export async function lockCase(call: Call, id: string, version?: number): Promise<CaseRow> {
  const row = await findCase(call.tx, id, true);
  if (!row) throw new Refusal('not-found');
  if (version !== undefined && row.version !== version) throw new Refusal('version-old', { current: row.version });
  return row;
}

export const isOver = ({ phase }: Pick<CaseRow, 'phase'>): boolean => phase === 'closed' || phase === 'not_opened';
/** Locks a case that still runs: what is written into a file that is over is refused. */
export async function lockOpenCase(call: Call, id: string, version?: number): Promise<CaseRow> {
  const row = await lockCase(call, id, version);
  if (row.phase === 'closed') throw new Refusal('case-is-closed');
  if (row.phase === 'not_opened') throw new Refusal('case-is-not-opened');
  return row;
}

/** Who acts, for the phase machine. */
export function partiesOf(call: Call): Party[] {
  if (call.actor.kind === 'system') return ['system'];
  return call.actor.kind === 'account' ? [...accountOf(call).roles].filter((role) => role !== 'client') : [];
}

/** One whose yes is needed, with what she said to consent and to the start. */
export interface Voice {
  by: 'client' | 'guardian';
  guardianId: string | null;
  name: string | null;
  consent: ArtefactRow | undefined;
  decision: ArtefactRow | undefined;
}
export interface ConsentState {
  standing: CaseConsent;
  row: CaseConsentRow | undefined;
  voices: Voice[];
  minor: boolean;
  guardians: Guardian[];
  artefacts: ArtefactRow[];
  /** Whether all who must have agreed to the text; or decided to start. */
  agreed: 'yes' | 'no' | 'unknown';
  decided: 'yes' | 'no' | 'unknown';
}

const latest = (artefacts: readonly ArtefactRow[], kind: string, guardianId: string | null = null) =>
  artefacts.findLast((one) => one.kind === kind && one.guardian_id === guardianId);

/** Everything that consent and decision hang on (B.2.3, B.2.4 K5, A.1.6): of a minor she and every custody holder. */
export async function consentState(call: Call, row: CaseRow, birthDate: string | null): Promise<ConsentState> {
  const consent = await findCaseConsent(call, row.person_id, row.organisation_id);
  const guardians = await listGuardians(call, row.person_id);
  const artefacts = await selectArtefacts(call.tx, row.id);
  const today = dayInBerlin(call.now);
  const holders = guardians.filter(({ hasCustody, relation }) => hasCustody === true || (hasCustody === null && relation === 'parent'));
  // who is nameless still may be a child: then whoever has custody is on record
  const minor =
    birthDate === null ? holders.some(({ relation }) => relation === 'parent') : ageOn(Temporal.PlainDate.from(birthDate), today) < 18;
  const voice = (guardian: Guardian): Voice => ({
    by: 'guardian',
    guardianId: guardian.id,
    name: guardian.name,
    consent: latest(artefacts, 'consent-guardian', guardian.id),
    decision: latest(artefacts, 'decision-guardian', guardian.id),
  });
  const client: Voice = {
    by: 'client',
    guardianId: null,
    name: null,
    consent: latest(artefacts, 'consent-client'),
    decision: latest(artefacts, 'decision-client'),
  };
  const court = minor ? [] : guardians.filter(({ relation }) => relation === 'court').map(voice);
  const voices = [client, ...(minor ? holders.map(voice) : court)];
  const ask = (of: 'consent' | 'decision'): 'yes' | 'no' | 'unknown' => {
    const own = client[of]?.answer;
    const said = (one: Voice): Signatory => {
      const answer = one[of]?.answer;
      return { by: one.by, ...(answer === 'yes' || answer === 'no' ? { answer } : {}), signsForBoth: one[of]?.signs_for_both === true };
    };
    if (minor) {
      // a minor without anybody on record who has custody cannot be taken in
      const asked = holders.length > 0 ? voices.map(said) : [...voices.map(said), { by: 'guardian' as const }];
      return allAgree(asked);
    }
    // whoever the court has set may agree instead of an adult who was not able to say so
    if (own !== 'yes' && own !== 'no' && court.some((one) => one[of]?.answer === 'yes')) return 'yes';
    return allAgree([said(client)]);
  };
  const agreed = ask('consent');
  const standing = consentStanding(
    consent && { withdrawn: consent.withdrawn_at !== null, until: consent.until_on },
    agreed === 'no',
    today.toString(),
  );
  return { standing, row: consent, voices, minor, guardians, artefacts, agreed, decided: ask('decision') };
}
