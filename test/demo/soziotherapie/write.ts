import { randomUUID } from 'node:crypto';
import type { Day } from '#rooms/soziotherapie/rules/calendar.ts';
import { type Coverage, coverSessions } from '#rooms/soziotherapie/rules/coverage.ts';
import { decisionDeadline, objectionDeadline } from '#rooms/soziotherapie/rules/deadlines.ts';
import { parametersOn } from '#rooms/soziotherapie/rules/parameters.ts';
import { form26, form28 } from './content.ts';
import { dayAt, type Visit, workdayAt } from './course.ts';
import { type Scene, writePlans, writeSessions } from './diary.ts';
import { coverOf, giveOrders, NW, stateOf } from './orders.ts';
import { kvnrOf, PAYERS, type Payer, PROVIDER } from './practice.ts';
import { ADDRESSES, CLOSING, CONTACT } from './texts.ts';
import type { Told } from './told.ts';

/** Writes one client with all that happened; answers what the rules said, for the checks of the demo. */
export async function writeClient(
  scene: Scene,
  told: Told,
  visits: readonly Visit[],
  seed: number,
): Promise<{ personId: string; episodeId: string; coverage: Coverage }> {
  const { call, calendar, practice, rows } = scene;
  const [personId, episodeId, organisationId] = [randomUUID(), randomUUID(), practice.organisationId];
  const base = { person_id: personId, organisation_id: organisationId };
  const seal = (table: string, column: string, row: string, text: string) =>
    call.sealer.seal(call.tx, personId, { table, column, row }, text);
  const at = (day: Day, clock = '10:00') => `${day}T${clock}:00Z`;
  const openedOn = dayAt(calendar, told.opened);
  const payer = PAYERS[told.insurer] as Payer;
  const kvnr = told.kvnr ?? kvnrOf(seed);
  const practitionerId = told.helper === null ? null : (practice.practitionerIds[told.helper] ?? null);
  const helper = practice.accounts.helpers[told.helper ?? 0] ?? practice.accounts.lead;
  const orders = giveOrders(told, calendar);
  const done = visits.filter(({ state }) => state === 'done');
  const ids = new Map(visits.map((one) => [one, randomUUID()]));
  const idOf = (one: Visit) => ids.get(one) as string;

  const coverage = coverSessions(
    {
      sessions: done.map((one) => ({
        id: idOf(one),
        day: one.day,
        start: one.start,
        setting: one.group ? 'group' : 'single',
        minutes: one.minutes,
      })),
      prescriptions: orders.filter(({ only }) => only !== 'DRAFT').map(coverOf),
      externals: told.former ? [{ id: 'former', day: dayAt(calendar, told.former.day), minutes: told.former.minutes }] : [],
    },
    parametersOn(calendar.today),
  );

  const [street, postalCode, place] = ADDRESSES[told.address] ?? ['', '53111', 'Bonn'];
  rows.add('people.person', {
    id: personId,
    version: 1,
    created_at: at(openedOn),
    given_name: told.given,
    family_name: told.family,
    birth_date: told.born,
    gender: told.gender,
    phone: `0228 555 ${600 + (seed % 400)}`,
    street,
    postal_code: postalCode,
    place,
    channel: 'phone',
    language: 'de',
  });
  // whoever withdrew has a file that only the lead opens (rule book 5.4)
  const restricted = told.closed?.reason === 'CONSENT_WITHDRAWN';
  const relation = {
    id: randomUUID(),
    ...base,
    cause_kind: 'episode',
    cause_id: episodeId,
    from_at: at(openedOn),
    until_at: null,
    lead_only: restricted,
  };
  if (practitionerId) rows.add('access.care_relation', { ...relation, kind: 'team', practitioner_id: practitionerId });
  rows.add('access.office_relation', { ...relation, id: randomUUID() });
  rows.add('people.cover', {
    id: randomUUID(),
    person_id: personId,
    payer_ik: payer.ik,
    payer_name: payer.name,
    kvnr,
    kvnr_confirmed: false,
    insured_status: '1',
    insurer_group: payer.group,
    state: 'NW',
    from_on: '2015-01-01',
    continues_former: false,
    recorded_at: at(openedOn),
    version: 1,
  });
  if (told.exempt)
    rows.add('people.copay_exemption', {
      id: randomUUID(),
      person_id: personId,
      from_on: `${calendar.today.slice(0, 4)}-01-01`,
      to_on: `${calendar.today.slice(0, 4)}-12-31`,
      recorded_at: at(openedOn),
    });
  rows.add('soziotherapie.contingent', { person_id: personId, version: 1 });
  const last = orders.at(-1);
  const prescriber = practice.prescribers[last?.by ?? 0];
  rows.add('soziotherapie.episode', {
    id: episodeId,
    ...base,
    practitioner_id: practitionerId,
    prescriber_id: prescriber?.id ?? null,
    state: told.state,
    opened_on: openedOn,
    asked_by: told.asked ?? 'client',
    contact_note_sealed: await seal('soziotherapie.episode', 'contact_note_sealed', episodeId, CONTACT),
    waiting_since: told.waiting === undefined ? null : dayAt(calendar, told.waiting),
    paused_from: told.paused ? dayAt(calendar, told.paused.from) : null,
    pause_reason: told.paused?.why ?? null,
    frequency_per_week: told.visits.at(-1)?.every === 14 ? 0.5 : told.visits.length ? 1 : null,
    closed_on: told.closed ? dayAt(calendar, told.closed.on) : null,
    close_reason: told.closed?.reason ?? null,
    closing_report_sealed:
      told.closed && told.closed.reason !== 'DECEASED'
        ? await seal('soziotherapie.episode', 'closing_report_sealed', episodeId, CLOSING)
        : null,
    restricted_at: restricted && told.closed ? at(dayAt(calendar, told.closed.on)) : null,
    version: 1,
  });
  const p = parametersOn(calendar.today);
  for (const order of orders) {
    const used = coverage.prescriptions.find(({ id }) => id === order.id)?.usedParts ?? 0;
    const by = practice.prescribers[order.by ?? 0];
    if (!by) throw new Error('no prescriber');
    const around = { told, order, issuedOn: order.issuedOn, kvnr, payer, prescriber: by, provider: PROVIDER, groupAllowed: true };
    const content = order.kind === 'REFERRAL' ? form28(around) : form26(around);
    const wait = {
      receivedOn: order.receivedOn ?? order.issuedOn,
      expertNoticeOn: order.md === undefined ? null : workdayAt(calendar, order.md),
    };
    rows.add('soziotherapie.prescription', {
      id: order.id,
      ...base,
      episode_id: episodeId,
      form: order.kind === 'REFERRAL' ? '28' : '26',
      kind: order.kind,
      prescriber_id: by.id,
      payer_ik: payer.ik,
      issued_on: order.only === 'DRAFT' ? null : order.issuedOn,
      units: order.units,
      group_allowed: true,
      state: stateOf(order),
      usage: used === 0 ? 'UNUSED' : 'IN_USE',
      approval_free: order.free,
      form_sealed: await seal('soziotherapie.prescription', 'form_sealed', order.id, JSON.stringify(content)),
      discharged_on: order.kind === 'DISCHARGE' ? order.issuedOn : null,
      submit_until: order.only === 'DRAFT' ? null : order.submitUntil,
      submitted_on:
        order.submitted === undefined
          ? null
          : workdayAt(calendar, order.submitted) < order.issuedOn
            ? order.issuedOn
            : workdayAt(calendar, order.submitted),
      submitted_by_channel: order.submitted === undefined ? null : 'post',
      received_on: order.receivedOn,
      md_notice_on: wait.expertNoticeOn,
      decision_due_on: order.receivedOn && !order.free ? decisionDeadline(wait, NW, p) : null,
      used_parts: used,
      set_off_parts: 0,
      eligible_as: order.free ? 'trial' : told.criteria ? 'individual-case' : told.gaf > 50 ? null : 'regular',
      version: 1,
      created_at: at(order.issuedOn),
    });
    if (order.decisionOn) {
      const { posted, notified, units: approved, validTo } = order.decisionOn;
      const objected = order.decision?.objected;
      rows.add('soziotherapie.decision', {
        id: randomUUID(),
        ...base,
        prescription_id: order.id,
        kind: approved === 0 ? 'refused' : approved < order.units ? 'partly' : 'approved',
        units: approved,
        decided_on: posted,
        posted_on: posted,
        known_on: notified,
        notified_on: notified,
        valid_from: null,
        valid_to: validTo,
        number: `SOZ-${posted.slice(0, 4)}-${1000 + ((seed * 13 + approved) % 9000)}`,
        remedies_told: true,
        objection_until: approved < order.units ? objectionDeadline({ notifiedOn: notified, remediesTaught: true }, NW, p) : null,
        objected_on: objected === undefined ? null : workdayAt(calendar, objected),
        objected_by: objected === undefined ? null : 'client',
        after_objection: false,
        recorded_at: at(notified),
        recorded_by: practice.accounts.office,
      });
    }
    if (order.kind !== 'TRIAL' && order.kind !== 'REFERRAL') {
      const rating = randomUUID();
      rows.add('soziotherapie.gaf_rating', {
        id: rating,
        ...base,
        episode_id: episodeId,
        rated_on: order.issuedOn,
        rated_by: 'prescriber',
        prescriber_id: by.id,
        source_kind: 'muster-26',
        source_id: order.id,
        sealed: await seal('soziotherapie.gaf_rating', 'sealed', rating, String(told.gaf)),
        recorded_at: at(order.issuedOn),
        recorded_by: practice.accounts.office,
      });
    }
  }
  const goalIds = await writePlans({ scene, told, orders, personId, episodeId, helper, base, at, seal });
  await writeSessions({
    scene,
    told,
    visits,
    coverage,
    orders,
    goalIds,
    idOf,
    helper,
    practitionerId,
    personId,
    episodeId,
    base,
    at,
    seal,
    seed,
  });
  return { personId, episodeId, coverage };
}
