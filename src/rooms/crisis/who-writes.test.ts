import { afterAll, expect, test } from 'vitest';
import { setCrisis } from '#test/crisis-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { saveRecord } from './actions/record.ts';

const database = await freshDatabase();
const stage = await setCrisis(database);
const { cast, raiseAs, read, take } = stage;
afterAll(() => stage.close());

test('Whoever raised it writes down where the person is, whatever the role, also after somebody has taken over; nobody else of that role does', async () => {
  await stage.onDuty('yilmaz');
  for (const who of ['brandt', 'mai', 'amara'] as const) {
    const { id } = await raiseAs(who, { phone: '0171 5550202' });
    expect((await read(who, id)).next).toContain('save-record');
    await stage.writeRecord(who, id, { place: 'Praxis, Wartezimmer' });
    await take('yilmaz', id);
    await stage.writeRecord(who, id, { withPerson: 'ich' });
    expect((await read('yilmaz', id)).record).toMatchObject({ place: 'Praxis, Wartezimmer', withPerson: 'ich' });
    expect((await cast.refusal('rossi', (call, permit) => saveRecord(call, permit('crisis.raise'), id, 3, { place: 'x' }))).code).toBe(
      'emergency-not-found',
    );
  }
});
