import { expect, test } from 'vitest';
import { centsOf, exampleStart, type PolicyDraft, policyDraftOf, policyFaultsOf, policyOf, spokenOf } from './policy-draft.ts';

const now = Temporal.Instant.from('2026-03-02T08:00:00Z');
const draft = (part: Partial<PolicyDraft> = {}): PolicyDraft => ({
  ...policyDraftOf(null, '0228 555 0100'),
  feeType: 'fixed',
  amount: '60',
  ...part,
});
const read = (part: Partial<PolicyDraft>) =>
  spokenOf(draft(part), { therapist: 'Frau Brandt', now, start: exampleStart(Temporal.PlainDate.from('2026-03-02')), state: 'NW' });

test('Money is understood with comma or point, nonsense is none', () => {
  expect([centsOf('60'), centsOf('60,5'), centsOf(' 60.50 ')]).toEqual([6000, 6050, 6050]);
  expect(centsOf('sechzig')).toBeNaN();
});

test('The text to read out follows what is typed, in all three languages', () => {
  const texts = read({});
  expect(texts?.de).toContain('60 Euro');
  expect(texts?.['de-easy']).toContain('60 Euro');
  expect(texts?.en).toContain('60 euros');
  expect(read({ amount: '45,50' })?.de).toContain('45,50 Euro');
});

test('While the amount is no money there is nothing to read out, and the field says why', () => {
  expect(read({ amount: 'x' })).toBeNull();
  expect(policyFaultsOf(draft({ amount: 'x' })).map(({ pointer }) => pointer)).toEqual(['/amountCents']);
});

test('More than 48 hours are refused before they are sent', () => {
  expect(policyFaultsOf(draft({ noticeHours: '72' }))).toEqual([{ pointer: '/noticeHours', code: 'too-long', limit: 48 }]);
});

test('Only the fields of the chosen fee are sent', () => {
  expect(policyOf(draft({ percent: '50', price: '110' }))).toMatchObject({ amountCents: 6000, percent: null, sessionPriceCents: null });
});

test('Every reason of the contract can be read out', () => {
  expect(policyFaultsOf(draft({ exceptions: { illness: 'none', crisis: 'statement', bereavement: 'certificate' } }))).toEqual([]);
});
