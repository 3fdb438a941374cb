import { expect, test, vi } from 'vitest';
import { type LiveNews, listen, missesSome } from './live.ts';

test('A message whose predecessor was not heard means that something is missing', () => {
  expect(missesSome(7, { previous: 9 })).toBe(true);
  expect(missesSome(7, { previous: 7 })).toBe(false);
});

test('The first message after opening, and one that names no predecessor, miss nothing', () => {
  expect(missesSome(null, { previous: 9 })).toBe(false);
  expect(missesSome(7, {})).toBe(false);
});

test('A page that read before its line stood reads again as soon as it stands', () => {
  const lines: { onopen?: () => void; close: () => void }[] = [];
  vi.stubGlobal(
    'EventSource',
    class {
      constructor() {
        lines.push(this);
      }
      close() {}
    },
  );
  const heard: LiveNews[] = [];
  const stop = listen(['tasks'], (news) => heard.push(news));
  expect(heard).toEqual([]);
  lines[0]?.onopen?.();
  expect(heard).toEqual([{ topic: 'gap' }]);
  stop();
  vi.unstubAllGlobals();
});
