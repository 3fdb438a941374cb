import { randomUUID } from 'node:crypto';
import { sealToServer } from '#kernel/seal-to-server.ts';
import { form, pdf } from '#test/file-samples.ts';
import type { Case } from '#test/soziotherapie-stage.ts';
import { pause } from './ground.ts';
import { openHall, type Said } from './voice.ts';

/** A command of one key, and where its effect must stand exactly once. */
export interface Done extends Said {
  name: 'visit' | 'kept' | 'external' | 'decision' | 'upload' | 'sent';
  /** What the effect is known by: start of the visit, id of the entry, evidence, prescription, name of the file, invoice. */
  mark: string;
}

export interface ServiceScene {
  origin(): string;
  /** Sessions of two helpers and of the office. */
  tokens: Record<'weidner' | 'brueck' | 'buero', string>;
  cases: readonly Case[];
  /** Prescriptions that wait for their decision. */
  waiting: string[];
}

/** A practice at work over HTTP: visits with signatures, a telephone's sealed entries, decisions, units of others, files, invoices. */
export interface ServiceDesks {
  done: readonly Done[];
  statuses: Record<string, number>;
  wrong: Record<string, number>;
  lastSuccess(): number;
  onAnswer(listener: (done: Done) => void): void;
  finish(): Promise<void>;
}

const NOTE = {
  kinds: ['MOTIVATION_TRAINING'],
  goalIds: [],
  done: 'Wege zum Amt geübt und Anträge zusammen sortiert.',
  reaction: 'Ruhig.',
  nextStep: '',
};

export function openServiceDesks(scene: ServiceScene, breath = 0): ServiceDesks {
  const done: Done[] = [];
  const hall = openHall(scene.origin);
  const listeners: ((one: Done) => void)[] = [];
  let over = false;

  function voice(who: keyof ServiceScene['tokens']) {
    const { say, close } = hall.voice(scene.tokens[who]);
    return {
      async say(name: string, asked: Parameters<typeof say>[1], told?: Pick<Done, 'name' | 'mark'>) {
        const { answer, said } = await say(name, asked);
        if (told) {
          done.push({ ...said, ...told });
          for (const listener of listeners) listener({ ...said, ...told });
        }
        return answer;
      },
      close,
    };
  }

  /** A visit of a quarter of an hour that ended so many quarters ago. */
  function visitOf(index: number, now: Temporal.PlainDateTime) {
    const end = now.subtract({ minutes: 15 * (index + 1) });
    const text = (at: Temporal.PlainDateTime) => at.toString({ smallestUnit: 'minute' });
    const of = scene.cases[index % scene.cases.length];
    return {
      ...{
        sessionId: null,
        version: null,
        episodeId: of?.episodeId ?? '',
        placeKind: 'home',
        note: NOTE,
        riskConfirmed: true,
        lateReason: 'War krank.',
      },
      ...{
        start: text(end.subtract({ minutes: 15 })),
        end: text(end),
        signature: {
          how: 'screen',
          strokes: [
            [
              [10, 10],
              [700, 300],
            ],
          ],
        },
      },
    };
  }
  const began = Temporal.Now.zonedDateTimeISO('Europe/Berlin').toPlainDateTime().round({ smallestUnit: 'minute', roundingMode: 'floor' });

  async function visits(): Promise<void> {
    const { say, close } = voice('weidner');
    // the helpers have clients of their own: even ones are hers
    for (let index = 0; !over && index < 2_000; index += 2) {
      const visit = visitOf(index, began);
      await say('soziotherapie.recordVisit', { body: visit }, { name: 'visit', mark: visit.start });
      if (breath > 0) await pause(breath);
    }
    close();
  }

  async function device(): Promise<void> {
    const { say, close } = voice('brueck');
    const { body } = await say('soziotherapie.getDeviceKey', {});
    const { keyId, publicKey } = Object(body) as { keyId: string; publicKey: string };
    for (let index = 1; !over && index < 2_000; ) {
      const entries = [];
      for (let several = 0; several < 3; several += 1, index += 2) {
        const id = randomUUID();
        const visit = visitOf(index, began);
        const bytes = await sealToServer(
          new Uint8Array(Buffer.from(publicKey, 'base64')),
          { keyId, entryId: id },
          JSON.stringify({ kind: 'visit', visit }),
        );
        entries.push({ id, keyId, body: Buffer.from(bytes).toString('base64'), writtenLocal: visit.end });
      }
      await say('soziotherapie.keepEntries', { body: { entries } }, { name: 'kept', mark: entries.map(({ id }) => id).join(' ') });
      await say('soziotherapie.applyEntries', { body: {} });
      if (breath > 0) await pause(breath);
    }
    await say('soziotherapie.applyEntries', { body: {} });
    close();
  }

  async function office(): Promise<void> {
    const { say, close } = voice('buero');
    const today = began.toPlainDate().toString();
    const month = today.slice(0, 7);
    for (let turn = 0; !over && turn < 2_000; turn += 1) {
      const of = scene.cases[turn % scene.cases.length];
      const evidence = `Brief ${randomUUID()}`;
      const day = began.toPlainDate().subtract({ days: 200 }).toString();
      await say(
        'soziotherapie.addExternalUnits',
        { params: { id: of?.episodeId ?? '' }, body: { day, minutes: 1, evidence } },
        { name: 'external', mark: evidence },
      );
      const prescription = scene.waiting.shift();
      const letter = {
        kind: 'partly',
        units: 20,
        decidedOn: today,
        postedOn: today,
        reallyReceivedOn: null,
        knownOn: today,
        validFrom: null,
        validTo: null,
      };
      if (prescription) {
        const seen = await say('soziotherapie.getPrescription', { params: { id: prescription } });
        const decided = await say(
          'soziotherapie.recordDecision',
          {
            params: { id: prescription },
            version: Number(Reflect.get(Object(seen.body), 'version') ?? 1),
            body: { ...letter, number: 'G 1', remediesTold: true, reason: 'Zu viel.', fileId: null },
          },
          { name: 'decision', mark: prescription },
        );
        if (decided.status === 412) scene.waiting.push(prescription);
      }
      const name = `Bescheid ${randomUUID()}.pdf`;
      const raw = form({ personId: of?.personId ?? '', kind: 'letter', audience: 'office' }, [
        { fileName: name, type: 'application/pdf', bytes: pdf({ trailer: `/Nr (${name})` }) },
      ]);
      const kept = await say('records.uploadFile', { raw });
      if (kept.status === 201)
        done.push({ name: 'upload', key: name, mark: String(Reflect.get(Object(kept.body), 'id')), again: false, status: 201, code: '' });
      await say('billing.releaseMonth', { params: { month }, body: {} });
      const run = await say('billing.run', { params: { month }, body: { payerIk: null } });
      for (const id of (Reflect.get(Object(run.body), 'invoices') as string[] | undefined) ?? []) {
        const checked = await say('billing.checkInvoice', { params: { id }, version: 1, body: {} });
        const version = Number(Reflect.get(Object(checked.body), 'version') ?? 2);
        await say('billing.sendInvoice', { params: { id }, version, body: { by: 'post' } }, { name: 'sent', mark: id });
      }
      if (breath > 0) await pause(breath);
    }
    close();
  }
  const working = Promise.all([visits(), device(), office()]);
  return {
    done,
    statuses: hall.statuses,
    wrong: hall.wrong,
    lastSuccess: hall.lastSuccess,
    onAnswer: (listener) => void listeners.push(listener),
    async finish() {
      over = true;
      await working;
    },
  };
}
