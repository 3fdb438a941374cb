import { HINT_WORDS } from '../hint-words.ts';
import type { Facts } from '../ruling.ts';
import { SOZIOTHERAPIE_WORDS } from '../words.ts';
import type { Condition } from './conditions.ts';
import type { Finding } from './finding.ts';

const say = (de: string, en: string) => ({ de, en });

/** What the entry of Muster 26 and 28 says at a field, German and English. `{name}` is filled from the finding's facts. */
export const FORM_WORDS = {
  'field-missing': say('Diese Angabe fehlt.', 'This is missing.'),
  'field-recommended': say('Empfohlen: Die Kassen fragen oft danach.', 'Recommended: insurers often ask for it.'),
  'kind-missing': say('Wählen Sie die Art der Verordnung.', 'Choose the kind of prescription.'),
  'text-too-long': say(
    '{length} Zeichen, höchstens {most}. Kürzen Sie den Text.',
    '{length} characters, {most} at most. Shorten the text.',
  ),
  'text-too-short': say('{length} Zeichen, mindestens {least}. Schreiben Sie mehr.', '{length} characters, at least {least}. Write more.'),
  'characters-impossible': say(
    'Darin stehen unsichtbare Zeichen. Tippen Sie den Text neu ein.',
    'It holds invisible characters. Type the text again.',
  ),
  'characters-unusual': say(
    'Schreiben Sie es wie auf der Versichertenkarte, in lateinischer Schrift.',
    'Write it as on the insurance card, in Latin letters.',
  ),
  'day-impossible': say('Dieses Datum gibt es nicht.', 'There is no such date.'),
  'day-in-future': say('Dieses Datum liegt in der Zukunft.', 'This date lies in the future.'),
  'age-impossible': say('So alt ist niemand. Prüfen Sie das Geburtsdatum.', 'Nobody is that old. Check the date of birth.'),
  'postal-code-format': say('Eine Postleitzahl hat fünf Ziffern.', 'A postal code has five digits.'),
  'postal-code-unknown': say(
    'Diese Postleitzahl kennt Geleit nicht. Bestätigen Sie sie, wenn sie stimmt.',
    'Geleit does not know this postal code. Confirm it if it is right.',
  ),
  'city-other': say('Zu dieser Postleitzahl gehört {place}.', 'This postal code belongs to {place}.'),
  'differs-from-file': say(
    'Weicht von den Stammdaten ab. Bestätigen Sie es, oder ändern Sie eines von beiden.',
    'Differs from the master data. Confirm it or change one of them.',
  ),
  'insurer-differs': say(
    'Gespeichert ist eine andere Kasse ({onFile}). Nach einem Wechsel gilt die alte Genehmigung nicht mehr.',
    'Another insurer is on file ({onFile}). After a change the old approval no longer holds.',
  ),
  'cover-missing': say('Für diesen Tag ist keine Kasse gespeichert.', 'No insurer is on file for this day.'),
  'insured-status-impossible': say(
    'Der Versichertenstatus beginnt mit 1 (Mitglied), 3 (Familie) oder 5 (Rente).',
    'The insured status begins with 1 (member), 3 (family) or 5 (pension).',
  ),
  'number-misread': say(
    'Gelesen als {read}. Bestätigen Sie es, wenn Buchstaben und Ziffern verwechselt waren.',
    'Read as {read}. Confirm it if letters and digits were mixed up.',
  ),
  'kvnr-format': say(
    'Eine Versichertennummer hat einen Buchstaben und neun Ziffern.',
    'An insurance number has one letter and nine digits.',
  ),
  'kvnr-check-digit': say(
    'Die Prüfziffer passt nicht. Vergleichen Sie mit der Karte und bestätigen Sie {read}.',
    'The check digit does not fit. Compare with the card and confirm {read}.',
  ),
  'ik-format': say('Ein Institutionskennzeichen hat neun Ziffern.', 'An institution number (IK) has nine digits.'),
  'ik-check-digit': say(
    'Die Prüfziffer des Institutionskennzeichens passt nicht. Lesen Sie die Nummer noch einmal ab.',
    'The check digit of the institution number does not fit. Read it again.',
  ),
  'ik-reserved': say('Dieses Institutionskennzeichen hat niemand.', 'Nobody has this institution number.'),
  'ik-no-insurer': say('Das ist keine Kasse: Ihr Kennzeichen beginnt mit 10.', 'This is no insurer: its number begins with 10.'),
  'lanr-format': say('Eine Arztnummer hat neun Ziffern.', "A doctor's number (LANR) has nine digits."),
  'lanr-check-digit': say(
    'Die Prüfziffer der Arztnummer passt nicht. Lesen Sie die Nummer noch einmal ab.',
    "The check digit of the doctor's number does not fit. Read it again.",
  ),
  'lanr-reserved': say('Diese Arztnummer hat niemand.', "Nobody has this doctor's number."),
  'lanr-pseudo': say(
    'Das ist eine Ersatznummer. Fragen Sie nach der eigenen Arztnummer.',
    "This is a stand-in number. Ask for the doctor's own.",
  ),
  'lanr-specialty-other': say(
    'Die Fachgruppe {specialty} verordnet sonst nicht mit Muster 26. Prüfen Sie die Nummer.',
    'Specialty group {specialty} does not usually issue Muster 26. Check the number.',
  ),
  'bsnr-format': say('Eine Betriebsstättennummer hat neun Ziffern.', 'A practice number (BSNR) has nine digits.'),
  'bsnr-reserved': say('Keine Region beginnt mit 00.', 'No region begins with 00.'),
  'prescriber-differs': say(
    'Gespeichert ist für diese Praxis {onFile}. Bestätigen Sie die andere Nummer.',
    'On file for this prescriber is {onFile}. Confirm the other number.',
  ),
  'prescriber-not-chosen': say('Wählen Sie, wer verordnet.', 'Choose who prescribes.'),
  'issued-before-birth': say('Ausgestellt vor der Geburt. Prüfen Sie beide Daten.', 'Issued before birth. Check both dates.'),
  'issued-after-first-session': say(
    'Der erste Termin war schon am {firstSessionOn}. Termine vor der Ausstellung zahlt die Kasse nicht.',
    'The first session was on {firstSessionOn}. The insurer does not pay for sessions before the issue.',
  ),
  'diagnosis-missing': say('Nötig ist mindestens eine Diagnose.', 'At least one diagnosis is needed.'),
  'diagnosis-code-missing': say('Der Schlüssel der Diagnose fehlt.', 'The code of the diagnosis is missing.'),
  'diagnoses-too-many': say('Höchstens {most} Diagnosen.', '{most} diagnoses at most.'),
  'diagnosis-twice': say('Diese Diagnose steht schon oben.', 'This diagnosis stands above already.'),
  'icd-format': say('So sieht kein Diagnoseschlüssel aus. Beispiel: F20.0', 'This is no diagnosis code. Example: F20.0'),
  'certainty-missing': say('Gesichert, Verdacht, Zustand nach oder ausgeschlossen?', 'Confirmed, suspected, state after or ruled out?'),
  'certainty-other': say(
    'Hinter dem Schlüssel steht {written}, gewählt ist {chosen}. Was stimmt?',
    'Behind the code stands {written}, chosen is {chosen}. Which is right?',
  ),
  'question-unanswered': say('Beantworten Sie diese Frage.', 'Answer this question.'),
  'impairment-missing': say(
    'Mindestens eine Fähigkeit muss beeinträchtigt sein. Wählen Sie den Grad.',
    'At least one ability must be impaired. Choose the degree.',
  ),
  'impairment-not-described': say('Beschreiben Sie es in einem Satz.', 'Describe it in one sentence.'),
  'units-missing': say('Die Zahl der Einheiten fehlt.', 'The number of units is missing.'),
  'approval-needed-total': say(
    'Zusammen mehr als {most} Einheiten: Auch diese Verordnung braucht eine Genehmigung.',
    'More than {most} units in total: this prescription needs approval, too.',
  ),
  'frequency-impossible': say('Einheiten je Woche: mehr als 0, höchstens 10.', 'Units per week: more than 0, 10 at most.'),
  'period-backwards': say('Das Ende liegt vor dem Anfang.', 'The end lies before the beginning.'),
  'period-before-issue': say('Der Zeitraum beginnt vor der Ausstellung.', 'The period begins before the issue.'),
  'period-outside-window': say('Der Krankheitsfall endet am {windowTo}.', 'The Krankheitsfall ends on {windowTo}.'),
  'previous-missing': say('Nennen Sie mindestens eine frühere Verordnung.', 'Name at least one earlier prescription.'),
  'previous-after-this': say('Die frühere Verordnung liegt nach dieser.', 'The earlier prescription lies after this one.'),
  'external-units-missing': say(
    'Die frühere Verordnung kennt Geleit nicht. Tragen Sie ihre Einheiten mit Beleg ins Kontingent ein.',
    'Geleit does not know the earlier prescription. Enter its units into the contingent with evidence.',
  ),
  'follow-up-instead': say('Es gab schon eine Verordnung. Wählen Sie Folgeverordnung.', 'There was one before. Choose follow-up.'),
  'discharge-day-not-needed': say(
    'Der Entlassungstag gehört nur zur Entlassverordnung.',
    'The day of discharge belongs to a discharge prescription only.',
  ),
  'nursing-not-named': say(
    'Häusliche psychiatrische Krankenpflege läuft. Nennen Sie sie hier.',
    'Psychiatric home nursing is running. Name it here.',
  ),
  'demarcation-needed': say(
    'Schreiben Sie in Muster 27, was die Soziotherapie anders macht als die Krankenpflege.',
    'Write in Muster 27 what Soziotherapie does differently from the nursing.',
  ),
  'provider-other': say('Das ist nicht unsere Praxis ({onFile}).', 'This is not our practice ({onFile}).'),
  'contract-missing': say('Für diese Kasse ist kein Preis vereinbart.', 'No price is agreed with this insurer.'),
  'signed-on-other-day': say(
    'Unterschrieben an einem anderen Tag als ausgestellt ({issueDate}).',
    'Signed on another day than issued ({issueDate}).',
  ),
  'patient-signature-missing': say('Die Unterschrift der Klientin oder des Klienten fehlt.', "The client's signature is missing."),
  'signer-missing': say('Wer hat unterschrieben?', 'Who signed?'),
  'doctor-other-than-header': say('Im Kopf des Formulars steht eine andere Nummer.', 'Another number stands in the header.'),
  'hospital-avoidance-missing': say(
    'Die Überweisung muss nennen, dass ein Klinikaufenthalt vermieden werden soll.',
    'The referral must name that a hospital stay is to be avoided.',
  ),
  'delivered-before-issue': say('Das war vor der Ausstellung ({issueDate}).', 'That was before the issue ({issueDate}).'),
  'delivered-above-prescribed': say('{minutes} Minuten, verordnet sind {most}.', '{minutes} minutes, {most} are prescribed.'),
  'minutes-impossible': say('Minuten: 1 bis 1440.', 'Minutes: 1 to 1440.'),
  'sent-before-last-unit': say('Die letzte Einheit war am {last}.', 'The last unit was on {last}.'),
  'copy-not-sent': say('Schicken Sie eine Kopie und tragen Sie den Tag ein.', 'Send a copy and enter the day.'),
} as const;

