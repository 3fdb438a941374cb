import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { codeOf } from '#test/refused.ts';
import { type ServiceName, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { changeClient, changeClientGuardian, getClient } from './actions/client.ts';

describe('Whose case it is', async () => {
  const stage = await setSoziotherapie(await freshDatabase());
  afterAll(() => stage.close());
  const one = await stage.openCase({ givenName: 'Karim', familyName: 'Hadad' });
  const read = async (who: ServiceName) =>
    (await stage.cast.as(who, (call, permit) => getClient(call, permit('soziotherapie.read'), one.episodeId))).answer;
  const change = (who: ServiceName, person: Parameters<typeof changeClient>[4], version?: number) =>
    stage.cast.as(who, (call, permit) => changeClient(call, permit('soziotherapie.read'), one.episodeId, version, person));
  test('The office puts a mistyped name and a new address right; who accompanies reads it', async () => {
    const { person } = await read('buero');
    await change('buero', { familyName: 'Haddad', street: 'Rosengasse 14', postalCode: '53225', place: 'Bonn' }, person.version);
    expect((await read('weidner')).person).toMatchObject({ familyName: 'Haddad', place: 'Bonn' });
    expect(await codeOf(change('buero', { familyName: 'Adad' }, person.version))).toBe('version-old');
    expect(await codeOf(change('buero', { givenName: null, familyName: null }))).toBe('name-or-channel-missing');
    expect(await codeOf(change('buero', { phone: 'null zwei' }))).toBe('invalid-input');
  });

  test('Who accompanies changes it too; the lead reads (rule book 5.3)', async () => {
    await change('weidner', { phone: '0228 555 999' });
    const seen = await read('leitung');
    expect(seen.person.phone).toBe('0228 555 999');
    expect(seen.mayChange).toBe(false);
    expect(await codeOf(change('leitung', { phone: '0228 555 111' }))).toBe('episode-not-for-role');
  });

  test('Somebody who speaks for a client is written down and read by the office', async () => {
    const id = randomUUID();
    const guardian = {
      name: 'Amal Haddad',
      relation: 'court',
      hasCustody: null,
      agrees: 'yes',
      phone: '0228 555 998',
      contactAllowed: true,
      scope: null,
    } as const;
    await stage.cast.as('buero', (call, permit) => changeClientGuardian(call, permit('soziotherapie.read'), one.episodeId, id, guardian));
    expect((await read('buero')).guardians).toMatchObject([{ id, name: 'Amal Haddad', agrees: 'yes' }]);
    expect((await read('weidner')).guardians).toMatchObject([{ id }]);
  });

  test('Another practice finds nothing', async () => {
    for (const who of ['fremd', 'fremdbuero'] as const) expect(await codeOf(read(who))).toBe('not-found');
  });
});
