import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { administrationJourneys } from './administration.ts';
import { appointmentJourneys } from './appointments.ts';
import { caseJourneys } from './cases.ts';
import { crashJourney } from './crash.ts';
import { crisisJourneys } from './crisis.ts';
import { everyScreen } from './every-screen.ts';
import { frontDoorJourneys } from './front-door.ts';
import { importJourneys } from './imports.ts';
import { messageJourneys } from './messages.ts';
import { everybodyLeaves, faults } from './people.ts';
import { phoneDeskJourneys } from './phone-desk.ts';
import { planLinkJourneys } from './plan-link.ts';
import { Product } from './product.ts';
import { safetyJourneys } from './safety.ts';
import { sessionJourneys } from './session.ts';
import { therapistJourneys } from './therapist.ts';
import { waitingListJourneys } from './waiting-list.ts';

// One product and one browser for all journeys: what one person does is the world of the next.
const product = await Product.start();
const browser = await launchBrowser();
const stage = { product, browser };
/** Against standing still for ever; what must come soon says so itself. */
const LONG_MS = 180_000;
afterEach(everybodyLeaves);
afterAll(async () => {
  await browser.close();
  await product.close();
});

describe('At the phone', { timeout: LONG_MS }, () => phoneDeskJourneys(stage));
describe('Somebody in danger', () => safetyJourneys(stage));
describe('An emergency', { timeout: LONG_MS }, () => crisisJourneys(stage));
describe('At the front door', { timeout: LONG_MS }, () => frontDoorJourneys(stage));
describe('On the waiting list', { timeout: LONG_MS }, () => waitingListJourneys(stage));
describe('In the practice', () => therapistJourneys(stage));
describe('Around the appointment', { timeout: LONG_MS }, () => appointmentJourneys(stage));
describe('A plan and its prescriber', { timeout: LONG_MS }, () => planLinkJourneys(stage));
describe('A case from the first call to its end', { timeout: LONG_MS }, () => caseJourneys(stage));
describe('Messages', { timeout: LONG_MS }, () => messageJourneys(stage));
describe('Lists read in and taken along', { timeout: LONG_MS }, () => importJourneys(stage));
describe('In the administration', () => administrationJourneys(stage));
describe('Signed in', () => sessionJourneys(stage));
describe('Every screen', { timeout: LONG_MS }, () => everyScreen(stage));
describe('When the server dies', { timeout: LONG_MS }, () => crashJourney(stage));

test('No page wrote an error to the console, and none broke the Content-Security-Policy', () => {
  expect(faults()).toEqual([]);
});
