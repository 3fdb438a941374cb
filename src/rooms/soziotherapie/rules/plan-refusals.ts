import type { RefusalWords } from '#rooms/directory/rules/words.ts';
import { word } from './word.ts';

/** Words about care plans, signatures, links to them and reviews. */
export const PLAN_WORDS = {
  'plan-not-yours': word(
    'Diesen Plan führt jemand anderes.',
    'Betreuungsplan und Überprüfung schreibt, wer begleitet, oder die Leitung. Die Vertretung liest mit.',
    'Somebody else keeps this plan.',
    'Care plan and review are written by who accompanies, or by the lead. A deputy reads along.',
  ),
  'plan-case-closed': word(
    'Die Begleitung ist beendet.',
    'Pläne und Berichte bleiben lesbar. Geschrieben wird erst in einer neuen Begleitung.',
    'The case is closed.',
    'Plans and reports stay readable. Writing goes on in a new case.',
  ),
  'plan-open': word(
    'Fassung {number} ist noch offen.',
    'Schreiben Sie dort weiter, oder verwerfen Sie sie zuerst.',
    'Version {number} is still open.',
    'Go on there, or drop it first.',
  ),
  'plan-prescription-missing': word(
    'Es fehlt die Verordnung zum Plan.',
    'Legen Sie zuerst Muster 26 an. Ein Plan gehört immer zu einer Verordnung.',
    'The prescription for the plan is missing.',
    'Enter Muster 26 first. A plan always belongs to a prescription.',
  ),
  'plan-not-draft': word(
    'Diese Fassung steht fest.',
    'Was zur Unterschrift vorliegt, ändert sich nicht mehr. Schreiben Sie eine neue Fassung.',
    'This version is settled.',
    'What is offered for signature no longer changes. Write a new version.',
  ),
  'plan-incomplete': word(
    'Dem Plan fehlen noch {count} Angaben.',
    'Sie stehen an den Feldern. Danach kann er unterschrieben werden.',
    '{count} entries of the plan are still missing.',
    'They stand beside the fields. Then it can be signed.',
  ),
  'plan-not-offered': word(
    'Diese Fassung liegt nicht zur Unterschrift vor.',
    'Sie ist noch ein Entwurf, gilt schon, oder wurde ersetzt.',
    'This version is not offered for signature.',
    'It is still a draft, in force already, or was replaced.',
  ),
  'plan-signed-already': word(
    'Diese Unterschrift ist schon da.',
    'Jede Seite unterschreibt eine Fassung einmal. Für eine andere Antwort braucht es eine neue Fassung.',
    'This signature is there already.',
    'Each side signs a version once. Another answer needs a new version.',
  ),
  'plan-date-impossible': word(
    'Der Tag der Unterschrift passt nicht.',
    'Er liegt zwischen {first}, als die Fassung vorlag, und {last}.',
    'The day of the signature does not fit.',
    'It lies between {first}, when the version was offered, and {last}.',
  ),
  'plan-only-client-refuses': word(
    'Hier kann nur die Klientin oder der Klient ablehnen.',
    'Wenn die Praxis anders plant, verwerfen Sie die Fassung. Die verordnende Praxis lehnt über ihren Link ab.',
    'Only the client can refuse here.',
    'Where the practice plans otherwise, drop the version. The prescriber declines by the link.',
  ),
  'plan-strokes-missing': word(
    'Die Unterschrift fehlt noch.',
    'Lassen Sie im Feld unterschreiben, oder wählen Sie Papier.',
    'The signature is still missing.',
    'Have it signed in the field, or choose paper.',
  ),
  'plan-in-force': word(
    'Eine gültige Fassung wird nicht verworfen.',
    'Schreiben Sie eine neue. Sobald alle drei unterschrieben haben, löst sie diese ab.',
    'A version in force is not dropped.',
    'Write a new one. As soon as all three have signed, it takes the place of this one.',
  ),
  'review-without-plan': word(
    'Noch gilt kein Plan.',
    'Überprüft wird ein Plan, den alle drei unterschrieben haben.',
    'No plan is in force yet.',
    'What is reviewed is a plan that all three have signed.',
  ),
  'review-other-plan': word(
    'Inzwischen gilt eine andere Fassung.',
    'Laden Sie die Seite neu. Was Sie geschrieben haben, bleibt stehen.',
    'Another version is in force meanwhile.',
    'Load the page again. What you have written stays.',
  ),
  'review-date-impossible': word(
    'Der Tag der Überprüfung passt nicht.',
    'Er liegt zwischen {first} und {last}.',
    'The day of the review does not fit.',
    'It lies between {first} and {last}.',
  ),
  'review-goals-missing': word(
    'Zu einem Ziel fehlt der Stand.',
    'Sagen Sie zu jedem Ziel des Plans genau einmal, wie es steht.',
    'The standing of a goal is missing.',
    'Say exactly once for each goal of the plan how it stands.',
  ),
  'link-recipient-missing': word(
    'Für diesen Link fehlt, wer ihn bekommt.',
    'Tragen Sie im Fall ein, wer jetzt verordnet oder wer rechtlich vertritt. Ein Bericht geht an die verordnende Praxis.',
    'Nobody is there to get this link.',
    'Enter in the case who prescribes now or who is the guardian. A report goes to the prescriber.',
  ),
  'link-not-this-answer': word(
    'Diese Antwort gehört nicht zu diesem Link.',
    'Einen Plan unterschreiben Sie, fragen nach oder lehnen ab. Einen Bericht nehmen Sie zur Kenntnis oder fragen nach.',
    'This answer does not belong to this link.',
    'You sign a plan, ask back or decline. You take note of a report or ask back.',
  ),
  'link-text-missing': word(
    'Schreiben Sie kurz, worum es geht.',
    'Die Praxis liest Ihren Satz und antwortet Ihnen.',
    'Say briefly what it is about.',
    'The practice reads your sentence and answers you.',
  ),
} as const satisfies Record<string, RefusalWords>;
