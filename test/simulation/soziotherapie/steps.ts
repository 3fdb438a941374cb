import { keepCopayHistory } from '#rooms/soziotherapie/actions/copay.ts';
import { lookAtDay } from '#rooms/soziotherapie/actions/day.ts';
import { addDays } from '#rooms/soziotherapie/rules/calendar.ts';
import type { ServiceName } from '#test/soziotherapie-stage.ts';
import { runMonth, stepInvoice } from './money.ts';
import { advance, order } from './orders.ts';
import { INSURERS, type Practice } from './practice.ts';
import { deviceSends, deviceWrites, helperOf, plan, resolve, sessionIn, stepSession, visit } from './visits.ts';

export interface Step {
  name: string;
  weight: number;
  take(practice: Practice): Promise<void>;
}

interface Episode {
  id: string;
  version: number;
  state: string;
  person_id: string;
  who: string;
}
const episode = (practice: Practice, states?: readonly string[]) =>
  practice.row<Episode>(
    `select e.id, e.version, e.state, e.person_id, e.practitioner_id as who from soziotherapie.episode e where ($1::text[] is null or e.state = any ($1))
     order by (select min(created_at) from people.person p where p.id = e.person_id), e.person_id, e.opened_on, e.previous_id nulls first`,
    states ?? null,
  );
/** Somebody whose case is open, by chance. */
const client = async (practice: Practice) => {
  const found =
    (await episode(practice, ['INQUIRY', 'REFERRED', 'TRIAL', 'IN_APPLICATION', 'ACTIVE', 'PAUSED', 'GAP', 'EXHAUSTED'])) ??
    (await episode(practice));
  return found ? { personId: found.person_id, episodeId: found.id, who: found.who } : undefined;
};

async function changeCase(practice: Practice): Promise<void> {
  const { chance, today } = practice;
  const row = await episode(practice);
  if (!row) return;
  const on = (who: ServiceName, name: string, body: object) =>
    practice.command(who, `soziotherapie.${name}`, { params: { id: row.id }, version: row.version, body });
  const by = helperOf(practice, row.who);
  if (row.state === 'CLOSED') return void (await on('buero', 'startNextEpisode', { indicationAgain: chance.coin(0.9), askedBy: 'client' }));
  if (row.state === 'EXHAUSTED' && chance.coin(0.6))
    return void (await on('buero', 'startNextEpisode', { indicationAgain: true, askedBy: 'client' }));
  const what = chance.weighted([3, 3, 2, 2, 2]);
  if (what === 0) return void (await on(by, 'pauseEpisode', { from: today, reason: 'vacation' }));
  if (what === 1) return void (await on(by, 'resumeEpisode', {}));
  const { weidner, brueck } = practice.door.stage.helpers;
  if (what === 2) return void (await on('leitung', 'assignHelper', { practitionerId: row.who === weidner ? brueck : weidner }));
  if (what === 3)
    return void (await on('leitung', 'setDeputy', {
      practitionerId: row.who === weidner ? brueck : weidner,
      until: addDays(today, chance.below(10)),
    }));
  const reason = ['GOAL_REACHED', 'PATIENT_STOPPED', 'CAP_EXHAUSTED', 'OTHER', 'WINDOW_ENDED'][chance.below(5)];
  if (chance.coin(0.35)) await on(by, 'closeEpisode', { reason, on: addDays(today, -chance.below(2)), report: 'Ziele zum Teil erreicht.' });
}

async function changeInsurer(practice: Practice): Promise<void> {
  const { chance, today } = practice;
  const of = await client(practice);
  if (!of) return;
  const [now] = await practice.door.stage.look<{ payer_ik: string; kvnr: string }>(
    'select payer_ik, kvnr from people.cover where person_id = $1 and withdrawn_at is null order by from_on desc limit 1',
    of.personId,
  );
  const other = INSURERS.find(({ payerIk }) => payerIk !== now?.payer_ik) ?? INSURERS[0];
  const how = chance.coin(0.8) ? 'changed' : 'merged';
  const body = {
    how,
    ...other,
    kvnr: now?.kvnr ?? null,
    kvnrConfirmed: true,
    insuredStatus: '1',
    from: addDays(today, chance.below(40) - 20),
    to: null,
  };
  await practice.command('buero', 'people.recordCover', { params: { id: of.personId }, body });
}

