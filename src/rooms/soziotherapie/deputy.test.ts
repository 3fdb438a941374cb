import { afterAll, expect, test } from 'vitest';
import { UploadedFile } from '#kernel/upload.ts';
import { freshDatabase } from '#test/database.ts';
import { pdf } from '#test/file-samples.ts';
import { openServiceDoor } from '#test/service-door.ts';
import { putPrescription } from '#test/soziotherapie-stage.ts';

const door = await openServiceDoor(await freshDatabase(), { at: Temporal.Instant.from('2026-03-10T15:00:00Z') });
const { stage } = door;
afterAll(() => door.close());

const visit = (episodeId: string, start: string, end: string) => ({
  ...{ sessionId: null, version: null, episodeId, placeKind: 'home', start, end },
  note: { kinds: ['MOTIVATION_TRAINING'], goalIds: [], done: 'Wege zum Amt geübt und besprochen.', reaction: 'Ruhig.', nextStep: '' },
  signature: {
    how: 'screen',
    strokes: [
      [
        [10, 10],
        [700, 300],
      ],
    ],
  },
});

test('A deputy who makes the visit takes the signature herself, and puts nothing else into the file', async () => {
  const one = await stage.openCase();
  await putPrescription(stage, one, { approved: { units: 30, postedOn: '2026-03-02' } });
  const deputy = { practitionerId: stage.helpers.brueck, until: '2026-03-12' };
  await door.get('leitung', 'soziotherapie.setDeputy', { params: { id: one.episodeId }, body: deputy });
  const made = await door.ask('brueck', 'soziotherapie.recordVisit', {
    body: visit(one.episodeId, '2026-03-10T14:00', '2026-03-10T15:00'),
  });
  expect([made.status, made.json.state, made.code]).toEqual([200, 'SIGNED', undefined]);
  const own = await door.get('weidner', 'soziotherapie.recordVisit', {
    body: visit(one.episodeId, '2026-03-10T15:00', '2026-03-10T15:30'),
  });
  const bytes = new Uint8Array(pdf());
  const upload = (more: object) =>
    door.ask('brueck', 'records.uploadFile', {
      body: {
        file: new UploadedFile({ name: 'a.pdf', mediaType: 'application/pdf', bytes, digest: '' }),
        personId: one.personId,
        audience: 'care',
        ...more,
      },
    });
  expect((await upload({ kind: 'letter' })).code).toBe('file-not-yours');
  expect((await upload({ kind: 'signature', objectKind: 'session', objectId: own.id })).code).toBe('file-not-yours');
});
