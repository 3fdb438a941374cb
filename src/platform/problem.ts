import type { RefusalDetail } from '#kernel/decision.ts';
import { inBerlin } from '#kernel/time.ts';

/** Words of a refusal in one language; `{name}` is filled from the refusal's facts. */
export interface ProblemWords {
  title: string;
  detail: string;
}

/** A refusal's words in both languages. */
export type ProblemCatalogue = Readonly<Record<string, { de: ProblemWords; en: ProblemWords }>>;

export type Language = 'de' | 'en';

/** The body of an answer that is no success (RFC 9457). Never repeats an input value. */
export interface ProblemBody extends Omit<RefusalDetail, 'retryAfter'> {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
}

/** Statuses of codes that are not 409. Whatever a rule refuses in a state is a conflict (409) unless it stands here. */
const STATUS: Readonly<Record<string, number>> = {
  'not-found': 404,
  'request-not-found': 404,
  'place-not-found': 404,
  'slot-not-found': 404,
  'not-signed-in': 401,
  'sign-in-failed': 401,
  'second-factor-failed': 401,
  'second-factor-needed': 401,
  'step-up-needed': 403,
  'not-permitted': 403,
  'cross-site': 403,
  'consent-missing': 403,
  'document-not-allowed': 422,
  'invalid-input': 400,
  'malformed-json': 400,
  'unknown-field': 400,
  'key-needed': 400,
  'version-needed': 428,
  'version-old': 412,
  'key-used-otherwise': 422,
  'key-in-progress': 409,
  'too-many': 429,
  'too-large': 413,
  'file-refused': 422,
  'file-too-large': 413,
  'quota-reached': 413,
  'malformed-request': 400,
  'headers-too-large': 431,
  'not-acceptable-type': 415,
  'link-expired': 410,
  'outcome-unknown': 503,
  'database-away': 503,
  'internal-fault': 500,
};

/** HTTP status of a refusal code. */
export function statusOf(code: string): number {
  if (STATUS[code]) return STATUS[code];
  if (code.endsWith('-not-found')) return 404;
  if (code.endsWith('-not-yours') || code.endsWith('-not-permitted')) return 403;
  if (code.startsWith('missing-') || code.startsWith('invalid-')) return 422;
  return 409;
}

/** Facts in words: instants become times of day in Berlin, an unnamed "until" is that of the hold. */
function fill(text: string, facts: Record<string, unknown> | undefined): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = facts?.[name] ?? (name === 'until' ? facts?.heldUntil : undefined);
    if (typeof value === 'number') return String(value);
    if (typeof value !== 'string') return whole;
    if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return value;
    return inBerlin(Temporal.Instant.from(value)).toPlainTime().toString({ smallestUnit: 'minute' });
  });
}

/** Makes the answer of a refusal; a code without words is a fault of ours and gets the general words. */
export function problem(
  catalogue: ProblemCatalogue,
  language: Language,
  code: string,
  requestId: string,
  { retryAfter: _, ...detail }: RefusalDetail = {},
): ProblemBody {
  const words = catalogue[code] ?? catalogue['internal-fault'];
  const { title, detail: sentence } = words?.[language] ?? { title: code, detail: code };
  return {
    type: `https://geleit.example/probleme/${code}`,
    title: fill(title, detail.facts),
    status: statusOf(code),
    detail: fill(sentence, detail.facts),
    instance: `urn:uuid:${requestId}`,
    code,
    ...detail,
  };
}

