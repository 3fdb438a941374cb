import type { Form26, Form28, FormContent, FormFacts, FormHeader } from '#rooms/soziotherapie/contract/forms.ts';
import type { PrescriptionKind } from '#rooms/soziotherapie/rules/eligibility.ts';
import { isRegularKind } from '#rooms/soziotherapie/rules/forms/facts.ts';

/** The header as the master data, the cover and the prescriber give it. */
export function headerOf(facts: FormFacts, prescriberId: string | null): FormHeader {
  const prescriber = facts.prescribers.find(({ id }) => id === prescriberId);
  const { person, cover } = facts;
  return {
    insurerName: cover?.payerName ?? null,
    surname: person.surname,
    givenName: person.givenName,
    birthDate: person.birthDate,
    address: { street: person.street, postalCode: person.postalCode, city: person.city, country: 'D' },
    payerIk: cover?.payerIk ?? null,
    kvnr: cover?.kvnr ?? null,
    insuredStatus: cover?.insuredStatus ?? null,
    bsnr: prescriber?.bsnr ?? null,
    lanr: prescriber?.lanr ?? null,
    issueDate: null,
  };
}

/** Which kind comes next: a follow-up where there was a regular one in this Krankheitsfall. */
export function usualKind(facts: FormFacts): PrescriptionKind {
  const before = facts.earlier.some((one) => one.sameCase && isRegularKind(one.kind as PrescriptionKind) && !one.withdrawn);
  return before ? 'FOLLOW_UP' : 'INITIAL';
}

/** What the last one said and what rarely changes; GAF, days and signatures are always asked anew. */
function carriedOver(last: FormContent | undefined): Partial<Form26> {
  if (last?.form === '28') return { diagnoses: last.diagnosisOrSuspicion };
  if (last?.form !== '26') return {};
  const {
    diagnoses,
    individualCriteria,
    individualJustification,
    impairments,
    hospitalReason,
    goals,
    groupAllowed,
    frequencyPerWeek,
    parallelCare,
  } = last;
  return {
    diagnoses,
    individualCriteria,
    individualJustification,
    impairments,
    hospitalReason,
    goals,
    groupAllowed,
    frequencyPerWeek,
    parallelCare,
  };
}

/** A new form, filled in from what is on file. */
export function startContent(kind: PrescriptionKind, facts: FormFacts): FormContent {
  const { prescriberId } = facts;
  const prescriber = facts.prescribers.find(({ id }) => id === prescriberId);
  const provider = facts.provider ?? undefined;
  if (kind === 'REFERRAL') {
    const content: Form28 = {
      form: '28',
      header: headerOf(facts, prescriberId),
      ...(prescriber && { referringDoctor: { name: prescriber.name, lanr: prescriber.lanr, bsnr: prescriber.bsnr } }),
      ...(provider && { provider }),
    };
    return content;
  }
  const regular = facts.earlier.filter((one) => one.sameCase && !one.withdrawn && isRegularKind(one.kind as PrescriptionKind));
  const content: Form26 = {
    form: '26',
    header: headerOf(facts, prescriberId),
    kind,
    ...carriedOver(facts.last?.content),
    ...(kind === 'FOLLOW_UP' && {
      previousPrescriptions: regular.map(({ issuedOn, prescriber: name, units }) => ({ issuedOn, prescriber: name, units })),
    }),
    ...(provider && { provider }),
  };
  return content;
}
