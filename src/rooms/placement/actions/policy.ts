import type { FederalState, SlotKind } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { isHoliday } from '#rooms/directory/rules/holiday.ts';
import type { Policy as PolicyWire } from '../contract.ts';
import { type Fee, type Policy, policyFaults } from '../rules/cancellation-policy.ts';
import { cancellationText, type TextLanguage } from '../rules/cancellation-text.ts';
import { findPolicyRow, findPractitioner, type PolicyRecord, type PractitionerRow } from '../store/policies.ts';

export type Spoken = Record<'de' | 'easy' | 'en', string>;

/** The stored row as the rule reads it. */
export function policyOf(row: PolicyRecord): Policy {
  const fee: Fee =
    row.fee_type === 'fixed'
      ? { type: 'fixed', amountCents: row.amount_cents ?? 0 }
      : row.fee_type === 'percent'
        ? { type: 'percent', percent: row.percent ?? 0, sessionPriceCents: row.session_price_cents ?? 0 }
        : { type: 'none' };
  return {
    id: row.id,
    version: row.policy_version,
    validFrom: row.valid_from.toZonedDateTimeISO('Europe/Berlin').toPlainDate(),
    noticeHours: row.notice_hours,
    noticeMode: row.notice_mode as Policy['noticeMode'],
    fee,
    appliesTo: row.applies_to as SlotKind[],
    goodwillFirst: row.goodwill_first,
    exceptions: Object.entries(row.exceptions as Record<string, string>).map(
      ([kind, evidence]) => ({ kind, evidence }) as Policy['exceptions'][number],
    ),
    contact: row.contact ?? '',
  };
}

/** "Frau Brandt", "Dr. Engel": how a therapist is spoken of. */
export function spokenName({ name, title, gender }: Pick<PractitionerRow, 'name' | 'title' | 'gender'>): string {
  const family = name.trim().split(/\s+/).at(-1) ?? name;
  if (title) return `${title} ${family}`;
  return gender === 'f' ? `Frau ${family}` : gender === 'm' ? `Herr ${family}` : name;
}

interface Meeting {
  kind: SlotKind;
  start: Temporal.Instant;
  state: FederalState;
  binds: boolean;
}

/** The rule in words for one appointment, to read out and in full; null where this therapist has none. */
export function wordsOf(call: Call, row: PolicyRecord, practitioner: PractitionerRow, meeting: Meeting, language: TextLanguage) {
  return cancellationText(
    {
      policy: policyOf(row),
      kind: meeting.kind,
      start: meeting.start,
      therapist: spokenName(practitioner),
      bindsOnlyWithCustodyHolder: !meeting.binds,
      now: call.now,
      isHoliday: (day) => isHoliday(meeting.state, day),
    },
    language,
  );
}

const NONE: Spoken = {
  de: 'Für dieses Angebot gibt es keine besondere Ausfallregelung. Bitte sagen Sie trotzdem früh ab, damit jemand anderes den Termin bekommt.',
  easy: 'Sie können nicht kommen? Dann rufen Sie früh an. Es kostet nichts.',
  en: 'There is no special cancellation rule here. Please still cancel early, so that somebody else can have the appointment.',
};

/** All three spoken texts. */
export function spokenTexts(call: Call, row: PolicyRecord | undefined, practitioner: PractitionerRow, meeting: Meeting): Spoken {
  if (!row) return NONE;
  const text = (language: TextLanguage) => wordsOf(call, row, practitioner, meeting, language).spoken;
  return { de: text('de'), easy: text('de-easy'), en: text('en') };
}

function ownPractitioner(call: Call): string {
  const { practitionerId } = accountOf(call);
  if (!practitionerId) throw new Refusal('not-found');
  return practitionerId;
}

/** A therapist's own rule, with an example of how it is read out. */
export async function getMyPolicy(call: Call, _permit: Permit<'placement.therapist'>) {
  const practitionerId = ownPractitioner(call);
  const [row, practitioner] = await Promise.all([
    findPolicyRow(call.tx, practitionerId, call.now),
    findPractitioner(call.tx, practitionerId),
  ]);
  if (!practitioner) throw new Refusal('not-found');
  const example: Meeting = { kind: 'TRIAL', start: call.now.add({ hours: 24 * 7 }), state: 'NW', binds: true };
  return {
    id: row?.id ?? null,
    version: row?.policy_version ?? 0,
    validFrom: row?.valid_from.toString() ?? null,
    policy: row ? wireOf(row) : null,
    spoken: spokenTexts(call, row, practitioner, example),
  };
}

function wireOf(row: PolicyRecord): PolicyWire {
  return {
    noticeHours: row.notice_hours,
    noticeMode: row.notice_mode as PolicyWire['noticeMode'],
    feeType: row.fee_type as PolicyWire['feeType'],
    amountCents: row.amount_cents,
    percent: row.percent,
    sessionPriceCents: row.session_price_cents,
    appliesTo: row.applies_to as SlotKind[],
    goodwillFirst: row.goodwill_first,
    exceptions: row.exceptions as PolicyWire['exceptions'],
    contact: row.contact,
  };
}

/** A new version of one's own rule; what was read out before keeps its text. */
export async function changeMyPolicy(
  call: Call,
  _permit: Permit<'placement.therapist'>,
  policy: PolicyWire,
): Promise<{ id: string; version: number }> {
  const practitionerId = ownPractitioner(call);
  const before = await findPolicyRow(call.tx, practitionerId, call.now);
  const version = (before?.policy_version ?? 0) + 1;
  const id = call.newId();
  const row = {
    id,
    practitioner_id: practitionerId,
    policy_version: version,
    valid_from: call.now,
    notice_hours: policy.noticeHours,
    notice_mode: policy.noticeMode,
    fee_type: policy.feeType,
    amount_cents: policy.feeType === 'fixed' ? policy.amountCents : null,
    percent: policy.feeType === 'percent' ? policy.percent : null,
    session_price_cents: policy.feeType === 'percent' ? policy.sessionPriceCents : null,
    applies_to: [...policy.appliesTo],
    goodwill_first: policy.goodwillFirst,
    exceptions: policy.exceptions,
    contact: policy.contact,
    set_by: accountOf(call).accountId,
  };
  const faults = policyFaults(policyOf({ ...row, exceptions: policy.exceptions as PolicyRecord['exceptions'] }));
  if (faults.length > 0)
    throw new Refusal('invalid-input', {
      errors: faults.map(({ pointer, code, limit }) => ({
        pointer: pointer.replace('/fee/', '/'),
        code,
        ...(limit === undefined ? {} : { limit }),
      })),
    });
  await call.tx
    .insertInto('placement.cancellation_policy')
    .values({ ...row, exceptions: JSON.stringify(policy.exceptions) })
    .execute();
  await record(call, {
    action: 'placement.policy.changed',
    kind: 'U',
    object: ['cancellation-policy', id],
    data: { practitionerId, version },
  });
  return { id, version };
}
