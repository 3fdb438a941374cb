import { expect, test } from 'vitest';
import { rankOf } from './numbers.tsx';

const KINDS = ['police', 'counselling', 'crisis-service', 'medical', 'rescue'];
const sorted = (here: boolean) => KINDS.toSorted((one, other) => rankOf(one, here) - rankOf(other, here));

test('112 stands first; the crisis service stands second only where it is that of the place where the person is', () => {
  expect(sorted(true)).toEqual(['rescue', 'crisis-service', 'medical', 'counselling', 'police']);
  expect(sorted(false)).toEqual(['rescue', 'medical', 'counselling', 'police', 'crisis-service']);
});