/** The lines of the check list. */
export const CONDITION_WORDS = {
  'diagnosis-open': say('Diagnose aus F00 bis F99', 'Diagnosis from F00 to F99'),
  'gaf-open': say('GAF, Richtwert {guide}, nie über {ceiling}', 'GAF, guide value {guide}, never above {ceiling}'),
  'units-open': say(
    'Einheiten: höchstens {most}, noch {hours} Stunden im Krankheitsfall',
    'Units: {most} at most, {hours} hours left in the Krankheitsfall',
  ),
  'trial-units-open': say('Einheiten: höchstens {most}', 'Units: {most} at most'),
  diagnosis: say('Diagnose {code} {certainty}', 'Diagnosis {code} {certainty}'),
  'diagnosis-in-list': say('Diagnose {code} {certainty}, in der Liste', 'Diagnosis {code} {certainty}, in the list'),
  'diagnosis-individual': say(
    'Diagnose {code} {certainty}, begründeter Einzelfall',
    'Diagnosis {code} {certainty}, justified individual case',
  ),
  gaf: say('GAF {gaf}, Richtwert {guide}, nie über {ceiling}', 'GAF {gaf}, guide value {guide}, never above {ceiling}'),
  impairments: say('Mindestens eine Fähigkeit ist beeinträchtigt', 'At least one ability is impaired'),
  independence: say('Kann Hilfe nicht selbständig in Anspruch nehmen', 'Cannot use help independently'),
  hospital: say('Krankenhausbehandlung wird vermieden oder verkürzt', 'Hospital treatment is avoided or shortened'),
  ability: say('Therapiefähig, mit erreichbaren Zielen', 'Able to take part, with goals that can be reached'),
  units: say(
    '{units} TE, höchstens {most}, noch {hours} Stunden im Krankheitsfall',
    '{units} units, {most} at most, {hours} hours left in the Krankheitsfall',
  ),
  'trial-units': say('{units} Probeeinheiten, höchstens {most}', '{units} trial units, {most} at most'),
  'referral-units': say('{units} Einheiten, höchstens {most}', '{units} units, {most} at most'),
  prescriber: say('Wer verordnet, darf es an diesem Tag', 'The prescriber may do so on this day'),
  'referring-doctor': say('Vertragsarzt oder Vertragsärztin überweist', 'A contract doctor refers'),
  provider: say('Unsere Praxis ist genannt', 'Our practice is named'),
  previous: say('Frühere Verordnung ist genannt', 'Earlier prescription is named'),
  discharge: say('Innerhalb von 7 Tagen nach der Entlassung', 'Within 7 days of the discharge'),
  'parallel-care': say('Andere Hilfen daneben: Der Betreuungsplan grenzt sie ab', 'Other help beside it: the care plan keeps it apart'),
  application: say('Unterschrift der Klientin oder des Klienten auf dem Antrag', "The client's signature on the application"),
  reason: say('Grund der Überweisung, mit Vermeidung der Klinik', 'Reason of the referral, avoiding hospital named'),
  'referral-result': say('Ergebnis der Einheiten, Kopien verschickt', 'Result of the units, copies sent'),
  fields: say('Alle übrigen Felder', 'All other fields'),
} as const;

const fill = (text: string, facts: Facts, language: 'de' | 'en') =>
  text.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = facts[name];
    if (value === null || value === undefined) return '–';
    const day = typeof value === 'string' ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
    return day && language === 'de' ? `${day[3]}.${day[2]}.${day[1]}` : String(value);
  });

/** The sentence of a finding: a form's own, a rule's refusal with what to do, or a rule's hint. */
export function findingText({ code, facts }: Pick<Finding, 'code' | 'facts'>, language: 'de' | 'en'): string {
  if (Object.hasOwn(FORM_WORDS, code)) return fill(FORM_WORDS[code as keyof typeof FORM_WORDS][language], facts, language);
  if (Object.hasOwn(HINT_WORDS, code)) return fill(HINT_WORDS[code as keyof typeof HINT_WORDS][language], facts, language);
  const { title, detail } = SOZIOTHERAPIE_WORDS[code as keyof typeof SOZIOTHERAPIE_WORDS][language];
  return fill(`${title} ${detail}`, facts, language);
}

/** The line of the check list. */
export function conditionText({ code, facts }: Pick<Condition, 'code' | 'facts'>, language: 'de' | 'en'): string {
  return fill(CONDITION_WORDS[code][language], facts, language).trim();
}
