import type { Words } from './script.ts';

/** A number to give or to call. */
export interface EmergencyNumber extends Words {
  /** As it is dialled from anywhere in Germany. */
  phone: string;
  kind: 'rescue' | 'police' | 'medical' | 'counselling';
}

/**
 * Numbers that hold everywhere in Germany: shown when the network has entered none, and beside its own (rule book A.1.5). Regional
 * crisis services exist in some Länder only and stand in the network's own list.
 */
export const NATIONWIDE: readonly EmergencyNumber[] = [
  { kind: 'rescue', phone: '112', de: 'Rettungsdienst und Feuerwehr', en: 'Ambulance and fire brigade' },
  { kind: 'police', phone: '110', de: 'Polizei', en: 'Police' },
  { kind: 'medical', phone: '116117', de: 'Ärztlicher Bereitschaftsdienst', en: 'On-call medical service' },
  { kind: 'counselling', phone: '0800 1110111', de: 'TelefonSeelsorge, kostenfrei', en: 'Telephone counselling, free of charge' },
  { kind: 'counselling', phone: '0800 1110222', de: 'TelefonSeelsorge, kostenfrei', en: 'Telephone counselling, free of charge' },
  { kind: 'counselling', phone: '116 123', de: 'TelefonSeelsorge, europäische Nummer', en: 'Telephone counselling, European number' },
];
