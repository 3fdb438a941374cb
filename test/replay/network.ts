import { dayInBerlin } from '#kernel/time.ts';
import type { World } from '#platform/call.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import type { Connections } from '#platform/migrate.ts';
import { getScriptVersion, listScripts, shipScript, signScript as sign } from '#rooms/crisis/actions/scripts.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { Clock } from '#test/cast/simulated-time.ts';
import { type Building, buildNetwork, LAST_DAYS } from '#test/demo/building.ts';
import { Calls } from '#test/demo/calls.ts';
import { DEMO_THERAPISTS } from '#test/demo/network.ts';
import { Agenda } from './agenda.ts';
import { House } from './house.ts';
import type { Inputs } from './inputs.ts';
import { type Playing, Replay } from './replay.ts';
import { Scene } from './scene.ts';

export interface Setting {
  /** Its clock is the one given. */
  world: World;
  clock: Clock;
  connections: Connections;
  mailer: Mailer;
  inputs: Inputs;
  building: Building;
  /** The present, at which the history ends. */
  now: Temporal.Instant;
  /** The demo tells of the freshness of the last weeks itself. */
  ownLastWeeks: boolean;
  trouble?: Playing['trouble'];
}

export interface Set {
  scene: Scene;
  house: House;
  replay: Replay;
  agenda: Agenda;
}

/** The stories of the demo begin so many days before today. */
const TOLD_DAYS = 100;

/** The network of twenty colleagues in and around Bonn and a counselling centre, opened by real actions, ready to be played. */
export async function setNetwork({ world, clock, mailer, inputs, building, now, ownLastWeeks, trouble }: Setting): Promise<Set> {
  const agenda = new Agenda(clock, now);
  const cast = await buildNetwork(world, agenda, building);
  await signScript(world, cast);
  const calls = new Calls(cast);
  const therapists = new Map(DEMO_THERAPISTS.map(({ key }) => [cast.practitioner(key), key]));
  const scene = new Scene(world, calls, agenda, inputs, therapists);
  const house = new House(world, cast, mailer);
  const names = DEMO_THERAPISTS.filter(({ places }) => places.some(({ kind }) => kind === 'PLACE')).map(({ key }) => key);
  const first = dayInBerlin(agenda.time);
  const before = (days: number) => now.subtract({ hours: 24 * days });
  const replay = new Replay({
    scene,
    house,
    first,
    days: building.days,
    trouble,
    names,
    until: ownLastWeeks ? { confirming: before(LAST_DAYS), illness: before(TOLD_DAYS) } : { confirming: now, illness: now },
  });
  return { scene, house, replay, agenda };
}

/** The clinical lead has read the script that comes with the product, and signs it; without that the desk would see the fallback. */
async function signScript(world: World, cast: Cast<string>): Promise<void> {
  await shipScript(world);
  await cast.as('amara', async (call, permit) => {
    const [script] = (await listScripts(call, permit('crisis.lead'))).scripts;
    if (!script) throw new Error('no script is shipped');
    const { version, hash } = await getScriptVersion(call, permit('crisis.lead'), script.id);
    await sign(call, permit('crisis.lead'), script.id, version, hash);
  });
}
