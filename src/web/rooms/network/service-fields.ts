import { ACCESS_FEATURES, type AccessFeature } from '#kernel/codes.ts';
import type * as wire from '#rooms/directory/contract/services.ts';
import type { CareSystem } from '#rooms/directory/rules/service-types.ts';
import type { Capacity, ServicePayer, TargetGroup } from '#rooms/directory/rules/services.ts';
import type { words } from '../../words/de/services.ts';

type Words = typeof words;

const orNull = (text: string) => text.trim() || null;
const isMail = (text: string) => text.trim() === '' || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text.trim());
const parts = (text: string) => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
export const isWhole = (text: string, most: number) => text.trim() === '' || (/^\d{1,4}$/.test(text.trim()) && Number(text) <= most);
export const whole = (text: string) => (text.trim() === '' ? null : Number(text));

/** What stands in the form of a service: plain texts. */
export const startOf = (service: wire.ServiceView | null) => ({
  organisationId: service?.organisationId ?? '',
  name: service?.name ?? '',
  serviceType: service?.serviceType ?? '',
  system: (service?.system ?? null) as CareSystem | null,
  areas: service?.postalAreas.join(', ') ?? '',
  groups: (service?.targetGroups ?? []) as TargetGroup[],
  minAge: service?.minAge === null || service === null ? '' : String(service.minAge),
  maxAge: service?.maxAge === null || service === null ? '' : String(service.maxAge),
  payers: (service?.payers ?? []) as ServicePayer[],
  languages: service?.languages.join(', ') ?? 'de',
  access: ACCESS_FEATURES.filter((each) => service?.access[each] === 'yes') as AccessFeature[],
  outreach: service?.outreach ?? false,
  admission: service?.admission ?? '',
  capacity: service?.capacity ?? ('ask' as Capacity),
  waitingDays: service === null || service.waitingDays === null ? '' : String(service.waitingDays),
  contactName: service?.contactName ?? '',
  contactPhone: service?.contactPhone ?? '',
  contactEmail: service?.contactEmail ?? '',
});
export type Fields = ReturnType<typeof startOf>;

/** What is wrong beside which field. */
export function faultsOf(value: Fields, w: Words): Partial<Record<keyof Fields, string | undefined>> {
  const ages =
    !isWhole(value.minAge, 120) ||
    !isWhole(value.maxAge, 120) ||
    (value.minAge !== '' && value.maxAge !== '' && Number(value.minAge) > Number(value.maxAge));
  return {
    name: value.name.trim() ? undefined : w.missing,
    organisationId: value.organisationId ? undefined : w.missing,
    serviceType: value.serviceType ? undefined : w.missing,
    system: value.system ? undefined : w.missing,
    areas: parts(value.areas).every((each) => /^\d{1,5}$/.test(each)) ? undefined : w.areaWrong,
    maxAge: ages ? w.ageWrong : undefined,
    languages: parts(value.languages).every((each) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(each)) ? undefined : w.languagesWrong,
    waitingDays: isWhole(value.waitingDays, 1500) ? undefined : w.waitingWrong,
    contactEmail: isMail(value.contactEmail) ? undefined : w.emailWrong,
  };
}

/** The form as the server takes it; features that nobody answered stay unknown. */
export function bodyOf(value: Fields, service: wire.ServiceView | null): wire.ServiceFields {
  const access = { ...service?.access };
  for (const each of ACCESS_FEATURES) {
    if (value.access.includes(each)) access[each] = 'yes';
    else if (access[each] === 'yes') access[each] = 'unknown';
  }
  return {
    organisationId: value.organisationId,
    name: value.name.trim(),
    serviceType: value.serviceType,
    system: value.system ?? 'counselling',
    postalAreas: parts(value.areas),
    targetGroups: value.groups,
    minAge: whole(value.minAge),
    maxAge: whole(value.maxAge),
    payers: value.payers,
    languages: parts(value.languages),
    access,
    modalities: service?.modalities ?? ['in-person'],
    outreach: value.outreach,
    admission: orNull(value.admission),
    capacity: value.capacity,
    waitingDays: whole(value.waitingDays),
    contactName: orNull(value.contactName),
    contactPhone: orNull(value.contactPhone),
    contactEmail: orNull(value.contactEmail),
  };
}
