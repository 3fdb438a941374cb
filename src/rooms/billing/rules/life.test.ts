import { describe, expect, test } from 'vitest';
import { ROLES } from '#kernel/codes.ts';
import type { Party } from '#kernel/machine.ts';
import {
  INVOICE_EVENTS,
  INVOICE_STATES,
  INVOICE_TABLE,
  INVOICE_UNLISTED,
  type InvoiceEvent,
  type InvoiceFacts,
  type InvoiceState,
  nextOfInvoice,
  stepInvoice,
} from './life.ts';

/** Facts with which everything that is listed goes through. */
const READY: InvoiceFacts = {
  lines: 3,
  changedLines: 0,
  senderComplete: true,
  recipientKnown: true,
  netCents: 100,
  paidCents: 100,
  reasonGiven: true,
  kind: 'invoice',
};
const CUT: InvoiceFacts = { ...READY, paidCents: 40 };

/** Rule book 6.2, written out once more by hand: what is not in it is refused. */
const PRINTED: readonly (readonly [InvoiceState, InvoiceEvent, InvoiceState])[] = [
  ['DRAFT', 'check', 'CHECKED'],
  ['CHECKED', 'send', 'SENT'],
  ['SENT', 'receive', 'RECEIVED'],
  ['SENT', 'correct', 'CORRECTION'],
  ['RECEIVED', 'pay', 'PAID'],
  ['RECEIVED', 'shorten', 'SHORTENED'],
  ['RECEIVED', 'reject', 'REJECTED'],
  ['RECEIVED', 'correct', 'CORRECTION'],
  ['PAID', 'correct', 'CORRECTION'],
  ['SHORTENED', 'pay', 'PAID'],
  ['SHORTENED', 'correct', 'CORRECTION'],
  ['SHORTENED', 'write-off', 'WRITTEN_OFF'],
  ['REJECTED', 'pay', 'PAID'],
  ['REJECTED', 'correct', 'CORRECTION'],
  ['REJECTED', 'write-off', 'WRITTEN_OFF'],
  ['CORRECTION', 'pay', 'PAID'],
  ['CORRECTION', 'write-off', 'WRITTEN_OFF'],
];
const factsFor = (event: InvoiceEvent) => (event === 'shorten' || event === 'reject' ? CUT : READY);

describe('The course of an invoice', () => {
  test.each(INVOICE_STATES.flatMap((state) => INVOICE_EVENTS.map((event) => [state, event] as const)))(
    '%s, %s: as printed, or refused with the word of the state',
    (state, event) => {
      const printed = PRINTED.find(([from, on]) => from === state && on === event);
      const answer = stepInvoice(state, event, 'office', factsFor(event));
      expect(answer.ok ? answer.to : answer.because).toBe(printed ? printed[2] : INVOICE_UNLISTED[state]);
    },
  );
  test('is the office’s alone', () => {
    const others = ROLES.filter((role) => role !== 'office') as Party[];
    for (const [state, event] of PRINTED)
      expect(stepInvoice(state, event, [...others, 'client', 'web', 'system'], factsFor(event)), `${state} ${event}`).toEqual({
        ok: false,
        because: 'invoice-not-for-role',
      });
  });
  test.each([
    ['DRAFT', 'check', { ...READY, lines: 0 }, 'invoice-empty'],
    ['DRAFT', 'check', { ...READY, changedLines: 1 }, 'invoice-outdated'],
    ['DRAFT', 'check', { ...READY, senderComplete: false }, 'sender-incomplete'],
    ['CHECKED', 'send', { ...READY, recipientKnown: false }, 'recipient-unknown'],
    ['CHECKED', 'send', { ...READY, changedLines: 2 }, 'invoice-outdated'],
    ['RECEIVED', 'pay', CUT, 'payment-too-small'],
    ['RECEIVED', 'shorten', READY, 'payment-is-whole'],
    ['RECEIVED', 'shorten', { ...CUT, reasonGiven: false }, 'cut-reason-missing'],
    ['RECEIVED', 'reject', { ...CUT, reasonGiven: false }, 'cut-reason-missing'],
    ['SHORTENED', 'write-off', { ...READY, reasonGiven: false }, 'correction-reason-missing'],
    ['SENT', 'correct', { ...READY, reasonGiven: false }, 'correction-reason-missing'],
    ['SENT', 'correct', { ...READY, kind: 'cancellation' as const }, 'cancellation-stays'],
  ] as const)('%s, %s needs more: %o → %s', (state, event, facts, because) =>
    expect(stepInvoice(state, event, 'office', facts)).toEqual({ ok: false, because }),
  );
  test('a missing fact never holds', () => {
    for (const [state, event] of PRINTED) {
      const needs = INVOICE_TABLE[state].find((row) => row.event === event) as { needs?: readonly string[] };
      expect(stepInvoice(state, event, 'office', {}).ok, `${state} ${event}`).toBe((needs.needs ?? []).length === 0);
    }
  });
  test('offers to an office what may follow, to a lead nothing', () => {
    expect(nextOfInvoice('RECEIVED', ['office'])).toEqual(['pay', 'shorten', 'reject', 'correct']);
    expect(nextOfInvoice('RECEIVED', ['lead'])).toEqual([]);
  });
});
