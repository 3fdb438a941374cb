import { afterAll, expect, test } from 'vitest';
import { berlin } from '#test/cast/simulated-time.ts';
import { book, hold, KOWALSKI, takeCall, USUAL } from './calls.ts';
import { FrontDoor } from './front-door.ts';

const door = await FrontDoor.open();
afterAll(() => door.close());

/** Every line that a subscribed calendar may hold: times, marks without meaning, two fixed words. Anything else is too much. */
const ALLOWED = [
  /^(BEGIN|END):(VCALENDAR|VEVENT)$/,
  /^(VERSION:2\.0|PRODID:-\/\/Geleit\/\/calendar\/\/EN|REFRESH-INTERVAL;VALUE=DURATION:PT\d+M|X-PUBLISHED-TTL:PT\d+M)$/,
  /^(NAME|X-WR-CALNAME):/, // the network's, compared below
  /^UID:[0-9a-f]{32}@[a-z0-9.-]+$/,
  /^(DTSTAMP|DTSTART|DTEND):\d{8}T\d{6}Z$/,
  /^SEQUENCE:\d+$/,
  /^SUMMARY:(Termin \(belegt\)|frei)$/,
  /^(TRANSP:(OPAQUE|TRANSPARENT)|STATUS:(CONFIRMED|TENTATIVE)|X-MICROSOFT-CDO-BUSYSTATUS:(BUSY|FREE))$/,
];

test('From the call to the subscribed calendar: a booked hour is there, the person is not', async () => {
  const [jana, brandt] = await Promise.all([door.signedIn('jana'), door.therapist('brandt')]);
  const { places, locationId } = door.practice;
  const { ids } = await brandt.done('scheduling.publishSlots', {
    body: {
      slots: [{ startsAt: berlin('2026-03-11T10:00').toString(), minutes: 50 }],
      kinds: ['TRIAL', 'CONSULT'],
      modality: 'in-person',
      locationId,
    },
  });
  const id = await takeCall(jana, { caller: KOWALSKI, criteria: USUAL });
  expect((await hold(jana, id, { placeId: places.brandt, slotId: ids[0] })).status).toBe(200);
  const policy = await brandt.done('placement.getMyPolicy');
  const booked = await book(jana, id, { policyVersion: policy.version });
  expect(booked.status).toBe(200);

  const { url } = await brandt.done('scheduling.makeFeed');
  const { text, status } = await jana.ask('scheduling.feed', { params: { file: url.slice(url.lastIndexOf('/') + 1) } });
  expect(status).toBe(200);
  expect(text).toContain('DTSTART:20260311T090000Z');
  const lines = text.split('\r\n').filter(Boolean);
  expect(lines.filter((line) => !ALLOWED.some((one) => one.test(line)))).toEqual([]);
  expect(new Set(lines.filter((line) => /^(NAME|X-WR-CALNAME):/.test(line)).map((line) => line.split(':')[1])).size).toBe(1);
  for (const said of [...Object.values(KOWALSKI), id, booked.body.appointmentId].filter((one) => typeof one === 'string' && one.length > 2))
    expect(text).not.toContain(said);
  const again = await jana.ask('scheduling.feed', { params: { file: url.slice(url.lastIndexOf('/') + 1) } });
  expect(again.text).toBe(text); // what was subscribed stays the same entry
});
