import type { TemplateName } from '../kinds.ts';
import type { Wording } from './wording.ts';

type Some = Partial<Record<TemplateName, Wording>>;

// What matters most in further languages. A native speaker of each shall read them before they go out (handbook, "Texte").
// A text that is missing here is sent in German.

export const tr: Some = {
  'appointment-confirmation': {
    long: `Merhaba {name},

telefonda şunları kararlaştırdık:

Ne zaman: {when}
Kiminle: {practitioner}
Nerede: {where}
Telefon: {contact}

Lütfen sigorta kartınızı ve size verilmiş olan belgeleri getirin.

{cancellation}

Size uygun olmadığını fark ederseniz bizi arayın. Sizinle birlikte aramaya devam ederiz; baştan başlamanız gerekmez.

Bekleyemeyecek durumdaysanız:
{numbers}

Saygılarımızla
{network}`,
    short: 'Randevunuz kesinleşti: {when}. Sorularınız için: {contact}',
  },
  'reminder-72': {
    long: `Merhaba {name},

randevunuz yaklaşıyor: {when}.

Gelemeyecekseniz lütfen şimdi iptal edin ya da başka bir zamana aldırın: {contact}

Saygılarımızla
{network}`,
    short: 'Randevunuz: {when}. İptal veya değişiklik için: {contact}',
  },
  'reminder-24': {
    long: `Merhaba {name},

randevunuzu hatırlatmak isteriz: {when}.

Gelmenize engel bir durum varsa lütfen hemen arayın: {contact}

Saygılarımızla
{network}`,
    short: 'Hatırlatma: randevunuz {when}. Gelemiyorsanız lütfen hemen arayın: {contact}',
  },
};

export const ar: Some = {
  'appointment-confirmation': {
    long: `مرحبًا {name}،

هذا ما اتفقنا عليه عبر الهاتف:

الموعد: {when}
مع: {practitioner}
المكان: {where}
الهاتف: {contact}

يُرجى إحضار بطاقة التأمين والأوراق التي حصلتم عليها.

{cancellation}

إذا وجدتم أن الأمر لا يناسبكم فاتصلوا بنا. سنواصل البحث معكم ولن تحتاجوا إلى البدء من جديد.

إذا كان الأمر لا يحتمل الانتظار:
{numbers}

مع أطيب التحيات
{network}`,
    short: 'تم تثبيت موعدكم: {when}. للاستفسار: {contact}',
  },
  'reminder-72': {
    long: `مرحبًا {name}،

اقترب موعدكم: {when}.

إذا لم تتمكنوا من الحضور فيُرجى إلغاء الموعد أو تغييره الآن: {contact}

مع أطيب التحيات
{network}`,
    short: 'موعدكم: {when}. للإلغاء أو التغيير: {contact}',
  },
  'reminder-24': {
    long: `مرحبًا {name}،

نذكّركم بموعدكم: {when}.

إذا طرأ شيء يمنعكم من الحضور فيُرجى الاتصال فورًا: {contact}

مع أطيب التحيات
{network}`,
    short: 'تذكير: موعدكم {when}. إذا تعذّر الحضور فاتصلوا فورًا: {contact}',
  },
};

export const uk: Some = {
  'appointment-confirmation': {
    long: `Вітаємо, {name}!

Ось про що ми домовилися телефоном:

Коли: {when}
У кого: {practitioner}
Де: {where}
Телефон: {contact}

Візьміть, будь ласка, картку страхування та папери, які ви вже отримали.

{cancellation}

Якщо ви відчуєте, що це вам не підходить, зателефонуйте нам. Ми шукатимемо разом із вами далі, і вам не доведеться починати спочатку.

Якщо чекати не можна:
{numbers}

З повагою
{network}`,
    short: 'Ваш запис підтверджено: {when}. Запитання: {contact}',
  },
  'reminder-72': {
    long: `Вітаємо, {name}!

Скоро ваш запис: {when}.

Якщо не можете прийти, скасуйте або перенесіть його зараз: {contact}

З повагою
{network}`,
    short: 'Ваш запис: {when}. Скасувати або перенести: {contact}',
  },
  'reminder-24': {
    long: `Вітаємо, {name}!

Нагадуємо про ваш запис: {when}.

Якщо щось завадило, одразу зателефонуйте: {contact}

З повагою
{network}`,
    short: 'Нагадування: ваш запис {when}. Щось завадило? {contact}',
  },
};
