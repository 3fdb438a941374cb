/** Words of this room's refusals. */
export const CRISIS_PROBLEMS = {
  'emergency-not-found': {
    de: {
      title: 'Diesen Notfall sehen Sie nicht.',
      detail: 'Vielleicht ist er seit mehr als sieben Tagen abgeschlossen oder gehört nicht zu Ihrer Arbeit.',
    },
    en: {
      title: 'You do not see this emergency.',
      detail: 'It may have been closed for more than seven days, or it is not part of your work.',
    },
  },
  'person-not-found': {
    de: {
      title: 'Zu dieser Person haben Sie keinen Zugang.',
      detail: 'Rufen Sie den Notfall ohne Person aus und nennen Sie die Rückrufnummer.',
    },
    en: { title: 'You have no access to this person.', detail: 'Raise the emergency without a person and give the call-back number.' },
  },
  'level-too-low': {
    de: { title: 'Ein Notfall beginnt bei Stufe Gelb.', detail: 'Wählen Sie eine Stufe oder drücken Sie den Notfallknopf.' },
    en: { title: 'An emergency begins at level yellow.', detail: 'Choose a level or press the emergency button.' },
  },
  'level-not-higher': {
    de: { title: 'Die Stufe ist schon so hoch oder höher.', detail: 'Senken kann sie nur der Hintergrunddienst, mit einem Grund.' },
    en: { title: 'The level is that high already, or higher.', detail: 'Only the duty psychologist lowers it, with a reason.' },
  },
  'level-not-lower': {
    de: { title: 'Die Stufe ist schon so niedrig.', detail: 'Wählen Sie eine Stufe unter der jetzigen.' },
    en: { title: 'The level is that low already.', detail: 'Choose a level below the present one.' },
  },
  'only-oncall-lowers': {
    de: { title: 'Nur der Hintergrunddienst senkt die Stufe.', detail: 'Sprechen Sie mit ihm; erhöhen können Sie jederzeit.' },
    en: { title: 'Only the duty psychologist lowers the level.', detail: 'Speak with her; you may raise it at any time.' },
  },
  'deadline-runs': {
    de: { title: 'Die Frist läuft noch.', detail: 'Die nächste Stufe wird gerufen, wenn sie überschritten ist.' },
    en: { title: 'The deadline is still running.', detail: 'The next stage is called when it is exceeded.' },
  },
  'only-112-by-desk': {
    de: {
      title: 'Die Vermittlung übergibt nur bei Rot und nur an den Rettungsdienst.',
      detail: 'Alle anderen Übergaben macht der Hintergrunddienst.',
    },
    en: {
      title: 'The desk hands over only at red and only to the ambulance service.',
      detail: 'All other hand-overs are made by the duty psychologist.',
    },
  },
  'hand-over-incomplete': {
    de: { title: 'Für die Übergabe fehlen noch Angaben.', detail: 'Ergänzen Sie die markierten Felder.' },
    en: { title: 'Details for the hand-over are still missing.', detail: 'Fill in the marked fields.' },
  },
  'next-step-missing': {
    de: { title: 'Der nächste Schritt fehlt noch.', detail: 'Schreiben Sie auf, was vereinbart ist.' },
    en: { title: 'The next step is still missing.', detail: 'Write down what was agreed.' },
  },
  'call-back-in-past': {
    de: { title: 'Die Zeit des Rückrufs ist vorbei.', detail: 'Wählen Sie eine Zeit, die noch kommt.' },
    en: { title: 'The time of the call-back is over.', detail: 'Choose a time that is still to come.' },
  },
  'inquiries-missing': {
    de: {
      title: 'Erst nach zwei Nachfragen darf der Ausgang offen bleiben.',
      detail: 'Fragen Sie noch einmal nach und halten Sie es fest.',
    },
    en: { title: 'The outcome may stay open only after two inquiries.', detail: 'Ask once more and write it down.' },
  },
  'emergency-not-raised': {
    de: { title: 'Es ist kein Notfall ausgerufen.', detail: 'Rufen Sie ihn zuerst aus.' },
    en: { title: 'No emergency has been raised.', detail: 'Raise it first.' },
  },
  'emergency-not-acknowledged': {
    de: { title: 'Noch hat niemand den Notfall übernommen.', detail: 'Übernehmen Sie ihn zuerst.' },
    en: { title: 'Nobody has taken the emergency over yet.', detail: 'Take it over first.' },
  },
  'emergency-acknowledged': {
    de: { title: 'Den Notfall hat schon jemand übernommen.', detail: 'Wer und wann, steht auf dem Blatt des Notfalls.' },
    en: { title: 'Somebody has taken the emergency over already.', detail: 'Who and when stands on its sheet.' },
  },
  'emergency-in-contact': {
    de: { title: 'Das Gespräch läuft schon.', detail: 'Beenden Sie es mit einer Übergabe oder einem Rückruf.' },
    en: { title: 'The conversation is under way.', detail: 'End it with a hand-over or a call-back.' },
  },
  'emergency-handed-over': {
    de: { title: 'Der Notfall ist schon übergeben.', detail: 'Jetzt fehlt nur noch der Ausgang.' },
    en: { title: 'The emergency has been handed over.', detail: 'Only the outcome is missing now.' },
  },
  'emergency-not-handed-over': {
    de: { title: 'Der Notfall ist noch nicht übergeben.', detail: 'Nachgefragt wird nach der Übergabe.' },
    en: { title: 'The emergency has not been handed over yet.', detail: 'Inquiries come after the hand-over.' },
  },
  'emergency-closed': {
    de: { title: 'Der Notfall ist abgeschlossen.', detail: 'Er ändert sich nicht mehr. Rufen Sie bei Bedarf einen neuen aus.' },
    en: { title: 'The emergency is closed.', detail: 'It does not change any more. Raise a new one if needed.' },
  },
  'emergency-not-for-role': {
    de: { title: 'Das darf in diesem Notfall nur der Hintergrunddienst.', detail: 'Alarmieren Sie ihn noch einmal oder rufen Sie an.' },
    en: { title: 'Only the duty psychologist may do this here.', detail: 'Alarm her once more, or call.' },
  },
  'emergency-before-hand-over': {
    de: { title: 'Bei Rot wird erst nach der Übergabe gebucht.', detail: 'Schließen Sie zuerst die Übergabe ab.' },
    en: { title: 'At red nothing is booked before the hand-over.', detail: 'Finish the hand-over first.' },
  },
  'nobody-further': {
    de: { title: 'Es sind schon alle alarmiert.', detail: 'Alarmieren Sie noch einmal oder nutzen Sie die Nummern.' },
    en: { title: 'Everybody has been alarmed.', detail: 'Alarm them once more, or use the numbers.' },
  },
  'script-missing': {
    de: {
      title: 'Zu einem Notfall aus dem Fragebogen gehören die Antworten.',
      detail: 'Laden Sie die Seite neu oder drücken Sie den Notfallknopf.',
    },
    en: { title: 'An emergency from the script needs the answers.', detail: 'Load the page again, or press the emergency button.' },
  },
  'script-not-signed': {
    de: { title: 'Der Fragebogen ist noch nicht freigegeben.', detail: 'Nutzen Sie den Notfallknopf und die Nummern.' },
    en: { title: 'The script has not been signed yet.', detail: 'Use the emergency button and the numbers.' },
  },
  'script-replaced': {
    de: { title: 'Der Fragebogen wurde gerade ersetzt.', detail: 'Laden Sie ihn neu; Ihre Antworten bleiben auf dem Bildschirm.' },
    en: { title: 'The script was replaced just now.', detail: 'Load it again; your answers stay on the screen.' },
  },
  'script-not-finished': {
    de: { title: 'Der Fragebogen ist noch nicht zu Ende.', detail: 'Stellen Sie die offenen Fragen oder schließen Sie ihn ab.' },
    en: { title: 'The script is not finished.', detail: 'Ask the open questions, or close it.' },
  },
  'script-not-found': {
    de: { title: 'Diese Fassung gibt es nicht.', detail: 'Laden Sie die Liste neu.' },
    en: { title: 'This version does not exist.', detail: 'Load the list again.' },
  },
  'script-name-taken': {
    de: { title: 'Diese Bezeichnung trägt schon eine Fassung.', detail: 'Wählen Sie eine andere.' },
    en: { title: 'Another version has this name.', detail: 'Choose another one.' },
  },
  'script-signed': {
    de: { title: 'Eine freigegebene Fassung ändert sich nicht.', detail: 'Legen Sie eine neue Fassung daraus an.' },
    en: { title: 'A signed version does not change.', detail: 'Make a new version from it.' },
  },
  'script-shipped': {
    de: { title: 'Die mitgelieferte Fassung bleibt, wie sie ist.', detail: 'Legen Sie eine eigene Fassung daraus an.' },
    en: { title: 'The shipped version stays as it is.', detail: 'Make a version of your own from it.' },
  },
  'script-withdrawn': {
    de: { title: 'Diese Fassung ist zurückgezogen.', detail: 'Legen Sie eine neue Fassung daraus an.' },
    en: { title: 'This version was withdrawn.', detail: 'Make a new version from it.' },
  },
  'script-faulty': {
    de: { title: 'Die Fassung hat noch Fehler.', detail: 'Beheben Sie die markierten Stellen, dann geben Sie sie frei.' },
    en: { title: 'The version still has faults.', detail: 'Mend the marked places, then sign it.' },
  },
  'script-not-as-shown': {
    de: { title: 'Die Fassung ist nicht mehr die, die Sie gesehen haben.', detail: 'Lesen Sie sie noch einmal, dann geben Sie sie frei.' },
    en: { title: 'The version is not the one you saw any more.', detail: 'Read it again, then sign it.' },
  },
  'no-review-asked': {
    de: {
      title: 'Zu diesem Notfall ist keine Nachbesprechung nötig.',
      detail: 'Nachbesprochen werden abgeschlossene Notfälle der Stufe Rot.',
    },
    en: { title: 'No review is needed for this emergency.', detail: 'Closed emergencies that were red are reviewed.' },
  },
  'already-reviewed': {
    de: { title: 'Die Nachbesprechung ist schon festgehalten.', detail: 'Sie steht auf dem Blatt des Notfalls.' },
    en: { title: 'The review is written down already.', detail: 'It stands on the sheet of the emergency.' },
  },
  'push-not-set-up': {
    de: {
      title: 'Das Wecken von Browsern ist noch nicht eingerichtet.',
      detail: 'Versuchen Sie es gleich noch einmal; nach dem Start dauert es einige Sekunden.',
    },
    en: { title: 'Waking browsers is not set up yet.', detail: 'Try again in a moment; after a start it takes some seconds.' },
  },
  'no-device': {
    de: { title: 'Kein Gerät ist für Alarme angemeldet.', detail: 'Melden Sie zuerst diesen Browser an.' },
    en: { title: 'No device is registered for alarms.', detail: 'Register this browser first.' },
  },
} as const;
