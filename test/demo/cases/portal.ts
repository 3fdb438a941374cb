import { dayInBerlin } from '#kernel/time.ts';
import { asSession, type World } from '#platform/call.ts';
import type { Door } from '#platform/http.ts';
import { attachInvitation } from '#rooms/portal/actions/own-door.ts';
import type { Cast } from '#test/cast/cast.ts';
import { CAST_PASSWORD, CAST_TOTP, STAFF } from '#test/cast/people.ts';
import type { Calls } from '../calls.ts';
import type { Callers } from '../persons.ts';
import { goalOf, measureOf } from './planning.ts';
import { Speaker } from './speaker.ts';
import type { Tale } from './tale.ts';

/** Who has an account of the portal in the demo, for the lines of the start. */
export const PORTAL_PEOPLE = [
  { key: 'marta', name: 'Marta Kowalczyk', email: 'marta.kowalczyk@geleit.example', what: 'Portal, Klientin' },
  { key: 'yusuf', name: 'Yusuf Aydın', email: 'yusuf.aydin@geleit.example', what: 'Portal, Klient' },
  { key: 'jan', name: 'Jan Kowalczyk', email: 'jan.kowalczyk@geleit.example', what: 'Portal, Angehöriger' },
] as const;
const KLARA = { givenName: 'Klara', familyName: 'Yıldız', birthDate: '1992-05-17' } as const;

const DOOR: Door = { token: undefined, source: 'demo', device: 'demo', signIn: () => undefined, signOut: () => undefined };

/**
 * Accounts of the portal: a client who writes with her case manager, one with a plan to agree to, a relative with a release, and a client
 * of the desk with an appointment. All by invitation and its code, as on a real day.
 */
export async function openPortals(
  { world, cast, now, organisationId }: { world: World; cast: Cast<string>; now: Temporal.Instant; organisationId: string },
  tales: readonly Tale[],
  desk: { calls: Calls; callers: Callers },
): Promise<void> {
  for (const { key, name, email } of PORTAL_PEOPLE)
    await cast.join(key, { name, email, roles: ['client'], password: CAST_PASSWORD, totpSecret: CAST_TOTP });
  const speaker = new Speaker(world, cast, now.subtract({ hours: 30 }));
  const attach = async (who: string, code: string, birth: string, at: Temporal.Instant) => {
    const taken = await asSession({ ...world, clock: () => at }, await cast.token(who), {}, (call) =>
      attachInvitation(call, code, birth, DOOR),
    );
    if (taken !== 'accepted') throw taken;
  };
  const invite = async (by: string, who: string, personId: string, birth: string, body: Record<string, unknown>, says = speaker) => {
    const { code } = await says.do<{ code: string }>(by, 'portal.invite', {
      params: { id: personId },
      body: { kind: 'self', language: 'de', guardianId: null, releaseId: null, ...body },
    });
    await attach(who, code, birth, says === speaker ? speaker.now : now);
  };
  const taleOf = (family: string) => tales.find(({ told }) => told.family === family);

  const marta = taleOf('Kowalczyk');
  if (marta) {
    const { personId, caseId } = marta.ids;
    await invite('oksana', 'marta', personId, marta.told.birth, { name: 'Marta Kowalczyk' });
    const { ids } = await speaker.do<{ ids: string[] }>('oksana', 'cases.giveRelease', {
      params: { id: caseId },
      body: {
        recipientKind: 'relative',
        recipientName: 'Jan Kowalczyk',
        directions: ['to-recipient'],
        classes: ['identity', 'appointments', 'plan'],
        purpose: 'PATRQT',
        untilOn: dayInBerlin(now).add({ months: 12 }).toString(),
        form: 'spoken',
        language: 'de',
        givenBy: 'client',
        witness: 'Hanna Lorenz',
      },
    });
    await invite('oksana', 'jan', personId, marta.told.birth, { kind: 'relative', name: 'Jan Kowalczyk', releaseId: ids[0] });
    await talk(speaker, { personId, organisationId, accountId: cast.account('marta') });
  }
  const yusuf = taleOf('Aydın');
  if (yusuf) {
    await offerMore(yusuf, speaker);
    await invite('oksana', 'yusuf', yusuf.ids.personId, yusuf.told.birth, { name: 'Yusuf Aydın', language: 'tr' });
  }
  const klara = await bookFor(cast, now, desk);
  if (klara) await invite('jana', 'klara', klara, KLARA.birthDate, { name: 'Klara Yıldız' }, new Speaker(world, cast, now));
}

/** A question of the client, its answer, and one that still waits. */
async function talk(speaker: Speaker, of: { personId: string; organisationId: string; accountId: string }): Promise<void> {
  const { personId, organisationId, accountId } = of;
  const write = (text: string) => speaker.do('marta', 'portal.sendMine', { body: { personId, organisationId, text } });
  await write('Darf ich zum Gespräch am Donnerstag meine Schwester mitbringen?');
  await speaker.do('oksana', 'portal.answerMessage', {
    params: { id: personId },
    body: { accountId, organisationId, text: 'Ja, sehr gern. Wir haben genug Zeit.' },
  });
  await write('Danke! Der Brief vom Jobcenter ist auch gekommen. Können wir ihn zusammen lesen?');
}

/** What has come since the plan that holds, offered for agreement. */
async function offerMore(tale: Tale, speaker: Speaker): Promise<void> {
  const [first] = tale.story.goals;
  if (!first) return;
  const { line: _line, ...bare } = first;
  const goal = {
    ...bare,
    text: 'Ich fahre einmal in der Woche allein mit dem Bus in die Stadt.',
    scale: {
      '-2': 'Ich fahre gar nicht Bus.',
      '-1': 'Ich fahre nur in Begleitung.',
      '0': 'Einmal in der Woche hin und zurück.',
      '1': 'Zweimal in der Woche.',
      '2': 'Immer, wenn ich möchte.',
    },
  };
  const measure = { ...first.measure, who: 'manager' as const, text: 'Den Weg zur Haltestelle zusammen üben' };
  const { caseId } = tale.ids;
  const made = await speaker.do('oksana', 'cases.addGoal', { params: { id: caseId }, body: { ...goalOf(tale, goal, 1), domain: 'D9' } });
  await speaker.do('oksana', 'cases.addMeasure', {
    params: { id: caseId },
    body: { ...measureOf(tale, { ...goal, measure }, made.id, 1), startOn: tale.ahead(3), weekly: [] },
  });
  await speaker.do('oksana', 'cases.offerPlan', { params: { id: caseId } });
}

/** A call of today, booked at once; nothing where nobody has a free time. */
async function bookFor(cast: Cast<string>, now: Temporal.Instant, { calls, callers }: { calls: Calls; callers: Callers }) {
  for (let tries = 0; tries < 6; tries += 1) {
    const caller = callers.draw({ day: dayInBerlin(now), problems: ['DEP'] });
    const person = { ...caller.person, ...KLARA, email: STAFF.klara.email, channel: 'email' as const };
    const requestId = await calls.take('jana', { ...caller, person }, {});
    const held = await calls.hold('jana', requestId);
    if (!held) {
      await calls.close('jana', requestId, 'withdrew');
      continue;
    }
    await calls.book('jana', requestId, held.practitionerId, 'email');
    return cast.asSystem(async (call) => {
      const row = await call.tx.selectFrom('placement.request').select('person_id').where('id', '=', requestId).executeTakeFirst();
      return row?.person_id ?? undefined;
    });
  }
  return undefined;
}
