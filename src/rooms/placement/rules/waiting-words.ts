import type { RefusalWords } from '#rooms/directory/rules/words.ts';

const words = (deTitle: string, deDetail: string, enTitle: string, enDetail: string): RefusalWords => ({
  de: { title: deTitle, detail: deDetail },
  en: { title: enTitle, detail: enDetail },
});

/** Words of what can stand against a step of the waiting list. */
export const WAITING_WORDS = {
  'proposal-over': words(
    'Dieser Vorschlag gilt nicht mehr.',
    'Jemand ruft schon an, oder der Platz ist vergeben. Die Liste zeigt den neuen Stand.',
    'This proposal no longer stands.',
    'Somebody is calling already, or the place is taken. The list shows how things stand now.',
  ),
  'not-next-in-line': words(
    'Für diesen Platz ist jemand anderes an der Reihe.',
    'Rufen Sie zuerst dort an, oder nennen Sie den Grund, warum diese Person vorgeht.',
    "It is somebody else's turn for this place.",
    'Call there first, or name the reason why this person goes before.',
  ),
  'no-late-slot': words(
    'Für diesen Platz gibt es keinen ersten Termin, der Zeit für den Rückruf lässt.',
    'Ein Rückruf-Termin beginnt frühestens in 50 Stunden. Bitten Sie die Praxis um einen weiteren Termin.',
    'This place has no first appointment that leaves time for the call-back.',
    'An appointment for a call-back starts in 50 hours at the earliest. Ask the practice for another one.',
  ),
  'contact-questions-missing': words(
    'Zwei Fragen sind noch offen.',
    'Fragen Sie, ob die Suche noch nötig ist und ob die Person schon woanders versorgt ist.',
    'Two questions are still open.',
    'Ask whether help is still needed and whether it has been found elsewhere.',
  ),
  'request-not-waiting': words(
    'Diese Anfrage steht nicht auf der Warteliste.',
    'Öffnen Sie die Anfrage, dort steht, wie es weitergeht.',
    'This request is not on the waiting list.',
    'Open the request to see what comes next.',
  ),
  'callback-not-extended': words(
    'Ein Platz für einen Rückruf wird nicht verlängert.',
    'Er ist 48 Stunden reserviert, danach kommt die nächste Person an die Reihe.',
    'A place kept for a call-back is not extended.',
    'It is reserved for 48 hours, then it is the next person’s turn.',
  ),
} as const satisfies Record<string, RefusalWords>;
