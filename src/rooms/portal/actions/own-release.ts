import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { agreeFromPortal } from '#rooms/cases/actions/clearing.ts';
import { giveReleaseFromPortal } from '#rooms/cases/actions/releases.ts';
import { findCaseConsent } from '#rooms/consent/actions/case-consent.ts';
import { findServices, getService } from '#rooms/directory/actions/services.ts';
import type { FormLanguage } from '../rules/fields.ts';
import {
  PARTNER_CLASSES,
  PARTNER_MONTHS,
  type PartnerClass,
  PORTAL_PURPOSES,
  type PortalPurpose,
  USUAL_MONTHS,
} from '../rules/own-access.ts';
import type { Partner } from '../rules/own-pages/partner.ts';
import { findOwnCase } from '../store/own.ts';
import { decides, isWhole, type Relation } from './own.ts';

const SHOWN = 20;

/** The person's case that runs, for whoever acts for her; refuses "portal-access-not-found" for a relative, "not-found" without a case. */
async function getOwnCase(call: Call, relation: Relation) {
  if (!isWhole(relation)) throw new Refusal('portal-access-not-found');
  const found = await findOwnCase(call.tx, relation.person_id);
  if (!found) throw new Refusal('not-found');
  return found;
}
export type OwnCase = Awaited<ReturnType<typeof getOwnCase>>;

/** The case that runs, for whoever agrees to Case Management or takes it back: also who sees nothing else of it. */
export const findDecidedCase = (call: Call, relation: Relation) =>
  decides(relation) ? findOwnCase(call.tx, relation.person_id) : Promise.resolve(undefined);

/** Whether there is a case in which she may open herself to a partner. */
export const findRunningCase = (call: Call, relation: Relation) =>
  isWhole(relation) ? findOwnCase(call.tx, relation.person_id) : Promise.resolve(undefined);

/** Partners of the directory by a part of their name; by the system, since the directory is for staff. */
export async function findPartners(call: Call, text: string): Promise<{ partners: Partner[]; more: boolean }> {
  const found = await findServices(call, text.slice(0, 80));
  return { partners: found.slice(0, SHOWN).map(partnerOf), more: found.length > SHOWN };
}
export async function getPartner(call: Call, id: string): Promise<Partner> {
  const found = await getService(call, id);
  if (found.closed) throw new Refusal('not-found');
  return partnerOf(found);
}
const partnerOf = ({ id, name, organisation }: { id: string; name: string; organisation: string }): Partner => ({ id, name, organisation });

export interface PartnerWish {
  classes: PartnerClass[];
  purpose: PortalPurpose;
  months: number;
}
/** What somebody ticked; anything that is not on the page is no answer. */
export function readPartnerWish(typed: URLSearchParams): PartnerWish {
  const ticked = typed.getAll('class');
  return {
    classes: PARTNER_CLASSES.filter((one) => ticked.includes(one)),
    purpose: PORTAL_PURPOSES.find((one) => one === typed.get('purpose')) ?? 'COORD',
    months: PARTNER_MONTHS.find((one) => String(one) === typed.get('months')) ?? USUAL_MONTHS,
  };
}
/** The last day of a release of so many months. */
export const lastDay = (call: Pick<Call, 'now'>, months: number): string => dayInBerlin(call.now).add({ months }).toString();

/** First step: her own session asks, and it is written down with her account. */
export async function askToRelease(call: Call, relation: Relation, serviceId: string, { classes }: PartnerWish): Promise<OwnCase> {
  const found = await getOwnCase(call, relation);
  await record(call, {
    action: 'portal.release.give-asked',
    kind: 'E',
    object: ['service', serviceId],
    personId: relation.person_id,
    data: { by: relation.kind, classes },
  });
  return found;
}
/** Second step, by the system: to exactly this partner of the directory. */
export async function releaseFor(
  call: Call,
  order: { relation: Relation; found: OwnCase; serviceId: string; wish: PartnerWish; language: FormLanguage },
): Promise<void> {
  const { relation, found, wish, language } = order;
  const { id, name, organisation } = await getPartner(call, order.serviceId);
  await giveReleaseFromPortal(call, found.id, {
    recipientId: id,
    recipientName: `${name}, ${organisation}`.slice(0, 120),
    classes: wish.classes,
    purpose: wish.purpose,
    untilOn: lastDay(call, wish.months),
    language: language === 'de-easy' ? 'de' : language,
    givenBy: relation.kind === 'guardian' ? 'guardian' : 'client',
  });
}

/** First step of agreeing to Case Management again. */
export async function askToAgree(call: Call, relation: Relation): Promise<OwnCase> {
  const found = await findDecidedCase(call, relation);
  if (!found) throw new Refusal('portal-access-not-found');
  await record(call, {
    action: 'portal.consent.give-asked',
    kind: 'E',
    object: ['portal-access', relation.id],
    personId: relation.person_id,
    data: { kind: 'case-management' },
  });
  return found;
}
/** Second step: whether it holds now; with a child or under guardianship the others have to agree as well. */
export async function agreeFor(call: Call, relation: Relation, found: OwnCase): Promise<boolean> {
  await agreeFromPortal(call, found.id, relation.kind === 'guardian' ? relation.guardian_id : null);
  const consent = await findCaseConsent(call, relation.person_id, found.organisation_id);
  if (!consent || consent.withdrawn_at !== null) return false;
  return consent.until_on === null || consent.until_on >= dayInBerlin(call.now).toString();
}