async function stay(practice: Practice): Promise<void> {
  const { chance, today } = practice;
  const known = await practice.row<{ id: string; version: number; from: string }>(
    'select id, version, admitted_on::text as from from soziotherapie.hospital_stay where withdrawn_at is null order by recorded_at, person_id',
  );
  if (known && chance.coin(0.4))
    return void (await practice.command('weidner', 'soziotherapie.withdrawStay', {
      params: { id: known.id },
      version: known.version,
      body: {},
    }));
  const admittedOn = addDays(today, -chance.below(25));
  const over = chance.coin(0.7);
  const body = {
    admittedOn,
    admittedAt: chance.coin(0.6) ? '11:00' : null,
    dischargedOn: over ? addDays(admittedOn, chance.below(12)) : null,
    dischargedAt: over && chance.coin(0.5) ? '10:00' : null,
  };
  if (known && chance.coin(0.5))
    return void (await practice.command('buero', 'soziotherapie.changeStay', { params: { id: known.id }, version: known.version, body }));
  const of = await client(practice);
  if (of) await practice.command('buero', 'soziotherapie.addStay', { params: { id: of.episodeId }, body });
}

async function external(practice: Practice): Promise<void> {
  const { chance, today } = practice;
  const known = await practice.row<{ id: string }>(
    'select id from soziotherapie.external_units where withdrawn_at is null order by recorded_at, person_id, minutes, day',
  );
  if (known && chance.coin(0.45))
    return void (await practice.command('buero', 'soziotherapie.withdrawExternalUnits', { params: { id: known.id }, body: {} }));
  const of = await client(practice);
  const minutes = [60, 300, 1200, 3000, 6000, 7100, 7200][chance.below(7)] ?? 60;
  if (of)
    await practice.command('buero', 'soziotherapie.addExternalUnits', {
      params: { id: of.episodeId },
      body: { day: addDays(today, -chance.below(700)), minutes, evidence: 'Schreiben der Kasse' },
    });
}

async function group(practice: Practice): Promise<void> {
  const { chance, local } = practice;
  const [known] = await practice.door.stage.look<{ id: string; version: number }>(
    'select id, version from soziotherapie.therapy_group limit 1',
  );
  if (!known)
    return void (await practice.command('leitung', 'soziotherapie.openGroup', {
      body: { name: 'Donnerstagsgruppe', practitionerId: practice.door.stage.helpers.weidner, coPractitionerId: null, seats: 4 },
    }));
  const meeting = await practice.row<{ id: string; start: string; end: string }>(
    `select group_session_id as id, min(start_local) as start, min(end_local) as end from soziotherapie.session where group_session_id is not null
     and state in ('PLANNED', 'CONFIRMED') and ends_at <= $1 group by 1 order by 2, 3`,
    practice.clock.now.toString(),
  );
  if (meeting && chance.coin(0.7)) {
    const members = await practice.door.stage.look<{ id: string }>(
      `select id from soziotherapie.session where group_session_id = $1 and state in ('PLANNED', 'CONFIRMED') order by person_id`,
      meeting.id,
    );
    const absent = members.filter(() => chance.coin(0.25)).map(({ id }) => id);
    const present = members.map(({ id }) => id).filter((id) => !absent.includes(id));
    return void (await practice.command('weidner', 'soziotherapie.markPresence', {
      params: { id: meeting.id },
      body: {
        start: meeting.start,
        end: meeting.end,
        present,
        absent: absent.map((sessionId) => ({ sessionId, event: 'mark-no-show' })),
        riskConfirmed: chance.coin(0.9),
      },
    }));
  }
  if (chance.coin(0.3)) {
    const undecided = await sessionIn(practice, ['DELIVERED'], 's.group_session_id is not null');
    if (undecided?.meeting)
      return void (await practice.command('leitung', 'soziotherapie.decideMeeting', {
        params: { id: undecided.meeting },
        body: { as: chance.coin(0.5) ? 'single' : 'cancelled', reason: 'nur eine kam' },
      }));
  }
  if (chance.coin(0.5)) {
    const of = await client(practice);
    const name = chance.coin(0.8) ? 'joinGroup' : 'leaveGroup';
    if (of) await practice.command('weidner', `soziotherapie.${name}`, { params: { id: known.id }, body: { episodeId: of.episodeId } });
    return;
  }
  const start = local.add({ days: chance.below(3) }).with({ hour: 8 + chance.below(10), minute: 0 });
  await practice.command('weidner', 'soziotherapie.planMeeting', {
    params: { id: known.id },
    body: {
      start: start.toString({ smallestUnit: 'minute' }),
      end: start.add({ minutes: chance.coin(0.7) ? 90 : 45 }).toString({ smallestUnit: 'minute' }),
    },
  });
}

