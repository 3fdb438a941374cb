import { expect, test } from 'vitest';
import { readIncoming } from './incoming.ts';

const read = (address: string) => readIncoming(new URL(address, 'https://netz.example'));

test.each([
  ['/telefon#nummer=0228%2F555010&anruf=17&zustand=klingelt', { number: '0228/555010', call: '17', state: 'ringing' }],
  ['/telefon?nummer=+49228555010&anruf=a-1&zustand=angenommen', { number: '+49228555010', call: 'a-1', state: 'answered' }],
  ['/telefon#nummer=%2B49+228+555010', { number: '+49 228 555010', call: null, state: 'answered' }],
  ['/telefon/#nummer=0049228555010&zustand=beendet', { number: '0049228555010', call: null, state: 'ended' }],
  ['/telefon#nummer=&anruf=17&zustand=klingelt', { number: null, call: '17', state: 'ringing' }],
  // In the window of a call that is still going on.
  ['/telefon/01957b2a-7b1e-7aaa-8bbb-0123456789ab#nummer=0171+1', { number: '0171 1', call: null, state: 'answered' }],
  ['/telefon#nummer=anonymous&anruf=<script>', { number: 'anonymous', call: null, state: 'answered' }],
])('%s', (address, expected) => {
  expect(read(address)).toEqual(expected);
});

test('any other address is none', () => {
  for (const address of ['/telefon', '/telefon?x=1', '/anfragen#nummer=1', '/telefonx#nummer=1']) expect(read(address), address).toBeNull();
});
