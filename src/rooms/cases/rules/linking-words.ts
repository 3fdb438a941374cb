import type { RefusalWords } from '#rooms/directory/rules/words.ts';

const word = (deTitle: string, deDetail: string, enTitle: string, enDetail: string): RefusalWords => ({
  de: { title: deTitle, detail: deDetail },
  en: { title: enTitle, detail: enDetail },
});

/** Words around service lines. */
export const LINKING_WORDS = {
  'line-mirrored': word(
    'Diese Leistung zeigt den Stand von anderswo.',
    'Sie rückt weiter, sobald sich Anfrage, Verweis oder Soziotherapie ändert.',
    'This service shows how things stand elsewhere.',
    'It moves on as soon as the request, the referral or the Soziotherapie changes.',
  ),
  'line-not-on-trial': word(
    'Der Beginn kann nicht mehr scheitern.',
    'Die Leistung läuft schon fest. Schließen Sie sie mit einem Ergebnis ab.',
    'The start can no longer fail.',
    'The service runs for good already. Complete it with an outcome.',
  ),
  'line-outcome-missing': word(
    'Das Ergebnis fehlt.',
    'Sagen Sie, ob der Bedarf gedeckt, teilweise gedeckt oder nicht gedeckt wurde.',
    'The outcome is missing.',
    'Say whether the need was met, partly met or not met.',
  ),
  'line-date-missing': word(
    'Der Tag des ersten Termins fehlt.',
    'Tragen Sie ein, wann die Leistung beginnt.',
    'The day of the first appointment is missing.',
    'Enter when the service begins.',
  ),
  'line-not-so-far': word(
    'So weit ist diese Leistung noch nicht.',
    'Warteliste, Absage und fehlende Antwort gibt es erst nach der Anfrage beim Anbieter.',
    'This service is not that far yet.',
    'Waiting list, rejection and no answer come only after the provider was asked.',
  ),
  'line-never-back': word(
    'Eine Leistung geht nie zurück.',
    'Legen Sie für einen neuen Anlauf eine neue Leistung an.',
    'A service never goes back.',
    'Add a new service for a new attempt.',
  ),
  'line-waits': word(
    'Diese Leistung steht auf einer Warteliste.',
    'Als Nächstes folgt die Zusage, ein Termin oder das Ende.',
    'This service is on a waiting list.',
    'Next comes acceptance, an appointment or the end.',
  ),
  'line-runs': word(
    'Diese Leistung läuft schon.',
    'Möglich sind Anpassen und Abschließen.',
    'This service runs already.',
    'It can be adapted or completed.',
  ),
  'line-ended': word(
    'Diese Leistung ist beendet.',
    'Legen Sie für einen neuen Anlauf eine neue Leistung an.',
    'This service has ended.',
    'Add a new service for a new attempt.',
  ),
  'line-not-for-role': word(
    'Diesen Schritt geht jemand anderes.',
    'Fragen Sie die Case Managerin des Falls.',
    'Somebody else takes this step.',
    "Ask the case's manager.",
  ),
  'line-day-impossible': word(
    'Dieser Tag geht nicht.',
    'Er liegt nicht in der Zukunft und nicht vor dem letzten Schritt.',
    'This day is not possible.',
    'It is neither in the future nor before the last step.',
  ),
  'line-not-therapy': word(
    'Diese Leistung ist keine Psychotherapie.',
    'Die Suche nach Therapieplätzen gehört zu einer Leistung der Art Psychotherapie.',
    'This service is no psychotherapy.',
    'The search for therapy places belongs to a service of the kind psychotherapy.',
  ),
  'line-not-soziotherapie': word(
    'Diese Leistung ist keine Soziotherapie.',
    'An eine Praxis der Soziotherapie wird nur eine solche Leistung übergeben.',
    'This service is no Soziotherapie.',
    'Only such a service is handed to a practice of Soziotherapie.',
  ),
  'provider-unknown': word(
    'Diesen Anbieter gibt es im Verzeichnis nicht mehr.',
    'Suchen Sie neu oder tragen Sie den Namen ein.',
    'This provider is no longer in the directory.',
    'Search again or enter the name.',
  ),
  'measure-unknown': word(
    'Diese Maßnahme gehört nicht zu diesem Fall.',
    'Laden Sie den Hilfeplan neu.',
    'This measure is not of this case.',
    'Load the plan again.',
  ),
} as const satisfies Record<string, RefusalWords>;
