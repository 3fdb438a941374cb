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

export interface OptOutWords {
  lang: string;
  title: string;
  lead: string;
  wishes: Record<OptOutWish, string>;
  send: string;
  done: Record<OptOutWish, string>;
  unknown: string;
}

const DE: OptOutWords = {
  lang: 'de',
  title: 'Nachrichten abstellen',
  lead: 'Was sollen wir ändern?',
  wishes: {
    reminders: 'Keine Erinnerungen mehr. Anderes schreiben wir Ihnen weiter.',
    all: 'Gar nichts mehr auf diesem Weg. Ist etwas Wichtiges, suchen wir einen anderen.',
    'not-me': 'Ich bin die falsche Person. Diese Nachrichten sind nicht für mich.',
  },
  send: 'Bestätigen',
  done: {
    reminders: 'Sie bekommen keine Erinnerungen mehr. Sie können das jederzeit am Telefon ändern.',
    all: 'Wir schreiben Ihnen auf diesem Weg nicht mehr.',
    'not-me': 'Danke. Wir schreiben nicht mehr an diese Adresse.',
  },
  unknown: 'Dieser Link gilt nicht mehr.',
};

const WORDS: Partial<Record<TextLanguage, OptOutWords>> = {
  de: DE,
  'de-easy': {
    ...DE,
    lead: 'Was wollen Sie?',
    wishes: {
      reminders: 'Ich will keine Erinnerungen mehr.',
      all: 'Ich will hier gar keine Nachrichten mehr.',
      'not-me': 'Die Nachricht ist nicht für mich. Ich bin die falsche Person.',
    },
    send: 'Ja, so machen',
    done: {
      reminders: 'Sie bekommen keine Erinnerungen mehr.',
      all: 'Sie bekommen hier keine Nachrichten mehr.',
      'not-me': 'Danke. Sie bekommen keine Nachrichten mehr.',
    },
  },
  en: {
    lang: 'en',
    title: 'Stop messages',
    lead: 'What shall we change?',
    wishes: {
      reminders: 'No more reminders. Other messages still come.',
      all: 'Nothing at all this way. If something matters, we look for another way.',
      'not-me': 'I am the wrong person. These messages are not for me.',
    },
    send: 'Confirm',
    done: {
      reminders: 'You will get no more reminders. You can change this on the phone at any time.',
      all: 'We will not write to you this way any more.',
      'not-me': 'Thank you. We will not write to this address any more.',
    },
    unknown: 'This link is no longer valid.',
  },
  tr: {
    lang: 'tr',
    title: 'Mesajları durdur',
    lead: 'Neyi değiştirelim?',
    wishes: {
      reminders: 'Artık hatırlatma almak istemiyorum. Diğer mesajlar gelmeye devam etsin.',
      all: 'Bu yoldan hiçbir mesaj almak istemiyorum.',
      'not-me': 'Yanlış kişiyim. Bu mesajlar bana ait değil.',
    },
    send: 'Onayla',
    done: {
      reminders: 'Artık hatırlatma almayacaksınız.',
      all: 'Size artık bu yoldan yazmayacağız.',
      'not-me': 'Teşekkürler. Bu adrese artık yazmayacağız.',
    },
    unknown: 'Bu bağlantı artık geçerli değil.',
  },
  ar: {
    lang: 'ar',
    title: 'إيقاف الرسائل',
    lead: 'ماذا تريدون أن نغيّر؟',
    wishes: {
      reminders: 'لا أريد رسائل تذكير بعد الآن. أما الرسائل الأخرى فتبقى.',
      all: 'لا أريد أي رسائل بهذه الطريقة.',
      'not-me': 'لستُ الشخص المقصود. هذه الرسائل ليست لي.',
    },
    send: 'تأكيد',
    done: {
      reminders: 'لن تصلكم رسائل تذكير بعد الآن.',
      all: 'لن نكتب إليكم بهذه الطريقة بعد الآن.',
      'not-me': 'شكرًا. لن نكتب إلى هذا العنوان بعد الآن.',
    },
    unknown: 'لم يعد هذا الرابط صالحًا.',
  },
  uk: {
    lang: 'uk',
    title: 'Зупинити повідомлення',
    lead: 'Що нам змінити?',
    wishes: {
      reminders: 'Більше не нагадувати. Інші повідомлення надходитимуть.',
      all: 'Більше нічого не надсилати цим шляхом.',
      'not-me': 'Я не та людина. Ці повідомлення не для мене.',
    },
    send: 'Підтвердити',
    done: {
      reminders: 'Нагадувань більше не буде.',
      all: 'Ми більше не писатимемо вам цим шляхом.',
      'not-me': 'Дякуємо. Ми більше не писатимемо на цю адресу.',
    },
    unknown: 'Це посилання більше не діє.',
  },
};

/** Words of the page behind the link. They say nothing of whom or what the messages are about. */
export function optOutWords(language: TextLanguage): OptOutWords {
  return WORDS[language] ?? WORDS.en ?? DE;
}