/** Time goes on; with a new day come the jobs of the night. */
export async function passTime(practice: Practice, time: { days?: number; hours?: number; minutes?: number }): Promise<void> {
  const before = practice.today;
  practice.clock.pass(time);
  if (practice.today !== before) await jobs(practice);
}
async function jobs(practice: Practice): Promise<void> {
  const { world, cast, practices } = practice.door.stage;
  await lookAtDay(world);
  for (const { personId } of practice.cases) await cast.asSystem((call) => keepCopayHistory(call, personId, practices.musterweg));
}

/** Two or three people click at the same moment, mostly on the same person. */
async function atOnce(practice: Practice): Promise<void> {
  const of = await client(practice);
  const session = await sessionIn(practice, ['DOCUMENTED', 'DELIVERED', 'SIGNED']);
  if (!of) return;
  const by = helperOf(practice, of.who);
  await Promise.all([
    visit(practice, of, by),
    stepSession(practice),
    session ? stepSession(practice) : external(practice),
    stepInvoice(practice),
  ]);
}

export const STEPS: readonly Step[] = [
  { name: 'time passes', weight: 16, take: (practice) => passTime(practice, { minutes: 20 + practice.chance.below(240) }) },
  { name: 'a new day', weight: 7, take: (practice) => passTime(practice, { hours: 10 + practice.chance.below(20) }) },
  { name: 'weeks go by', weight: 0.8, take: (practice) => passTime(practice, { days: 7 + practice.chance.below(50) }) },
  { name: 'a year goes by', weight: 0.12, take: (practice) => passTime(practice, { days: 200 + practice.chance.below(400) }) },
  {
    name: 'plan',
    weight: 6,
    async take(practice) {
      const of = await client(practice);
      if (of) await plan(practice, of);
    },
  },
  {
    name: 'visit',
    weight: 14,
    async take(practice) {
      const of = await client(practice);
      if (of) await visit(practice, of, practice.chance.coin(0.9) ? helperOf(practice, of.who) : 'brueck');
    },
  },
  { name: 'session', weight: 26, take: stepSession },
  {
    name: 'device writes',
    weight: 4,
    async take(practice) {
      const of = await client(practice);
      if (of) await deviceWrites(practice, of);
    },
  },
  { name: 'device sends', weight: 3, take: deviceSends },
  { name: 'device resolved', weight: 2.5, take: resolve },
  {
    name: 'order',
    weight: 4,
    async take(practice) {
      const of = await client(practice);
      if (of) await order(practice, of);
    },
  },
  {
    name: 'prescription',
    weight: 12,
    async take(practice) {
      const row = await practice.row<{ id: string }>(
        `select id from soziotherapie.prescription where state not in ('WITHDRAWN', 'APPROVED', 'APPROVAL_FREE') order by created_at, person_id, kind, units`,
      );
      if (row) await advance(practice, row.id);
    },
  },
  { name: 'case', weight: 2.5, take: changeCase },
  { name: 'insurer', weight: 0.8, take: changeInsurer },
  { name: 'hospital', weight: 2, take: stay },
  { name: 'external', weight: 2.5, take: external },
  { name: 'group', weight: 5, take: group },
  { name: 'month', weight: 3, take: runMonth },
  { name: 'invoice', weight: 8, take: stepInvoice },
  { name: 'at once', weight: 4, take: atOnce },
  {
    name: 'upload',
    weight: 0.6,
    async take(practice) {
      const of = await client(practice);
      if (of) await practice.upload(of.personId, 'weidner', 'letter');
    },
  },
];
