import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { launchBrowser } from '../browser.ts';
import { billingJourneys } from './billing.ts';
import { everybodyLeaves, faults } from './people.ts';
import { prescriptionJourneys } from './prescription.ts';
import { visitJourneys } from './visit.ts';

// Journeys through a practice of their own, whose clock is turned by hand: they need no demo, and go on beside the others.
const browser = await launchBrowser();
const stage = { browser };
afterEach(everybodyLeaves);
afterAll(() => browser.close());

describe('At the client’s door', { timeout: 90_000 }, () => visitJourneys(stage));
describe('Muster 26 and 28', { timeout: 90_000 }, () => prescriptionJourneys(stage));
describe('The money of a month', { timeout: 60_000 }, () => billingJourneys(stage));

test('No page wrote an error to the console, and none broke the Content-Security-Policy', () => {
  expect(faults()).toEqual([]);
});
