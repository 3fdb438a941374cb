import { readFileSync } from 'node:fs';
import { newId } from '#kernel/id.ts';
import { kvnrFault } from '#kernel/identifiers.ts';
import { UploadedFile } from '#kernel/upload.ts';
import { PRICE } from '#rooms/billing/money.fixture.ts';
import { readInPayerFile } from '#rooms/payers/actions/payers.ts';
import { HEADER } from '#rooms/soziotherapie/rules/forms/forms.fixture.ts';
import type { OwnDatabase } from '#test/cast/stage.ts';
import { pdf } from '#test/file-samples.ts';
import type { Question } from '#test/http.ts';
import { openServiceDoor, type ServiceAsker, type ServiceDoor } from '#test/service-door.ts';
import type { Case, ServiceName } from '#test/soziotherapie-stage.ts';
import type { Chance } from '../../../bench/lib/random.ts';
import { count } from '../actors.ts';

/** Insurers of the simulated clients; one of them is in another federal state. */
export const INSURERS = [
  { payerIk: '100177504', payerName: 'Techniker Krankenkasse', insurerGroup: 'VDEK', state: 'NW' },
  { payerIk: '101560000', payerName: 'Barmer', insurerGroup: 'VDEK', state: 'NW' },
] as const;

/** What happened so far, by name. */
export interface Tally {
  steps: number;
  done: Map<string, number>;
  refused: Map<string, number>;
  repeated: number;
}

/** An answer that no rule gives: the product broke. */
export class Unasked extends Error {}

/**
 * A practice of Soziotherapie whose people act by chance through the HTTP door: two helpers, their office and their lead, a second
 * practice beside them that must never see anything.
 */
export class Practice {
  readonly door: ServiceDoor;
  readonly chance: Chance;
  readonly tally: Tally = { steps: 0, done: new Map(), refused: new Map(), repeated: 0 };
  readonly cases: Case[] = [];
  /** What a device holds and has not sent, sealed. */
  waiting: { id: string; keyId: string; body: string; writtenLocal: string }[] = [];
  /** Files that were uploaded, by person. */
  readonly files = new Map<string, string[]>();

  constructor(door: ServiceDoor, chance: Chance) {
    this.door = door;
    this.chance = chance;
  }

  get clock() {
    return this.door.stage.clock;
  }
  /** The wall clock in Bonn, to the minute. */
  get local(): Temporal.PlainDateTime {
    return this.clock.now.toZonedDateTimeISO('Europe/Berlin').toPlainDateTime().round({ smallestUnit: 'minute', roundingMode: 'floor' });
  }
  get today(): string {
    return this.local.toPlainDate().toString();
  }

  /** Asks as somebody; a refusal of the house is counted and answered as nothing, anything else that is no success ends the simulation. */
  async ask(who: ServiceAsker, name: string, question: Question = {}): Promise<ServiceAnswer | undefined> {
    const { status, json, code, text } = await this.door.ask(who, name, question);
    if (status < 300) {
      count(this.tally.done, name);
      return json;
    }
    if (status >= 500 || status === 401 || status === 429 || code === undefined || code === 'invalid-input')
      throw new Unasked(
        `${who} asks ${name} ${JSON.stringify(question)}: ${status} ${text}\n${this.door.lines
          .filter((line) => line.includes('"level":"error"'))
          .slice(-2)
          .join('\n')}`,
      );
    count(
      this.tally.refused,
      [name, code, ...(json.errors ?? []).map((one: { pointer: string; code: string }) => `${one.pointer}=${one.code}`)].join(' '),
    );
    return undefined;
  }

  /** Like `ask`, now and then twice at once with one key: one effect, one answer (I3 of the house). */
  async command(who: ServiceAsker, name: string, question: Question = {}): Promise<ServiceAnswer | undefined> {
    if (!this.chance.coin(0.06)) return this.ask(who, name, question);
    const key = newId();
    const answers = await Promise.all([0, 1].map(() => this.door.ask(who, name, { ...question, key })));
    const bad = answers.find(({ status }) => status >= 500 || status === 401);
    if (bad) throw new Unasked(`${who} asks ${name} twice ${JSON.stringify(question)}: ${bad.status} ${bad.text}`);
    const good = answers.filter(({ status }) => status < 300);
    const texts = new Set(good.map(({ json }) => canonical(json)));
    if (texts.size > 1) throw new Unasked(`${name} with one key answered ${[...texts].join(' and ')}`);
    this.tally.repeated += 1;
    count(good[0] ? this.tally.done : this.tally.refused, good[0] ? name : `${name} ${answers[0]?.code}`);
    return good[0]?.json;
  }

  pick<T>(all: readonly T[]): T | undefined {
    return all[this.chance.below(Math.max(1, all.length))];
  }
  /** One of the rows that a question finds, by chance; the question must order them, so that a seed can be played again. */
  async row<Row>(text: string, ...values: unknown[]): Promise<Row | undefined> {
    return this.pick(await this.door.stage.look<Row>(text, ...values));
  }

  /** A file of a person as the office uploads it. */
  async upload(personId: string, by: ServiceName = 'buero', kind = 'proof-of-sending'): Promise<string | undefined> {
    const file = new UploadedFile({ name: 'Nachweis.pdf', mediaType: 'application/pdf', bytes: new Uint8Array(pdf()), digest: '' });
    const made = await this.ask(by, 'records.uploadFile', { body: { file, personId, kind, audience: 'office' } });
    return made?.id;
  }
}
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire, as test/http.ts has it
type ServiceAnswer = any;

/** jsonb does not keep the order of fields. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );

/** KVNRs that pass their check, one for each client. */
function* kvnrs(): Generator<string> {
  for (let number = 12_345_678; ; number += 17)
    for (let digit = 0; digit < 10; digit += 1) if (kvnrFault(`A${number}${digit}`) === undefined) yield `A${number}${digit}`;
}

/** Opens the practice with prices, insurers and clients who just asked. */
export async function openSimulated(database: OwnDatabase, chance: Chance, clients: number, at: Temporal.Instant): Promise<Practice> {
  const door = await openServiceDoor(database, { at });
  const practice = new Practice(door, chance);
  const file = readFileSync(new URL('../../../data/EK05Q425.ke0', import.meta.url));
  await door.stage.cast.asSystem((call) => readInPayerFile(call, file));
  for (const more of [{ setting: 'single' }, { setting: 'group', priceCents: 4200, positionNumber: '3101002' }])
    await door.get('buero', 'payers.addContractLine', { body: { ...PRICE, validFrom: '2015-01-01', ...more, overlapKnown: true } });
  const numbers = kvnrs();
  for (let born = 0; born < clients; born += 1) {
    const { id, personId } = await door.get('buero', 'soziotherapie.openInquiry', {
      body: {
        person: {
          givenName: HEADER.givenName,
          familyName: HEADER.surname,
          birthDate: HEADER.birthDate,
          phone: `0171 55${10_000 + born}`,
          street: HEADER.address.street,
          postalCode: HEADER.address.postalCode,
          place: HEADER.address.city,
        },
        practitionerId: door.stage.helpers[born % 3 === 2 ? 'brueck' : 'weidner'],
        askedBy: 'client',
      },
    });
    const kvnr = numbers.next().value;
    const cover = { how: 'new', ...INSURERS[0], kvnr, kvnrConfirmed: false, insuredStatus: '1', from: '2015-01-01', to: null };
    await door.get('buero', 'people.recordCover', { params: { id: personId }, body: cover });
    practice.cases.push({ personId, episodeId: id });
  }
  return practice;
}
