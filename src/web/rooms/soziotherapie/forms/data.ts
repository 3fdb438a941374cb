import { queryOptions } from '@tanstack/react-query';
import * as directory from '#rooms/directory/contract.ts';
import { listDecisions } from '#rooms/soziotherapie/contract/decisions.ts';
import type { FileView } from '#rooms/soziotherapie/contract/file-view.ts';
import { type FormContent, type FormFacts, getFormFacts, listDiagnoses } from '#rooms/soziotherapie/contract/forms.ts';
import { getPrescription } from '#rooms/soziotherapie/contract/prescriptions.ts';
import type { IcdLookup } from '#rooms/soziotherapie/rules/eligibility.ts';
import { standingIn } from '#rooms/soziotherapie/rules/forms/diagnoses.ts';
import type { FormFacts as JudgedFacts } from '#rooms/soziotherapie/rules/forms/facts.ts';
import { judgeForm26 } from '#rooms/soziotherapie/rules/forms/muster-26.ts';
import { judgeForm28 } from '#rooms/soziotherapie/rules/forms/muster-28.ts';
import type { FormVerdict } from '#rooms/soziotherapie/rules/forms/verdict.ts';
import { type Choices, parametersOn } from '#rooms/soziotherapie/rules/parameters.ts';
import type { PrescriberKind } from '#rooms/soziotherapie/rules/prescriber.ts';
import type { EarlierPrescription } from '#rooms/soziotherapie/rules/trial.ts';
import { call, callVersioned } from '../../../call.ts';
import type { Diagnosis } from './icd-search.ts';

export type Card = FileView['prescriptions'][number];

/** All of the room's queries begin so; after a command they are read again. */
export const ROOM = ['soziotherapie'] as const;
export const factsQuery = (id: string) =>
  queryOptions({ queryKey: [...ROOM, 'form-facts', id], queryFn: () => call(getFormFacts, { params: { id } }) });
export const diagnosesQuery = queryOptions({
  queryKey: ['soziotherapie-diagnoses'],
  queryFn: () => call(listDiagnoses),
  staleTime: Number.POSITIVE_INFINITY,
});
/** Read when the entry opens, and not again under the hands of whoever types. */
/** What is typed in a form is kept under. */
export const draftKeyOf = (id: string) => `soziotherapie.form.${id}`;

export const prescriptionQuery = (id: string) =>
  queryOptions({
    queryKey: ['soziotherapie-form', id],
    queryFn: () => callVersioned(getPrescription, { params: { id } }),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
export const decisionsQuery = (id: string) =>
  queryOptions({ queryKey: [...ROOM, 'decisions', id], queryFn: () => call(listDecisions, { params: { id } }) });
export const placesQuery = (code: string) =>
  queryOptions({
    queryKey: ['postal-codes', code],
    queryFn: () => call(directory.postalCodes, { query: { begins: code } }),
    enabled: /^\d{5}$/.test(code),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The facts as the rules take them, for one content. */
function judgedFacts(
  facts: FormFacts,
  prescriberId: string | null,
  own: { id: string; episodeId: string },
  places: string[] | undefined,
): JudgedFacts {
  const prescriber = facts.prescribers.find(({ id }) => id === prescriberId);
  return {
    today: facts.today,
    master: facts.person,
    cover: facts.cover,
    provider: facts.provider,
    ...(facts.contractOnFile !== null && { contractOnFile: facts.contractOnFile }),
    prescriber: prescriber
      ? {
          kind: prescriber.kind as PrescriberKind,
          lanr: prescriber.lanr,
          bsnr: prescriber.bsnr,
          permission: prescriber.permissionFrom ? { from: prescriber.permissionFrom, to: prescriber.permissionTo } : null,
        }
      : null,
    earlier: facts.earlier
      .filter(({ id }) => id !== own.id)
      .map((one) => ({ ...one, kind: one.kind as EarlierPrescription['kind'], sameEpisode: one.sameCase })),
    remainingMinutes: facts.remainingMinutes,
    window: facts.window,
    firstSessionOn: facts.firstSessionOn,
    nursing: facts.nursing,
    ...(places && { places }),
  };
}

export const lookupOf = (diagnoses: readonly Diagnosis[] | undefined): IcdLookup =>
  standingIn(diagnoses && diagnoses.length > 0 ? diagnoses : null);

/** The same checks as at the door. */
export function judge(
  content: FormContent,
  facts: FormFacts,
  prescriberId: string | null,
  own: { id: string; episodeId: string },
  icd: IcdLookup,
  places: string[] | undefined,
): FormVerdict {
  const p = parametersOn(content.header?.issueDate ?? facts.today, facts.choices as Choices);
  const judged = judgedFacts(facts, prescriberId, own, places);
  return content.form === '26' ? judgeForm26(content, judged, icd, p) : judgeForm28(content, judged, icd, p);
}
