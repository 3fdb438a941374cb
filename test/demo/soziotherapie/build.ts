import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { reckon } from '#rooms/soziotherapie/actions/reckon.ts';
import type { Cast } from '#test/cast/cast.ts';
import { enterContracts, invoiceMonths } from './billing.ts';
import { CLIENTS } from './clients.ts';
import { calendarOf, dayAt, extraToday, GROUP_TIME, plannedOf, type Visit, visit, visitsOf } from './course.ts';
import { type DemoPractice, enterPrescribers, HELPERS, openDemoPractice } from './practice.ts';
import { Rows } from './rows.ts';
import type { Told } from './told.ts';
import { writeClient } from './write.ts';

const GROUP_HELPER = 1;
const VISITS_TODAY = 4;

/** What was built, for those who look at it. */
export interface Built {
  practice: DemoPractice;
  clients: readonly { told: Told; personId: string; episodeId: string }[];
}

/**
 * The practice "Soziotherapie am Rhein" with its six helpers and eighty clients. Their history is written past the actions, as the rules
 * count it; a recount by the actions then finds nothing to change, or the building ends in an error.
 */
export async function buildSoziotherapie(cast: Cast<string>, admin: Client, now: Temporal.Instant): Promise<Built> {
  const practice = await openDemoPractice(cast);
  await joinOffice(cast, practice);
  practice.prescribers = await enterPrescribers(cast);
  const calendar = calendarOf(now);
  const rows = new Rows();
  const visits = allVisits(calendar);
  const clients: { told: Told; personId: string; episodeId: string }[] = [];
  await cast.asSystem(async (call) => {
    for (const [index, told] of CLIENTS.entries()) {
      const written = await writeClient({ call, calendar, practice, rows }, told, visits.get(told) ?? [], index + 1);
      clients.push({ told, ...written });
    }
  });
  rows.add('soziotherapie.therapy_group', {
    id: practice.groupId,
    organisation_id: practice.organisationId,
    practitioner_id: practice.practitionerIds[GROUP_HELPER],
    name: 'Alltag',
    seats: 8,
    version: 1,
  });
  for (const { told, personId, episodeId } of clients) {
    if (groupOf(CLIENTS).includes(told))
      rows.add('soziotherapie.group_member', {
        id: randomUUID(),
        group_id: practice.groupId,
        person_id: personId,
        organisation_id: practice.organisationId,
        episode_id: episodeId,
        joined_at: now.subtract({ hours: 24 * 60 }).toString(),
        seated: true,
        version: 1,
      });
  }
  await rows.write(admin);
  await insistCounted(cast, practice, clients);
  await enterContracts(cast, calendar);
  await invoiceMonths(cast, calendar);
  return { practice, clients };
}

/** Who comes to the group: five of its helper's own clients. */
const groupOf = (clients: readonly Told[]) =>
  clients.filter(({ helper, state }) => helper === GROUP_HELPER && state === 'ACTIVE').slice(0, 5);

/** Mai Nguyen of the cast does the office of this practice, Jonas Reuter is its first helper. */
async function joinOffice(cast: Cast<string>, practice: DemoPractice): Promise<void> {
  const { changePlace } = await import('#rooms/access/actions/accounts.ts');
  for (const [name, practitionerId] of [
    ['mai', null],
    ['jonas', practice.practitionerIds[0] ?? null],
  ] as const) {
    const member = cast.person(name);
    await cast.as('tomasz', (call, permit) =>
      changePlace(
        call,
        permit('access.administer'),
        member.accountId,
        { name: member.name, organisationId: practice.organisationId, practitionerId, deskLabel: null },
        1,
      ),
    );
  }
}

/** Everybody's visits; a helper who would have fewer than four today sees some people at times that are nobody's own. */
function allVisits(calendar: ReturnType<typeof calendarOf>): Map<Told, Visit[]> {
  const all = new Map<Told, Visit[]>();
  for (const [helper] of HELPERS.entries()) {
    const own = CLIENTS.filter((told) => told.helper === helper);
    for (const [nth, told] of own.entries()) all.set(told, [...visitsOf(told, nth, calendar), ...plannedOf(told, nth, calendar)]);
    const today = own.filter((told) => all.get(told)?.some(({ day, state }) => day === calendar.today && state === 'planned'));
    const more = own
      .filter((told) => told.state === 'ACTIVE' && !today.includes(told) && told.family !== 'Lindhorst')
      .slice(0, Math.max(0, VISITS_TODAY - today.length));
    const times = ['08:30', '10:15', '13:00'].map((start) => visit(calendar.today, start, 60, 'planned'));
    const free = [
      ...times.filter(({ start }) => !today.some((told) => all.get(told)?.some((one) => one.start === start))),
      extraToday(calendar, 0),
      extraToday(calendar, 1),
    ];
    for (const [index, told] of more.entries()) {
      const at = free[index];
      if (at) all.get(told)?.push(at);
    }
  }
  const members = groupOf(CLIENTS);
  for (const offset of [-56, -42, -28, -14]) {
    const day = dayAt(calendar, offset);
    const meeting = randomUUID();
    for (const told of members) {
      const own = all.get(told);
      if (own && !own.some((one) => one.day === day)) own.push(visit(day, GROUP_TIME, 90, 'done', { group: true, meeting }));
    }
  }
  for (const own of all.values()) own.sort((one, other) => (one.start < other.start ? -1 : 1));
  return all;
}

/** The recount of the actions: what was written must be what they would have written. */
async function insistCounted(
  cast: Cast<string>,
  practice: DemoPractice,
  clients: readonly { told: Told; personId: string }[],
): Promise<void> {
  for (const { told, personId } of clients) {
    await cast.asSystem(async (call) => {
      const before = await call.tx
        .selectFrom('soziotherapie.ledger_entry')
        .select((count) => count.fn.countAll<number>().as('entries'))
        .where('person_id', '=', personId)
        .executeTakeFirst();
      await reckon(call, personId, practice.organisationId);
      const after = await call.tx
        .selectFrom('soziotherapie.ledger_entry')
        .select((count) => count.fn.countAll<number>().as('entries'))
        .where('person_id', '=', personId)
        .executeTakeFirst();
      if (Number(before?.entries) !== Number(after?.entries))
        throw new Error(`${told.given} ${told.family}: written ${before?.entries}, counted ${after?.entries} entries`);
    });
  }
}
