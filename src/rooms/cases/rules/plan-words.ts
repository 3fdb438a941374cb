import type { RefusalWords } from '#rooms/directory/rules/words.ts';
import { word } from '#rooms/soziotherapie/rules/word.ts';

/** Words about the plan of a case, its agreement, and the evaluation. */
export const CASE_PLAN_WORDS = {
  'case-plan-too-early': word(
    'Für einen Hilfeplan ist es noch zu früh.',
    'Zuerst kommen Einwilligung und Vereinbarung. Ab dem Assessment können Sie Ziele festhalten.',
    'It is too early for a plan.',
    'Consent and agreement come first. From the assessment on you can write down goals.',
  ),
  'case-plan-closed': word(
    'Der Fall ist beendet.',
    'Plan und Auswertung bleiben lesbar. Geschrieben wird erst in einem neuen Fall.',
    'The case is closed.',
    'Plan and evaluation stay readable. Writing goes on in a new case.',
  ),
  'case-plan-offered': word(
    'Fassung {number} liegt gerade zur Zustimmung vor.',
    'Warten Sie die Antwort ab, oder ziehen Sie die Fassung zurück und schreiben Sie dann weiter.',
    'Version {number} lies before the client now.',
    'Wait for the answer, or take the version back and go on writing then.',
  ),
  'case-plan-empty': word(
    'Im Plan steht noch kein Ziel.',
    'Halten Sie zuerst ein Ziel in den Worten der Klientin oder des Klienten fest.',
    'The plan has no goal yet.',
    "Write down a goal in the client's words first.",
  ),
  'case-plan-incomplete': word(
    'Dem Plan fehlen noch {count} Angaben.',
    'Sie stehen an den Zielen und Maßnahmen. Danach können Sie ihn vorlegen.',
    '{count} entries of the plan are still missing.',
    'They stand beside the goals and measures. Then you can lay it before the client.',
  ),
  'case-plan-not-offered': word(
    'Diese Fassung liegt nicht zur Zustimmung vor.',
    'Sie ist noch ein Entwurf, gilt schon, oder wurde zurückgezogen.',
    'This version does not lie before the client.',
    'It is still a draft, holds already, or was taken back.',
  ),
  'case-plan-settled': word(
    'Diese Fassung steht fest.',
    'Was vereinbart oder ersetzt ist, ändert sich nicht mehr. Schreiben Sie eine neue Fassung.',
    'This version is settled.',
    'What was agreed or replaced no longer changes. Write a new version.',
  ),
  'case-plan-not-for-role': word(
    'Diesen Schritt geht jemand anderes.',
    'Den Plan schreibt, wer den Fall führt oder vertritt, und die Leitung.',
    'Somebody else takes this step.',
    'The plan is written by who keeps the case or stands in, and by the lead.',
  ),
  'case-plan-day-impossible': word(
    'Der Tag passt nicht.',
    'Er liegt zwischen {first} und {last}.',
    'The day does not fit.',
    'It lies between {first} and {last}.',
  ),
  'case-plan-proof-missing': word(
    'Der Nachweis der Zustimmung fehlt noch.',
    'Mündlich braucht es den Namen einer Zeugin oder eines Zeugen, auf Papier den Scan, am Bildschirm die Unterschrift.',
    'The proof of the agreement is still missing.',
    'Spoken it needs the name of a witness, on paper the scan, on the screen the signature.',
  ),
  'case-plan-guardian-missing': word(
    'Es fehlt, wer für die Person zustimmen darf.',
    'Wählen Sie die Vertretung aus. Steht sie nicht hier, tragen Sie sie zuerst bei der Person ein: wer das Sorgerecht hat, oder die gerichtliche Betreuung.',
    'It is missing who may agree for the person.',
    'Choose the representative. If she or he is not here, first enter with the person who has custody, or the guardian set by a court.',
  ),
  'case-plan-agreed-already': word(
    'Diese Zustimmung ist schon festgehalten.',
    'Jede Person stimmt einer Fassung einmal zu. Laden Sie die Seite neu: Dort steht, wessen Ja noch fehlt.',
    'This yes is on record already.',
    'Each person agrees to a version once. Load the page again: it says whose yes is missing.',
  ),
  'case-goal-settled': word(
    'Dieses Ziel steht so, wie es vereinbart wurde.',
    'Schreiben Sie eine Überarbeitung. Sie löst das Ziel ab, sobald die Klientin oder der Klient zustimmt.',
    'This goal stands as it was agreed.',
    'Write a revision. It takes its place as soon as the client agrees.',
  ),
  'case-goal-not-agreed': word(
    'Dieses Ziel ist noch nicht vereinbart.',
    'Bewerten und abschließen können Sie ein Ziel, dem die Klientin oder der Klient zugestimmt hat.',
    'This goal is not agreed yet.',
    'You can rate and finish a goal to which the client has agreed.',
  ),
  'case-goal-reason-missing': word(
    'Sagen Sie, warum das Ziel aufgegeben wird.',
    'Nur „nicht mehr gewollt“ nimmt es aus dem T-Wert heraus.',
    'Say why the goal is dropped.',
    'Only "no longer wanted" takes it out of the T-score.',
  ),
  'case-goal-not-released': word(
    'Dieses Ziel der Soziotherapie ist nicht freigegeben.',
    'Es braucht eine gültige Freigabe der Praxis für das Case Management.',
    'This goal of Soziotherapie is not released.',
    'It needs a release of the practice to Case Management that lives.',
  ),
  'case-rating-day-impossible': word(
    'Der Tag der Bewertung passt nicht.',
    'Er liegt zwischen {first}, als das Ziel vereinbart wurde, und {last}.',
    'The day of the rating does not fit.',
    'It lies between {first}, when the goal was agreed, and {last}.',
  ),
  'case-measure-unknown': word(
    'Ziel oder Hilfe gehört nicht zu diesem Fall.',
    'Laden Sie die Seite neu und wählen Sie noch einmal.',
    'The goal or service does not belong to this case.',
    'Load the page again and choose once more.',
  ),
  'case-measure-dates': word(
    'Die Zeiten der Maßnahme passen nicht zusammen.',
    'Das Ende liegt nach dem Anfang, und was schon geschah, liegt nicht in der Zukunft.',
    'The times of the measure do not fit together.',
    'The end lies after the start, and what has happened does not lie in the future.',
  ),
  'case-evaluation-asked': word(
    'Diese Auswertung liegt bei der Leitung oder ist freigegeben.',
    'Ändern können Sie sie, wenn die Leitung sie zurückgibt.',
    'This evaluation lies with the lead or is approved.',
    'You can change it when the lead gives it back.',
  ),
  'case-evaluation-incomplete': word(
    'Der Auswertung fehlen noch {count} Angaben.',
    'Sie stehen an den Feldern. Danach können Sie um Freigabe bitten.',
    '{count} entries of the evaluation are still missing.',
    'They stand beside the fields. Then you can ask for approval.',
  ),
  'case-evaluation-not-asked': word(
    'Um die Freigabe wurde noch nicht gebeten.',
    'Wer den Fall führt, bittet zuerst darum.',
    'Approval was not asked for yet.',
    'Who keeps the case asks for it first.',
  ),
  'case-evaluation-same-eyes': word(
    'Hier braucht es vier Augen.',
    'Sie haben selbst um die Freigabe gebeten. Jemand anderes der Leitung entscheidet.',
    'This needs four eyes.',
    'You asked for the approval yourself. Somebody else of the lead decides.',
  ),
  'case-release-missing': word(
    'Für diesen Teil gibt es keine gültige Freigabe.',
    'Fragen Sie die Klientin oder den Klienten. Ohne Freigabe geht nichts hinaus.',
    'No release that lives covers this part.',
    'Ask the client. Nothing goes out without a release.',
  ),
} as const satisfies Record<string, RefusalWords>;
