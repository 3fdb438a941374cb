import { randomUUID } from 'node:crypto';
import type { OpenedCase } from '#test/cases-stage.ts';
import type { Answer } from '../../bench/lib/http.ts';
import { pause } from './ground.ts';
import { openHall, type Said } from './voice.ts';

export const EFFECTS = ['opened', 'contact', 'line', 'sent', 'merged'] as const;

/** A command of one key, and by what its effect is known. */
export interface Done extends Said {
  name: (typeof EFFECTS)[number];
  /** Pseudonym of the case; case, day and time of the contact; line; referral; merge. */
  mark: string;
}

export interface CaseScene {
  origin(): string;
  tokens: Record<'olena' | 'marit' | 'tomasz', string>;
  /** Cases of hers whose clients released the partner. */
  cases: readonly OpenedCase[];
  serviceId: string;
  /** Records that are one person: the one that stays, and the other. */
  pairs: [kept: string, gone: string][];
}

const CONTACT = {
  kind: 'phone',
  withWhom: 'client',
  minutes: 10,
  reached: true,
  summary: 'Sie kommt am Dienstag.',
  nextStep: '',
  nextOn: null,
  lineId: null,
  amendsId: null,
};
const REFERRAL = {
  lineId: null,
  serviceType: 'debt-advice',
  domain: 'D10',
  need: 'debts',
  recipient: null,
  urgent: false,
  classes: ['identity', 'contact'],
  request: 'Bitte um ein Erstgespräch zu Mietschulden.',
  texts: {},
};
const part = (answer: Answer, name: string) => Reflect.get(Object(answer.body), name) as unknown;

/** A service of Case Management at work over HTTP: cases, contacts, lines and referrals, while two others join records. */
export function openCaseDesks(scene: CaseScene, breath = 0) {
  const done: Done[] = [];
  const hall = openHall(scene.origin);
  let over = false;
  const keep = (name: Done['name'], mark: string, said: Said) => done.push({ ...said, name, mark });
  const began = Temporal.Now.zonedDateTimeISO('Europe/Berlin').round({ smallestUnit: 'minute', roundingMode: 'floor' });

  async function manager(): Promise<void> {
    const { say, close } = hall.voice(scene.tokens.olena);
    for (let turn = 0; !over && turn < 2_000; turn += 1) {
      const { caseId } = scene.cases[turn % scene.cases.length] ?? { caseId: '' };
      const pseudonym = `Fall ${randomUUID().slice(0, 13)}`;
      keep('opened', pseudonym, (await say('cases.openCase', { body: { source: 'client', pseudonym } })).said);
      const at = began.subtract({ minutes: turn + 1 });
      const [onDay, time] = [at.toPlainDate().toString(), at.toPlainTime().toString().slice(0, 5)];
      const { said } = await say('cases.recordContact', { params: { id: caseId }, body: { ...CONTACT, onDay, time } });
      keep('contact', `${caseId} ${onDay} ${time}`, said);
      const line = await say('cases.addLine', { params: { id: caseId }, body: { serviceType: 'debt-advice' } });
      const lineId = String(part(line.answer, 'id'));
      const body = { event: 'prepare' };
      const moved = await say('cases.moveLine', { params: { lineId }, version: Number(part(line.answer, 'version')), body });
      keep('line', lineId, moved.said);
      const draft = await say('referrals.draft', { body: { ...REFERRAL, caseId, serviceId: scene.serviceId } });
      const params = { id: String(part(draft.answer, 'id')) };
      const { answer } = await say('referrals.preview', { params });
      const version = Number(part(draft.answer, 'version'));
      keep('sent', params.id, (await say('referrals.send', { params, version, body: { digest: part(answer, 'digest') } })).said);
      if (breath > 0) await pause(breath);
    }
    close();
  }

  async function joining(): Promise<void> {
    const [marit, tomasz] = [hall.voice(scene.tokens.marit), hall.voice(scene.tokens.tomasz)];
    while (!over) {
      const [keptId, goneId] = scene.pairs.shift() ?? [];
      if (!keptId || !goneId) break;
      const { answer } = await marit.say('people.proposeMerge', { body: { keptId, goneId } });
      const id = String(part(answer, 'id'));
      const { said } = await tomasz.say('people.decideMerge', { params: { id }, version: 1, body: { to: 'merged' } });
      keep('merged', id, said);
      await pause(50 + breath);
    }
    marit.close();
    tomasz.close();
  }
  const working = Promise.all([manager(), joining()]);
  return {
    done: done as readonly Done[],
    statuses: hall.statuses,
    wrong: hall.wrong,
    lastSuccess: hall.lastSuccess,
    async finish(): Promise<void> {
      over = true;
      await working;
    },
  };
}
export type CaseDesks = ReturnType<typeof openCaseDesks>;
