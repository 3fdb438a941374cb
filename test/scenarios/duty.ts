import { generateSync } from 'otplib';
import type { RecordDraft } from '#rooms/crisis/contract/record.ts';
import { CAST_TOTP } from '#test/cast/people.ts';
import { Browser } from './browser.ts';
import type { FrontDoor } from './front-door.ts';

/** One line of an emergency's protocol, as it comes over the wire. */
export interface Entry {
  kind: string;
  at: string;
  byName: string | null;
  facts: Record<string, unknown>;
}

/** What a complete hand-over to the rescue service says. */
export const RESCUE: typeof RecordDraft._input = {
  to: 'rescue-112',
  place: 'Kölnstraße 4, Bonn, 2. Stock',
  callbackNumber: '0171 3920041',
  withPerson: 'allein',
  agreed: 'bleibt in der Leitung, öffnet die Tür',
  dataAgreed: 'necessity',
  necessity: 'Plan und Mittel vorhanden',
};

/** Whoever stands behind the desk in an emergency: the roster, a second psychologist, a signed script. */
export async function openDuty(door: FrontDoor) {
  const [jana, marit, yilmaz, amara] = [
    await door.signedIn('jana'),
    await door.signedIn('marit'),
    await door.signedIn('yilmaz'),
    await door.signedIn('amara'),
  ];
  const cast = await door.cast.join('reserve', { name: 'Dr. Ines Vogt', email: 'ines.vogt@geleit.example', roles: ['oncall'] });
  const vogt = new Browser(door.address, 'Dr. Ines Vogt', await cast.token('reserve'));
  const accounts = { yilmaz: cast.account('yilmaz'), vogt: cast.account('reserve'), marit: cast.account('marit') };
  let duties: string[] = [];
  const read = (id: string, who = jana) => who.done('crisis.getEmergency', { params: { id } });
  return {
    vogt,
    accounts,
    read,
    async onDuty(who: keyof typeof accounts, rank = 1, hours = 12) {
      const { now } = door.clock;
      const body = {
        accountId: accounts[who],
        from: now.subtract({ minutes: 1 }).toString(),
        until: now.add({ hours }).toString(),
        rank,
        phone: `0228 555 11${rank}`,
      };
      duties.push((await marit.done('access.addDuty', { body })).id);
    },
    async offDuty() {
      for (const id of duties) await marit.ask('access.withdrawDuty', { params: { id } });
      duties = [];
    },
    /** The clinical lead signs the script that came with the product, with a fresh code. */
    async sign(): Promise<string> {
      const draft = await eventually(async () => (await amara.done('crisis.listScripts')).scripts[0]);
      const shown = await amara.done('crisis.getScriptVersion', { params: { id: draft.id } });
      door.clock.pass({ seconds: 60 }); // a code is good once
      const epoch = Math.floor(door.clock.now.epochMilliseconds / 1_000);
      await amara.done('access.stepUp', { body: { code: generateSync({ secret: CAST_TOTP, epoch }) } });
      await amara.done('crisis.signScript', { params: { id: draft.id }, version: draft.version, body: { hash: shown.hash } });
      return draft.scriptVersion;
    },
    /** The protocol's lines of a kind. */
    async lines(id: string, kind: string): Promise<Entry[]> {
      return (await read(id)).entries.filter((entry: Entry) => entry.kind === kind);
    },
    openOf: async (requestId: string) =>
      (await jana.done('crisis.listOpen')).emergencies.find((row: { requestId: string }) => row.requestId === requestId),
    /** Which deadlines were carried out, with whom they alarmed; behind row-level security, so that it can be asked of a server that is down. */
    async passed(id: string): Promise<{ deadline: string; to: string; at: string }[]> {
      const rows = await door.stage.look<{ deadline: string; to: string; at: Date }>(
        "select facts ->> 'deadline' as deadline, facts ->> 'to' as to, at from crisis.entry where emergency_id = $1 and kind = 'deadline-passed' order by seq",
        id,
      );
      return rows.map(({ deadline, to, at }) => ({ deadline, to, at: at.toISOString() }));
    },
    yilmaz,
  };
}

/** Asks until there is an answer. */
export async function eventually<T>(look: () => Promise<T | undefined | false>, within = 20_000): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error('it never came');
    await new Promise((go) => setTimeout(go, 20));
  }
}
