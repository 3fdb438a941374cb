import type { ReferralCode } from './life.ts';

interface RefusalWords {
  de: { title: string; detail: string };
  en: { title: string; detail: string };
}
type Own =
  | 'referral-recipient-missing'
  | 'referral-sent-already'
  | 'referral-consent-missing'
  | 'referral-packet-changed'
  | 'referral-day-wrong'
  | 'referral-not-over'
  | 'referral-outcome-stands';

/** What is told where a step of a referral does not go. */
export const REFERRAL_WORDS = {
  'referral-incomplete': {
    de: { title: 'Der Anfrage fehlt noch etwas.', detail: 'Schreiben Sie, worum Sie bitten, und füllen Sie jede gewählte Angabe.' },
    en: { title: 'The referral still lacks something.', detail: 'Write what you ask for, and fill every part that you ticked.' },
  },
  'referral-consent-missing': {
    de: {
      title: 'Die Einwilligung ins Case Management gilt nicht mehr.',
      detail: 'Ohne sie geht nichts hinaus, auch nicht mit einer Freigabe. Sprechen Sie mit der Klientin oder dem Klienten.',
    },
    en: {
      title: 'The consent to Case Management no longer holds.',
      detail: 'Without it nothing goes out, not even under a release. Talk to the client.',
    },
  },
  'referral-not-released': {
    de: {
      title: 'Dafür gibt es keine gültige Freigabe.',
      detail: 'Halten Sie zuerst die Freigabe an diese Stelle fest. Der Entwurf bleibt.',
    },
    en: { title: 'No valid release covers this.', detail: 'Record the release to this recipient first. The draft stays.' },
  },
  'referral-reason-missing': {
    de: { title: 'Der Grund fehlt.', detail: 'Wählen Sie, warum es nicht geht.' },
    en: { title: 'The reason is missing.', detail: 'Choose why it is not possible.' },
  },
  'referral-day-missing': {
    de: { title: 'Der Tag fehlt.', detail: 'Tragen Sie den Tag ein, beim ersten Termin auch die Uhrzeit.' },
    en: { title: 'The day is missing.', detail: 'Enter the day, for a first appointment the time as well.' },
  },
  'referral-outcome-missing': {
    de: { title: 'Das Ergebnis fehlt.', detail: 'Sagen Sie, ob der Bedarf gedeckt ist: ganz, teilweise oder nicht.' },
    en: { title: 'The outcome is missing.', detail: 'Say whether the need was met: fully, partly or not.' },
  },
  'referral-clock-runs': {
    de: { title: 'Die Frist läuft noch.', detail: 'Ohne Antwort endet die Anfrage erst am Tag nach dem Anruf.' },
    en: { title: 'The time is not over yet.', detail: 'Without an answer it ends the day after the phone call.' },
  },
  'referral-not-sent': {
    de: { title: 'Die Anfrage ist noch ein Entwurf.', detail: 'Senden Sie sie zuerst.' },
    en: { title: 'The referral is still a draft.', detail: 'Send it first.' },
  },
  'referral-not-this-step': {
    de: { title: 'Dieser Schritt passt nicht zum Stand der Anfrage.', detail: 'Laden Sie neu und sehen Sie, was jetzt möglich ist.' },
    en: { title: 'This step does not fit the state of the referral.', detail: 'Load again and see what is possible now.' },
  },
  'referral-over': {
    de: { title: 'Die Anfrage ist beendet.', detail: 'Halten Sie das Ergebnis fest, oder schreiben Sie eine neue Anfrage.' },
    en: { title: 'The referral has ended.', detail: 'Record the outcome, or write a new referral.' },
  },
  'referral-not-for-role': {
    de: {
      title: 'Das kann hier nur jemand anderes sagen.',
      detail: 'Eine Antwort kommt von der angefragten Stelle, der Beginn von ihr oder der Klientin.',
    },
    en: { title: 'Somebody else has to say this.', detail: 'An answer comes from the partner, the start from the partner or the client.' },
  },
  'referral-recipient-missing': {
    de: { title: 'Es fehlt, an wen die Anfrage geht.', detail: 'Wählen Sie einen Dienst aus der Suche, oder tragen Sie die Stelle ein.' },
    en: { title: 'The recipient is missing.', detail: 'Choose a service from the search, or enter the recipient.' },
  },
  'referral-sent-already': {
    de: { title: 'Die Anfrage ist schon gesendet.', detail: 'Was gesendet ist, bleibt, wie es war. Schreiben Sie bei Bedarf eine neue.' },
    en: { title: 'The referral has been sent already.', detail: 'What was sent stays as it was. Write a new one if needed.' },
  },
  'referral-packet-changed': {
    de: {
      title: 'Die Angaben haben sich seit der Vorschau geändert.',
      detail: 'Sehen Sie sich die Vorschau noch einmal an, und senden Sie dann.',
    },
    en: { title: 'The details have changed since the preview.', detail: 'Look at the preview again, then send.' },
  },
  'referral-day-wrong': {
    de: { title: 'Dieser Tag passt nicht.', detail: 'Ein Beginn liegt nicht in der Zukunft, ein Versprechen nicht in der Vergangenheit.' },
    en: { title: 'This day does not fit.', detail: 'A start is not in the future, a promise not in the past.' },
  },
  'referral-not-over': {
    de: { title: 'Die Anfrage läuft noch.', detail: 'Ein Ergebnis halten Sie fest, wenn sie beendet ist.' },
    en: { title: 'The referral is still running.', detail: 'Record an outcome once it has ended.' },
  },
  'referral-outcome-stands': {
    de: { title: 'Das Ergebnis steht schon fest.', detail: 'Es bleibt, wie es festgehalten wurde.' },
    en: { title: 'The outcome has been recorded already.', detail: 'It stays as it was recorded.' },
  },
} as const satisfies Record<ReferralCode | Own, RefusalWords>;
