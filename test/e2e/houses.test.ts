import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { billingJourneys } from './billing.ts';
import { everybodyLeaves, faults } from './people.ts';
import { prescriptionJourneys } from './prescription.ts';
import { visitJourneys } from './visit.ts';

// Journeys through a practice of their own, whose clock is turned by hand: they need no demo, and go on beside the others.
const browser = await launchBrowser();
const stage = { browser };
/** Against standing still for ever; what must come soon says so itself. */
const LONG_MS = 180_000;
afterEach(everybodyLeaves);
afterAll(() => browser.close());

describe('At the client’s door', { timeout: LONG_MS }, () => visitJourneys(stage));
describe('Muster 26 and 28', { timeout: LONG_MS }, () => prescriptionJourneys(stage));
describe('The money of a month', { timeout: LONG_MS }, () => billingJourneys(stage));

test('No page wrote an error to the console, and none broke the Content-Security-Policy', () => {
  expect(faults()).toEqual([]);
});
