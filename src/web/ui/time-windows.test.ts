import { expect, test } from 'vitest';
import { cellsOf, windowsOf } from './time-windows.ts';

const days = [1, 2, 3] as const;
const bands = [
  { from: '08:00', to: '12:00' },
  { from: '12:00', to: '16:00' },
  { from: '16:00', to: '18:00' },
];

test('Cells that touch become one window, a gap makes two', () => {
  expect(windowsOf(new Set(['1@08:00', '1@12:00', '2@08:00', '2@16:00']), days, bands)).toEqual([
    { weekday: 1, from: '08:00', to: '16:00' },
    { weekday: 2, from: '08:00', to: '12:00' },
    { weekday: 2, from: '16:00', to: '18:00' },
  ]);
});

test('A window shows in every cell that it wholly covers', () => {
  expect([...cellsOf([{ weekday: 3, from: '07:00', to: '17:00' }], days, bands)]).toEqual(['3@08:00', '3@12:00']);
});

test('What was painted reads back the same', () => {
  const cells = new Set(['1@08:00', '3@12:00', '3@16:00']);
  expect(cellsOf(windowsOf(cells, days, bands), days, bands)).toEqual(cells);
});
