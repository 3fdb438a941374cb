import type { TextLanguage } from './kinds.ts';

const FEET: Record<TextLanguage, string> = {
  de: 'Diese Nachrichten abstellen, oder sie sind nicht für Sie:',
  'de-easy': 'Sie wollen keine Nachrichten mehr? Oder Sie sind die falsche Person? Klicken Sie hier:',
  en: 'Stop these messages, or they are not for you:',
  tr: 'Bu mesajları almak istemiyorsanız veya size ait değilse:',
  ar: 'لإيقاف هذه الرسائل، أو إذا لم تكن موجهة إليكم:',
  uk: 'Не отримувати цих повідомлень, або якщо вони не для вас:',
  ru: 'Не получать этих сообщений, или если они не для вас:',
  fa: 'برای دریافت نکردن این پیام‌ها، یا اگر برای شما نیستند:',
};

/** The last lines of every mail: how to stop it. Nothing in it tells what it is about. */
export function optOutFoot(language: TextLanguage, address: string): string {
  return `${FEET[language]}\n${address}`;
}

/** What somebody may ask for behind the link. */
export const OPT_OUT_WISHES = ['reminders', 'all', 'not-me'] as const;
export type OptOutWish = (typeof OPT_OUT_WISHES)[number];
