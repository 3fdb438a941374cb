import { dayInBerlin } from '#kernel/time.ts';
import type { World } from '#platform/call.ts';
import { changePlace } from '#rooms/access/actions/accounts.ts';
import { lookAtFindings } from '#rooms/cases/actions/findings.ts';
import { appendOrganisation } from '#rooms/directory/actions/coordinate.ts';
import { turnClocks } from '#rooms/referrals/jobs.ts';
import type { Cast } from '#test/cast/cast.ts';
import { CAST_PASSWORD, CAST_TOTP } from '#test/cast/people.ts';
import type { Calls } from '../calls.ts';
import type { Callers } from '../persons.ts';
import { CASES, MANAGERS } from './people.ts';
import { openPortals } from './portal.ts';
import { confirmServices, enterServices } from './services.ts';
import { Speaker } from './speaker.ts';
import { type Tale, taleOf } from './tale.ts';
import { tell } from './tell.ts';

/** Oksana Kovalenko stands in the cast already; three more coordinate, Hanna Lorenz leads. */
const JOIN = [
  { key: 'thiel', name: 'Benno Thiel', email: 'benno.thiel@geleit.example', roles: ['case-manager'] },
  { key: 'albers', name: 'Svenja Albers', email: 'svenja.albers@geleit.example', roles: ['case-manager'] },
  { key: 'yildirim', name: 'Deniz Yıldırım', email: 'deniz.yildirim@geleit.example', roles: ['case-manager'] },
  { key: 'hanna', name: 'Hanna Lorenz', email: 'hanna.lorenz@geleit.example', roles: ['lead'] },
] as const;
/** Machine and database work at the same time when several cases are told at once. */
const TOGETHER = 4;

/** What the worker does each night: clocks of referrals, findings that the day alone brings. */
async function catchUp(world: World): Promise<void> {
  await turnClocks(world);
  await lookAtFindings(world);
}

/**
 * The service "Case Management Rhein-Sieg": four case managers, their lead, sixty cases in all phases, services of the region and partners
 * whose answer is still out. Everything by the endpoints that the browser uses, each case on its own days.
 * @param short tests take every third case
 * @param desk who takes calls; with it clients have the portal, too
 */
export async function buildCases(
  world: World,
  cast: Cast<string>,
  now: Temporal.Instant,
  short = false,
  desk?: { calls: Calls; callers: Callers },
): Promise<number> {
  const today = dayInBerlin(now);
  const begin = now.subtract({ hours: 24 * 400 });
  const organisationId = await cast.as('marit', async (call, permit) => {
    const fields = { name: 'Case Management Rhein-Sieg', kind: 'service' as const, phone: '0228 555 600', email: null, website: null };
    return (await appendOrganisation(call, permit('directory.coordinate'), fields)).id;
  });
  for (const { key, ...account } of JOIN)
    await cast.join(key, { ...account, organisationId, password: CAST_PASSWORD, totpSecret: CAST_TOTP });
  const oksana = cast.person('oksana');
  await cast.as('tomasz', (call, permit) =>
    changePlace(
      call,
      permit('access.administer'),
      oksana.accountId,
      { name: oksana.name, organisationId, practitionerId: null, deskLabel: null },
      1,
    ),
  );
  const services = await enterServices(cast, new Speaker(world, cast, begin));
  const told = short ? CASES.filter((_, index) => index % 3 === 0) : CASES;
  const tales: Tale[] = [];
  const waiting = [...told];
  const teller = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const tale = taleOf(next, new Speaker(world, cast, begin), services, today);
      tales.push(tale);
      await tell(tale);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, teller));
  await catchUp({ ...world, clock: () => now });
  await confirmServices(new Speaker(world, cast, now.subtract({ hours: 24 * 5 })), services);
  const lead = new Speaker(world, cast, now.subtract({ hours: 20 }));
  const away = cast.account(MANAGERS[3]);
  await lead.do('hanna', 'cases.setAbsence', {
    body: { accountId: away, fromOn: today.toString(), toOn: today.add({ days: 9 }).toString(), substituteId: cast.account(MANAGERS[2]) },
  });
  if (desk) await openPortals({ world, cast, now, organisationId }, tales, desk);
  return told.length;
}
