import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { caseConsentLives } from '#rooms/consent/actions/case-consent.ts';
import { findOpening, listReleases } from '#rooms/consent/actions/releases.ts';
import { CLASSES_OF_PART, type Part } from '../rules/evaluation.ts';
import * as store from '../store/evaluation.ts';
import type { PlanCase } from '../store/plan.ts';
import { about, clientName, getPlanCase, recipientPlace } from './plan-case.ts';

type Care = Permit<'cases.care'>;
type Form = 'pdf' | 'json' | 'link';

/** Writes down what went out; never changed. The database asks the release once more. */
export async function appendDisclosed(
  call: Call,
  found: PlanCase,
  { part, recipient, releaseId, form }: { part: Part; recipient: string; releaseId: string | null; form: Form },
): Promise<string> {
  const id = call.newId();
  await store.appendDisclosure(call.tx, {
    id,
    case_id: found.id,
    person_id: found.person_id,
    organisation_id: found.organisation_id,
    part,
    recipient_sealed: await call.sealer.seal(call.tx, found.person_id, recipientPlace(id), recipient),
    release_id: releaseId,
    to_client: releaseId === null,
    form,
    made_at: call.now,
    made_by: call.actor.kind === 'account' ? call.actor.accountId : null,
  });
  await record(call, {
    action: 'cases.disclosure.made',
    kind: 'C',
    object: ['disclosure', id],
    personId: found.person_id,
    data: { ...about(found), part, releaseId, form },
  });
  return id;
}

/**
 * A part goes to the client herself, or to somebody under a release that lives this second and covers the part (B.2.3). Refuses
 * "case-release-missing" for every other.
 */
export async function disclosePart(call: Call, _permit: Care, caseId: string, wish: { part: Part; releaseId: string | null; form: Form }) {
  const found = await getPlanCase(call, caseId);
  const { part, releaseId, form } = wish;
  if (releaseId === null) return { id: await appendDisclosed(call, found, { part, recipient: clientName(found), releaseId, form }) };
  const classes = CLASSES_OF_PART[part];
  const { person_id: personId, organisation_id: organisationId } = found;
  if (!(await caseConsentLives(call, personId, organisationId))) throw new Refusal('case-consent-missing');
  const open = classes && (await findOpening(call, { personId, organisationId, recipient: { releaseId }, classes }));
  const release = open && (await listReleases(call, personId, organisationId)).find(({ id }) => id === open);
  if (!release) throw new Refusal('case-release-missing', { errors: [{ pointer: '/releaseId', code: 'case-release-missing' }] });
  return { id: await appendDisclosed(call, found, { part, recipient: release.recipient.name, releaseId, form }) };
}

/** What went out, newest first, and the releases under which something may go out now. */
export async function readDisclosures(call: Call, found: PlanCase) {
  const rows = await store.selectDisclosures(call.tx, found.id);
  const releases = await listReleases(call, found.person_id, found.organisation_id);
  return {
    disclosures: await Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        part: row.part as Part, // CHECK of the table, as below
        recipient: await call.sealer.open(call.tx, row.person_id, recipientPlace(row.id), row.recipient_sealed),
        releaseId: row.release_id,
        form: row.form as Form,
        madeAt: row.made_at.toString(),
        madeByName: row.made_by_name,
      })),
    ),
    releases: releases
      .filter(({ standing }) => standing === 'given')
      .map(({ id, recipient, classes, untilAt }) => ({
        id,
        recipient: recipient.name,
        classes: [...classes],
        untilOn: dayInBerlin(untilAt).subtract({ days: 1 }).toString(),
      })),
  };
}
