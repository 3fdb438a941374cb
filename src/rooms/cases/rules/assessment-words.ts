import type { RefusalWords } from '#rooms/directory/rules/words.ts';

const word = (deTitle: string, deDetail: string, enTitle: string, enDetail: string): RefusalWords => ({
  de: { title: deTitle, detail: deDetail },
  en: { title: enTitle, detail: enDetail },
});

/** Words of what an assessment or a network map refuses. */
export const ASSESSMENT_WORDS = {
  'assessment-not-now': word(
    'In dieser Phase beginnt keine solche Runde.',
    'Sehen Sie oben nach, in welcher Phase der Fall steht.',
    'No such round begins in this phase.',
    'See above which phase the case is in.',
  ),
  'assessment-round-open': word(
    'Es läuft schon eine Runde.',
    'Schließen Sie diese ab. Danach beginnt die nächste.',
    'A round is already open.',
    'Complete it. Then the next one can begin.',
  ),
  'assessment-first': word(
    'Es gibt noch kein Assessment.',
    'Beginnen Sie mit dem ersten Assessment.',
    'There is no assessment yet.',
    'Begin with the first assessment.',
  ),
  'assessment-trigger-missing': word(
    'Der Anlass fehlt oder passt nicht.',
    'Ein Reassessment nennt seinen Anlass, andere Runden keinen.',
    'The trigger is missing or does not fit.',
    'A reassessment names its trigger, other rounds none.',
  ),
  'assessment-completed': word(
    'Diese Runde ist abgeschlossen.',
    'Sie bleibt, wie sie war. Was sich geändert hat, gehört in die nächste Runde.',
    'This round is completed.',
    'It stays as it was. What has changed belongs in the next round.',
  ),
  'assessment-incomplete': word(
    'Am Assessment fehlt noch etwas.',
    'Ergänzen Sie die genannten Punkte oder halten Sie den Grund fest.',
    'The assessment lacks something.',
    'Add the points named, or record the reason.',
  ),
  'domain-not-asked': word(
    'Dieser Bereich gehört nicht zur Runde.',
    'Nehmen Sie ihn zuerst in die Runde auf.',
    'This domain is not part of the round.',
    'Take it into the round first.',
  ),
  'client-view-and-reason': word(
    'Eigene Sicht und Grund für ihr Fehlen schließen sich aus.',
    'Löschen Sie eines von beiden.',
    'The client’s view and a reason for its absence exclude each other.',
    'Clear one of the two.',
  ),
  'not-discussed-but-rated': word(
    'Ein Bereich ist entweder eingeschätzt oder nicht besprochen.',
    'Löschen Sie die Einschätzung oder den Grund.',
    'A domain is either rated or not discussed.',
    'Clear the rating or the reason.',
  ),
  'not-now-needs-day': word(
    'Zu „jetzt nicht“ gehören ein Grund und ein Tag.',
    'Nennen Sie beides. Der Tag liegt nicht in der Zukunft.',
    '“Not now” needs a reason and a day.',
    'Name both. The day is not in the future.',
  ),
  'instrument-score': word(
    'Der Wert liegt außerhalb des Bereichs.',
    'Tragen Sie eine ganze Zahl aus dem Bereich des Instruments ein.',
    'The score is out of range.',
    'Enter a whole number within the range of the instrument.',
  ),
  'instrument-partner': word(
    'Welcher Partner das Ergebnis erhoben hat, fehlt.',
    'Wählen Sie eine andere Einrichtung aus dem Verzeichnis.',
    'Which partner rated this is missing.',
    'Choose another organisation of the directory.',
  ),
  'assessment-day-ahead': word(
    'Der Tag liegt in der Zukunft.',
    'Tragen Sie heute oder einen früheren Tag ein.',
    'The day is in the future.',
    'Enter today or an earlier day.',
  ),
  'own-view-not-open': word(
    'Gerade wird keine eigene Einschätzung erfragt.',
    'Sagen Sie es beim nächsten Gespräch oder schreiben Sie eine Nachricht.',
    'No own view is asked for at the moment.',
    'Say it in your next conversation or write a message.',
  ),
  'network-map-fixed': word(
    'Diese Karte ist festgehalten.',
    'Sie ändert sich nicht mehr. Zeichnen Sie eine neue, gern als Kopie.',
    'This map is fixed.',
    'It does not change any more. Draw a new one, as a copy if you like.',
  ),
  'network-names-not-agreed': word(
    'Für Namen aus dem privaten Umfeld fehlt das Einverständnis.',
    'Fragen Sie danach, oder lassen Sie nur die Beziehung stehen.',
    'Agreement to names from private life is missing.',
    'Ask for it, or leave only the relation.',
  ),
  'network-link-private': word(
    'Mit dem Verzeichnis lassen sich nur Fachleute verknüpfen.',
    'Nehmen Sie die Verknüpfung weg, oder setzen Sie die Person zu den Fachleuten.',
    'Only professionals can be linked to the directory.',
    'Take the link away, or put the person among the professionals.',
  ),
  'network-entry-unknown': word(
    'Diesen Eintrag gibt es im Verzeichnis nicht.',
    'Suchen Sie ihn noch einmal.',
    'There is no such entry in the directory.',
    'Search for it again.',
  ),
  'network-loose-relation': word(
    'Eine Verbindung führt ins Leere.',
    'Verbinden Sie zwei Personen, die auf der Karte stehen.',
    'A relation leads nowhere.',
    'Connect two people who are on the map.',
  ),
  'network-ties-not-wanted': word(
    'Linienarten sind auf dieser Karte nicht gewünscht.',
    'Schalten Sie sie ein, wenn die Klientin oder der Klient es möchte.',
    'Kinds of line are not wanted on this map.',
    'Switch them on if the client wants them.',
  ),
} as const satisfies Record<string, RefusalWords>;
