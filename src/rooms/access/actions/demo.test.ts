import { afterAll, expect, test } from 'vitest';
import { asSystem } from '#platform/call.ts';
import { freshDatabase } from '#test/database.ts';
import { createAccount, openDemoDoor } from './bootstrap.ts';
import { demoSignIn, listDemoPeople } from './demo.ts';
import { insistStepUp } from './permit.ts';
import { stepUp } from './second-factor.ts';
import { me, standing } from './self.ts';
import { Browser, setStage } from './stage.ts';

const database = await freshDatabase();
const demo = await setStage(database, 'demo');
afterAll(() => demo.close());
const ada = await demo.open({ email: 'ada@netz.example', roles: ['desk'], deskLabel: 'Tisch 1' });
const cleo = await asSystem(demo.world, 'demo', (call) =>
  createAccount(call, { email: 'cleo@netz.example', name: 'Cleo', roles: ['admin'] }),
);
const enter = (browser: Browser, id = ada) => browser.ask((call, door) => demoSignIn(call, id, door));

test('one-click sign-in needs the open door in the database as well as the mode of the process', async () => {
  expect(await enter(new Browser(demo.world))).toMatchObject({ code: 'not-found' }); // the mode alone
  expect(await new Browser(demo.world).ask(listDemoPeople)).toEqual([]);
  await asSystem(demo.world, 'demo', openDemoDoor);
  const production = { ...demo.world, network: { ...demo.world.network, mode: 'production' as const } };
  expect(await enter(new Browser(production))).toMatchObject({ code: 'not-found' }); // the door alone
  expect(await new Browser(production).ask(listDemoPeople)).toMatchObject({ code: 'not-found' });
  await expect(asSystem(production, 'demo', openDemoDoor)).rejects.toThrow('production has no demo door');

  const browser = new Browser(demo.world);
  expect(await browser.ask(listDemoPeople)).toContainEqual({
    accountId: ada,
    name: 'Ada Zeisig',
    email: 'ada@netz.example',
    deskLabel: 'Tisch 1',
    roles: ['desk'],
  });
  expect(await enter(browser, '01900000-0000-7000-8000-000000000009')).toMatchObject({ code: 'not-found' });
  expect(await enter(browser)).toBe('done');
  expect(await browser.ask(me)).toMatchObject({ accountId: ada, roles: ['desk'] });
});

test('changing the person of the demo ends the session of the one before', async () => {
  const browser = new Browser(demo.world);
  await enter(browser);
  const before = browser.token;
  await enter(browser, cleo);
  expect(await browser.ask(me)).toMatchObject({ name: 'Cleo' });
  expect(await new Browser(demo.world, 'x', before).ask(standing)).toBe('out');
});

test('a person of the demo without an app confirms again with any code, one with an app does not', async () => {
  const [without, withApp] = [new Browser(demo.world, 'a'), new Browser(demo.world, 'b')];
  await enter(without, cleo);
  await enter(withApp, ada);
  demo.pass(301);
  expect(await without.ask(insistStepUp)).toMatchObject({ code: 'step-up-needed' });
  expect(await without.ask((call, door) => stepUp(call, '000000', door))).toBeInstanceOf(Temporal.Instant);
  expect(await without.ask(insistStepUp)).toBeUndefined();
  expect(await withApp.ask((call, door) => stepUp(call, '000000', door))).toMatchObject({ code: 'second-factor-failed' });
});
