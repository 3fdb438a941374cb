import type { TextLanguage } from '#rooms/messages/rules/kinds.ts';
import { isNeutral } from '#rooms/messages/rules/neutral.ts';

export { isNeutral };

const SUBJECTS: Record<TextLanguage, { nobodys: string; named: (network: string) => string }> = {
  de: { nobodys: 'Nachricht für Sie', named: (network) => `Nachricht von ${network}` },
  'de-easy': { nobodys: 'Nachricht für Sie', named: (network) => `Nachricht von ${network}` },
  en: { nobodys: 'A message for you', named: (network) => `Message from ${network}` },
  tr: { nobodys: 'Size bir mesaj', named: (network) => `${network}: size bir mesaj` },
  ar: { nobodys: 'رسالة لكم', named: (network) => `رسالة من ${network}` },
  uk: { nobodys: 'Повідомлення для вас', named: (network) => `Повідомлення від ${network}` },
  ru: { nobodys: 'Сообщение для вас', named: (network) => `Сообщение от ${network}` },
  fa: { nobodys: 'پیامی برای شما', named: (network) => `پیامی از ${network}` },
};

/** The subject of every message: the network's name where it is neutral, else nobody's. */
export function neutralSubject(networkName: string, language: TextLanguage): string {
  const { nobodys, named } = SUBJECTS[language];
  return isNeutral(networkName) ? named(networkName) : nobodys;
}
