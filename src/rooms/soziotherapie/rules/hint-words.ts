/** What a rule tells beside its answer, German and English. */
export const HINT_WORDS = {
  'client-busy-elsewhere': {
    de: 'Zu dieser Zeit ist die Person anderswo belegt. Sie hat zugestimmt, dass Sie das sehen. Sprechen Sie die Zeit mit ihr ab.',
    en: 'The person is busy elsewhere at that time. They agreed that you see this. Settle the time with them.',
  },
  'safety-check': {
    de: 'Ein GAF von {gaf} kann auf Gefahr hinweisen. Sprechen Sie heute mit der verordnenden Praxis.',
    en: 'A GAF of {gaf} may point to danger. Speak to the prescriber today.',
  },
  'above-guide-value': {
    de: 'Der GAF von {gaf} liegt über dem Orientierungswert {guide}. Begründen Sie den Schweregrad gut.',
    en: 'The GAF of {gaf} is above the guide value {guide}. Give good reasons for the severity.',
  },
  'founding-document-only': {
    de: 'Die Gründungsschrift (F20–F25, GAF bis 50) ließe das zu, die Richtlinie nicht. Es gilt die Richtlinie.',
    en: 'The founding document (F20–F25, GAF up to 50) would allow this, the directive does not. The directive counts.',
  },
  'law-only': {
    de: 'Die Richtlinie lässt das zu. Die Gründungsschrift nennt nur F20–F25 mit GAF bis 50.',
    en: 'The directive allows this. The founding document names only F20–F25 with GAF up to 50.',
  },
  'muster-26-instead': {
    de: 'Wer hier überweist, darf selbst Muster 26 verordnen.',
    en: 'This doctor may issue Muster 26 herself.',
  },
  'muster-28-possible': {
    de: 'Möglich ist Muster 28: bis zu 5 Einheiten und die Überweisung in eine Facharztpraxis.',
    en: 'Muster 28 is possible: up to 5 units and the referral to a specialist.',
  },
  'minor-read-differently': {
    de: 'Unter 18 Jahren lesen die Kassen die Richtlinie verschieden. Fragen Sie vorher nach.',
    en: 'Below 18 the insurers read the directive differently. Ask beforehand.',
  },
  'more-than-remaining': {
    de: 'Im Kontingent sind nur noch {remainingMinutes} Minuten. Mehr wird nicht bezahlt.',
    en: 'Only {remainingMinutes} minutes are left of the contingent. More is not paid.',
  },
  'session-split': {
    de: 'Gedeckt sind {coveredMinutes} Minuten, {uncoveredMinutes} Minuten bleiben unbezahlt.',
    en: '{coveredMinutes} minutes are covered, {uncoveredMinutes} minutes stay unpaid.',
  },
  'session-at-night': {
    de: 'Der Termin geht über Mitternacht. Er zählt zum Tag des Beginns.',
    en: 'The session goes past midnight. It belongs to the day on which it starts.',
  },
  'review-inpatient': {
    de: 'Derzeit stationär. Die Überprüfung bleibt fällig.',
    en: 'In hospital at present. The review stays due.',
  },
  'units-still-open': {
    de: 'Auf der laufenden Verordnung sind noch {leftUnits} Einheiten offen.',
    en: '{leftUnits} units are still open on the running prescription.',
  },
  'recomputed-on-receipt': {
    de: 'Sobald der Eingang bei der Kasse eingetragen ist, rechnet Geleit neu.',
    en: 'As soon as the receipt by the insurer is entered, Geleit counts anew.',
  },
  'decision-known-earlier': {
    de: 'Die Entscheidung war in der Praxis schon bekannt. Bis zur Bekanntgabe zahlt die Kasse, klären Sie es vor weiteren Terminen.',
    en: 'The practice knew of the decision already. Until the notification the insurer pays; clear it before further sessions.',
  },
  'hospital-warning': {
    de: 'An diesem Tag war ein Krankenhausaufenthalt. Prüfen Sie die Abrechnung.',
    en: 'There was a hospital stay on this day. Check the billing.',
  },
  'hospital-day-note': {
    de: 'Aufnahme- oder Entlassungstag: Notieren Sie, dass der Termin außerhalb der Klinik war.',
    en: 'Day of admission or discharge: note that the session was outside the hospital.',
  },
  'duplicate-goal': {
    de: '{same} Ziele stehen auch bei der Krankenpflege. Grenzen Sie sie voneinander ab.',
    en: '{same} goals are also those of the home nursing. Tell them apart.',
  },
  'nursing-overlap': {
    de: 'Zur gleichen Zeit ist ein Besuch der Krankenpflege: {visitStart} bis {visitEnd}.',
    en: 'The home nursing visits at the same time: {visitStart} to {visitEnd}.',
  },
  'travel-too-short': {
    de: 'Zwischen zwei Orten bleiben weniger als {minutes} Minuten.',
    en: 'Less than {minutes} minutes are left between two places.',
  },
} as const satisfies Record<string, { de: string; en: string }>;
