import { accountOf, type Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { CLIENT_PAGE, type ClientRow, type ListedDue, type Visit } from '../contract/overview.ts';
import { addDays } from '../rules/calendar.ts';
import { byUrgency } from '../rules/due.ts';
import { dueItems } from '../rules/due-items.ts';
import { UNIT_PARTS } from '../rules/units.ts';
import * as store from '../store/overview.ts';
import { cardOf } from './cards.ts';
import { dueCase, type Gathered, gatherCases, holidaysOf, isLead, leftPartsOf, nameOf, scopeOf, todayOf, windowOn } from './cases.ts';
import { ownOrganisation, parametersFor } from './practice.ts';

/** What is used up or withdrawn stays on the board so long. */
const BOARD_DAYS = 28;

/** Whether a due thing is shown to whoever looks: her own work, and where she accompanies or leads, everything of the case. */
function concerns(call: Call, row: store.CaseRow, who: ListedDue['who']): boolean {
  const { roles, practitionerId } = accountOf(call);
  if (roles.includes('lead') || (roles.includes('office') && who === 'office')) return true;
  // somebody who only accompanies sees her own and her deputies' cases alone, by her relations
  return roles.includes('soziotherapist') && (!roles.includes('office') || row.practitioner_id === practitionerId);
}

/** Who needs what today, deadlines first, then the visits of today. */
export async function readOverview(call: Call, _permit: Permit<'soziotherapie.read'>) {
  const organisationId = ownOrganisation(call);
  const today = todayOf(call);
  const scope = scopeOf(call);
  const own = scope === 'own' ? accountOf(call).practitionerId : null;
  const [p, state, cases, visits] = await Promise.all([
    parametersFor(call, organisationId),
    store.findPracticeState(call.tx, organisationId),
    store.selectOpenCases(call.tx, organisationId, isLead(call)),
    store.selectVisits(call.tx, organisationId, today, own),
  ]);
  const of = await gatherCases(call, organisationId, cases);
  const clock = { today, now: call.now, isHoliday: holidaysOf(state) };
  const due: ListedDue[] = cases.flatMap((row) =>
    dueItems(dueCase(row, of(row), today, p), clock, p)
      .filter(({ tone, who }) => tone !== 'fine' && concerns(call, row, who))
      .map((item) => ({ ...item, episodeId: row.id, personId: row.person_id, name: nameOf(row), helperName: row.helper_name })),
  );
  await recordReads(call, 'soziotherapie.overview.read', 'episode', [
    ...unique([
      ...due.map(({ episodeId, personId }) => ({ id: episodeId, personId })),
      ...visits.map((one) => ({ id: one.episode_id, personId: one.person_id })),
    ]),
  ]);
  return {
    today,
    scope,
    due: due.sort(byUrgency),
    visits: await Promise.all(visits.map((row) => visitOf(call, row))),
    clients: cases.length,
  };
}

const unique = (read: readonly { id: string; personId: string }[]) => [...new Map(read.map((one) => [one.id, one])).values()];

async function visitOf(call: Call, row: store.VisitRow): Promise<Visit> {
  const place = { table: 'soziotherapie.session', column: 'address_sealed', row: row.id };
  const home = [row.street, [row.postal_code, row.place].filter(Boolean).join(' ')].filter(Boolean).join(', ') || null;
  const other = row.address_sealed ? await call.sealer.open(call.tx, row.person_id, place, row.address_sealed) : null;
  return {
    sessionId: row.id,
    episodeId: row.episode_id,
    personId: row.person_id,
    name: nameOf(row),
    state: row.state,
    setting: row.setting,
    groupName: row.group_name,
    start: row.start_local,
    end: row.end_local,
    placeKind: row.place_kind,
    address: other ?? (row.place_kind === 'home' ? home : null),
    phone: row.phone,
    helperId: row.practitioner_id,
    helperName: row.helper_name,
  };
}

function clientRow(
  row: store.CaseRow,
  of: Gathered,
  next: store.SessionRow | undefined,
  today: string,
  leftParts: number,
  cap: number,
): ClientRow {
  const window = windowOn(of.windows, today);
  const open = window && window.end_on >= today ? window : undefined;
  return {
    ...plainRow(row),
    nextVisit: next?.start_local ?? null,
    leftHundredths: Math.floor((leftParts * 100) / UNIT_PARTS),
    leftMinutes: open ? open.cap_minutes - open.used_minutes : cap,
  };
}

const plainRow = (row: store.CaseRow): ClientRow => ({
  episodeId: row.id,
  personId: row.person_id,
  name: nameOf(row),
  state: row.state,
  helperName: row.helper_name,
  nextVisit: null,
  leftHundredths: null,
  leftMinutes: null,
  openedOn: row.opened_on,
  closedOn: row.closed_on,
});

const logged = (call: Call, action: string, rows: readonly store.CaseRow[]) =>
  recordReads(
    call,
    action,
    'episode',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );

/** Clients of the practice: open cases whole, ended ones by pages. Names, dates, state and hours; no diagnosis (D15). */
export async function listClients(
  call: Call,
  _permit: Permit<'soziotherapie.read'>,
  { which, q, page }: { which: 'open' | 'ended'; q?: string | undefined; page: number },
) {
  const organisationId = ownOrganisation(call);
  if (which === 'ended') {
    const rows = await store.selectEndedCases(call.tx, organisationId, isLead(call), { q, page, size: CLIENT_PAGE });
    const shown = rows.slice(0, CLIENT_PAGE);
    await logged(call, 'soziotherapie.clients.read', shown);
    return { clients: shown.map(plainRow), more: rows.length > CLIENT_PAGE, page };
  }
  const today = todayOf(call);
  const [p, cases] = await Promise.all([parametersFor(call, organisationId), store.selectOpenCases(call.tx, organisationId, isLead(call))]);
  const people = cases.map(({ person_id }) => person_id);
  const ids = cases.map(({ id }) => id);
  const [prescriptions, windows, next] = await Promise.all([
    store.selectPrescriptions(call.tx, ids),
    store.selectWindows(call.tx, people),
    store.selectNext(call.tx, ids, call.now),
  ]);
  const byCase = Map.groupBy(prescriptions, ({ episode_id }) => episode_id);
  const byPerson = Map.groupBy(windows, ({ person_id }) => person_id);
  const nextOf = new Map(next.map((one) => [one.episode_id, one]));
  await logged(call, 'soziotherapie.clients.read', cases);
  const clients = cases.map((row) => {
    const of: Gathered = {
      prescriptions: byCase.get(row.id) ?? [],
      windows: byPerson.get(row.person_id) ?? [],
      plans: [],
      reviews: null,
      inpatients: new Set(),
      sessions: [],
    };
    const end = windowOn(of.windows, today)?.end_on ?? null;
    const left = of.prescriptions.reduce((sum, one) => sum + leftPartsOf(one, end, today, p), 0);
    return clientRow(row, of, nextOf.get(row.id), today, left, p.episodeCapMinutes);
  });
  return { clients, more: false, page: 1 };
}

/** By name, for the command palette. One log row a case that was shown. */
export async function findClients(call: Call, _permit: Permit<'soziotherapie.read'>, q: string) {
  const rows = await store.selectNamedCases(call.tx, ownOrganisation(call), isLead(call), q);
  await logged(call, 'soziotherapie.clients.searched', rows);
  return { found: rows.map((row) => ({ episodeId: row.id, name: nameOf(row), state: row.state })) };
}

/** Every prescription of the practice on its way from issue to the last unit. */
export async function readBoard(call: Call, _permit: Permit<'soziotherapie.office'>) {
  const organisationId = ownOrganisation(call);
  const today = todayOf(call);
  const [p, state, cases] = await Promise.all([
    parametersFor(call, organisationId),
    store.findPracticeState(call.tx, organisationId),
    store.selectOpenCases(call.tx, organisationId, isLead(call)),
  ]);
  const [of, payers, ended] = await Promise.all([
    gatherCases(call, organisationId, cases),
    store.selectPayerNames(
      call.tx,
      cases.map(({ person_id }) => person_id),
      today,
    ),
    store.selectLastUse(
      call.tx,
      cases.map(({ id }) => id),
    ),
  ]);
  const clock = { today, now: call.now, isHoliday: holidaysOf(state) };
  const since = addDays(today, -BOARD_DAYS);
  await logged(call, 'soziotherapie.board.read', cases);
  const cards = cases.flatMap((row) => {
    const gathered = of(row);
    const due = dueItems(dueCase(row, gathered, today, p), clock, p);
    return gathered.prescriptions
      .map((one) => ({
        ...cardOf(one, due, today),
        episodeId: row.id,
        personId: row.person_id,
        name: nameOf(row),
        payerName: payers.get(row.person_id) ?? null,
      }))
      .filter(({ column, prescriptionId, issuedOn }) => column !== 'used-up' || (ended.get(prescriptionId) ?? issuedOn ?? '') >= since);
  });
  return { today, cards };
}
