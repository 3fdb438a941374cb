import { Html } from './html.ts';

/** Strokes of Lucide (ISC licence), drawn into the page itself: nothing is loaded for them, and the word stands beside each. */
const STROKES = {
  who: '<circle cx="12" cy="8" r="5"/><path d="M20 21a8 8 0 0 0-16 0"/>',
  where:
    '<path d="M20 10c0 4.99-5.54 10.19-7.4 11.8a1 1 0 0 1-1.2 0C9.54 20.19 4 14.99 4 10a8 8 0 0 1 16 0"/><circle cx="12" cy="10" r="3"/>',
  bring:
    '<path d="M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.7.7l3.6 3.6A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z"/><path d="M14 2v5a1 1 0 0 0 1 1h5M10 9H8M16 13H8M16 17H8"/>',
  calendar: '<path d="M16 18h6M16 2v3M19 15v6M21 11.5V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h8.3M3 9h18M8 2v3"/>',
  done: '<path d="M20 6 9 17l-5-5"/>',
} as const;

export const icon = (name: keyof typeof STROKES): Html =>
  new Html(`<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${STROKES[name]}</svg>`);
