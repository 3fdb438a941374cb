import { LINK_PROBLEMS } from './link-words.ts';

/** Words of this room's refusals; `{name}` is filled from the refusal's facts. */
export const ACCESS_PROBLEMS = {
  ...LINK_PROBLEMS,
  'sign-in-failed': {
    de: {
      title: 'Anmeldung nicht möglich',
      detail:
        'E-Mail und Passwort passen nicht zusammen, oder es waren zu viele Versuche. Prüfen Sie beides; warten Sie sonst fünf Minuten.',
    },
    en: {
      title: 'Sign-in not possible',
      detail: 'E-mail and password do not match, or there were too many tries. Check both; otherwise wait five minutes.',
    },
  },
  'second-factor-failed': {
    de: {
      title: 'Der Code gilt nicht',
      detail: 'Warten Sie auf den nächsten Code Ihrer App und geben Sie diesen ein. Jeder Code gilt einmal.',
    },
    en: { title: 'The code is not valid', detail: 'Wait for the next code of your app and enter that one. Each code works once.' },
  },
  'second-factor-set': {
    de: { title: 'App schon eingerichtet', detail: 'Für dieses Konto gilt schon eine App. Ein neuer Anfang geht nur über die Verwaltung.' },
    en: { title: 'App already set up', detail: 'This account has an app already. Only the administration can give it a new start.' },
  },
  'invalid-password': {
    de: { title: 'Passwort nicht geeignet', detail: 'Nehmen Sie mindestens 12 Zeichen, nicht Ihren Namen und nichts, was viele nehmen.' },
    en: { title: 'Password not suitable', detail: 'Take at least 12 characters, not your name and nothing that many people take.' },
  },
  'invalid-current-password': {
    de: { title: 'Bisheriges Passwort falsch', detail: 'Das Passwort wurde nicht geändert. Geben Sie das bisherige noch einmal ein.' },
    en: { title: 'Current password wrong', detail: 'The password was not changed. Enter the current one again.' },
  },
  'account-exists': {
    de: { title: 'Konto gibt es schon', detail: 'Zu dieser E-Mail gibt es schon ein Konto. Geben Sie ihm bei Bedarf einen neuen Anfang.' },
    en: { title: 'Account exists', detail: 'There is an account for this e-mail already. Give it a new start if needed.' },
  },
  'practitioner-taken': {
    de: { title: 'Schon verbunden', detail: 'Diese Behandlerin ist schon mit einem anderen Konto verbunden.' },
    en: { title: 'Already connected', detail: 'This practitioner is connected to another account already.' },
  },
  'missing-secrecy': {
    de: {
      title: 'Verpflichtung fehlt',
      detail: 'Tragen Sie zuerst ein, wann die Verpflichtung auf das Geheimnis (§ 203 StGB) unterschrieben wurde.',
    },
    en: { title: 'Obligation missing', detail: 'First enter when the secrecy obligation (§ 203 StGB) was signed.' },
  },
  'missing-name': {
    de: { title: 'Name fehlt', detail: 'Geben Sie Ihren Namen und Ihre E-Mail ein.' },
    en: { title: 'Name missing', detail: 'Enter your name and your e-mail.' },
  },
  'last-admin': {
    de: { title: 'Letzte Verwaltung', detail: 'Jemand muss verwalten können. Geben Sie die Rolle zuerst einer zweiten Person.' },
    en: { title: 'Last administrator', detail: 'Somebody must be able to administer. First give the role to a second person.' },
  },
  'own-admin-role': {
    de: { title: 'Eigene Rolle', detail: 'Die eigene Verwaltungsrolle kann nur eine andere Person der Verwaltung nehmen.' },
    en: { title: 'Own role', detail: 'Only another administrator can take your administrator role.' },
  },
  'own-account': {
    de: { title: 'Eigenes Konto', detail: 'Das eigene Konto kann nur eine andere Person der Verwaltung schließen.' },
    en: { title: 'Own account', detail: 'Only another administrator can close your account.' },
  },
  'account-not-found': {
    de: {
      title: 'Konto nicht gefunden',
      detail: 'Das Konto gibt es nicht, oder es ist in einem anderen Zustand. Laden Sie die Liste neu.',
    },
    en: { title: 'Account not found', detail: 'The account does not exist or is in another state. Load the list again.' },
  },
  'invitation-not-found': {
    de: { title: 'Einladung nicht offen', detail: 'Die Einladung wurde schon angenommen oder zurückgezogen.' },
    en: { title: 'Invitation not open', detail: 'The invitation was accepted or withdrawn already.' },
  },
  'session-not-found': {
    de: { title: 'Sitzung nicht gefunden', detail: 'Diese Sitzung ist schon beendet.' },
    en: { title: 'Session not found', detail: 'This session has ended already.' },
  },
  'duty-not-found': {
    de: { title: 'Dienst nicht gefunden', detail: 'Dieser Dienst ist schon gestrichen.' },
    en: { title: 'Duty not found', detail: 'This duty was withdrawn already.' },
  },
  'duty-over': {
    de: { title: 'Dienst ist vorbei', detail: 'Ein Dienst, der schon vorbei ist, bleibt stehen.' },
    en: { title: 'Duty is over', detail: 'A duty that is over stays as it was.' },
  },
  'not-oncall': {
    de: {
      title: 'Keine Dienstrolle',
      detail: 'Diese Person hat die Rolle „Psychologischer Dienst“ nicht. Geben Sie ihr zuerst die Rolle.',
    },
    en: { title: 'No duty role', detail: 'This person does not have the role “duty psychologist”. Give her the role first.' },
  },
  'invalid-period': {
    de: { title: 'Zeitraum prüfen', detail: 'Das Ende liegt nach dem Anfang und in der Zukunft; ein Dienst dauert höchstens sieben Tage.' },
    en: { title: 'Check the period', detail: 'The end is after the beginning and in the future; a duty lasts seven days at most.' },
  },
} as const satisfies Record<string, { de: { title: string; detail: string }; en: { title: string; detail: string } }>;
