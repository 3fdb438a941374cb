import { book } from './book.ts';
import type { words } from './de/monitoring.ts';

/** Contacts, observations, traffic lights, reviews and hospital stays of a case. */
export const monitoring = book({ de: () => import('./de/monitoring.ts'), en: () => import('./en/monitoring.ts') });
export type MonitoringWords = typeof words;