/** Problems of the house itself; rooms add theirs. */
export const HOUSE_PROBLEMS: ProblemCatalogue = {
  'internal-fault': {
    de: {
      title: 'Das ist unser Fehler',
      detail: 'Es wurde nichts geändert. Versuchen Sie es noch einmal; bleibt es so, nennen Sie der Verwaltung die Vorgangsnummer.',
    },
    en: {
      title: 'This is our fault',
      detail: 'Nothing was changed. Try again; if it stays, tell the administration the reference number.',
    },
  },
  'not-found': {
    de: { title: 'Nicht gefunden', detail: 'Das gibt es hier nicht, oder es ist nicht für Sie bestimmt.' },
    en: { title: 'Not found', detail: 'It does not exist here, or it is not meant for you.' },
  },
  'not-signed-in': {
    de: { title: 'Nicht angemeldet', detail: 'Melden Sie sich an. Was Sie eingegeben haben, bleibt stehen.' },
    en: { title: 'Not signed in', detail: 'Sign in. What you have typed stays.' },
  },
  'second-factor-needed': {
    de: { title: 'Der zweite Schritt fehlt', detail: 'Geben Sie den Code aus Ihrer App ein.' },
    en: { title: 'The second step is missing', detail: 'Enter the code from your app.' },
  },
  'step-up-needed': {
    de: { title: 'Noch einmal bestätigen', detail: 'Bestätigen Sie diesen Schritt mit Ihrem Code.' },
    en: { title: 'Confirm once more', detail: 'Confirm this step with your code.' },
  },
  'not-permitted': {
    de: { title: 'Nicht Ihre Aufgabe', detail: 'Ihre Rolle darf das nicht. Fragen Sie die Koordination.' },
    en: { title: 'Not your task', detail: 'Your role may not do this. Ask the coordinator.' },
  },
  'cross-site': {
    de: { title: 'Von fremder Seite', detail: 'Die Anfrage kam nicht aus Geleit und wurde nicht ausgeführt.' },
    en: { title: 'From another site', detail: 'The request did not come from Geleit and was not carried out.' },
  },
  'invalid-input': {
    de: { title: 'Angaben prüfen', detail: 'Einige Angaben passen noch nicht. Die Felder sind genannt.' },
    en: { title: 'Check the entries', detail: 'Some entries do not fit yet. The fields are named.' },
  },
  'malformed-json': {
    de: { title: 'Nicht lesbar', detail: 'Der Inhalt ist kein gültiges JSON.' },
    en: { title: 'Not readable', detail: 'The content is not valid JSON.' },
  },
  'key-needed': {
    de: { title: 'Schlüssel fehlt', detail: 'Jeder Befehl braucht den Kopf Idempotency-Key mit einer UUID.' },
    en: { title: 'Key missing', detail: 'Every command needs the header Idempotency-Key with a UUID.' },
  },
  'key-used-otherwise': {
    de: { title: 'Schlüssel schon verwendet', detail: 'Derselbe Schlüssel wurde mit anderem Inhalt gesendet.' },
    en: { title: 'Key already used', detail: 'The same key was sent with other content.' },
  },
  'key-in-progress': {
    de: { title: 'Noch in Arbeit', detail: 'Derselbe Befehl läuft noch.' },
    en: { title: 'Still in progress', detail: 'The same command is still running.' },
  },
  'version-needed': {
    de: { title: 'Stand fehlt', detail: 'Senden Sie mit If-Match, welchen Stand Sie ändern.' },
    en: { title: 'Version missing', detail: 'Say with If-Match which version you change.' },
  },
  'version-old': {
    de: {
      title: 'Inzwischen geändert',
      detail: 'Jemand hat das gerade geändert. Der neue Stand ist geladen, Ihre Eingaben stehen noch da.',
    },
    en: { title: 'Changed meanwhile', detail: 'Somebody has just changed this. The new state is loaded, your entries are still there.' },
  },
  'too-many': {
    de: { title: 'Zu viele Versuche', detail: 'Warten Sie einen Augenblick und versuchen Sie es dann wieder.' },
    en: { title: 'Too many tries', detail: 'Wait a moment and try again.' },
  },
  'too-large': {
    de: { title: 'Zu groß', detail: 'Der Inhalt ist größer, als hier angenommen wird.' },
    en: { title: 'Too large', detail: 'The content is larger than is accepted here.' },
  },
  'not-acceptable-type': {
    de: { title: 'Unbekanntes Format', detail: 'Senden Sie den Inhalt als application/json.' },
    en: { title: 'Unknown format', detail: 'Send the content as application/json.' },
  },
  'link-expired': {
    de: { title: 'Der Link gilt nicht mehr', detail: 'Bitten Sie die Absenderin um einen neuen.' },
    en: { title: 'The link is no longer valid', detail: 'Ask the sender for a new one.' },
  },
  'outcome-unknown': {
    de: { title: 'Ergebnis noch offen', detail: 'Ob der Schritt gespeichert wurde, ist noch nicht sicher. Geleit fragt von selbst nach.' },
    en: { title: 'Outcome not yet known', detail: 'Whether the step was saved is not yet certain. Geleit asks by itself.' },
  },
  'database-away': {
    de: {
      title: 'Kurz nicht erreichbar',
      detail: 'Die Datenbank antwortet gerade nicht. Ihre Eingaben bleiben stehen; Geleit versucht es gleich wieder.',
    },
    en: {
      title: 'Not reachable for a moment',
      detail: 'The database does not answer right now. Your entries stay; Geleit tries again in a moment.',
    },
  },
};
