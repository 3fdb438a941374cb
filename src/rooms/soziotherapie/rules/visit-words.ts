import { word } from './word.ts';

/** Words about visits, groups and entries written without network. */
export const VISIT_WORDS = {
  'session-on-holiday': word(
    'Das ist ein gesetzlicher Feiertag.',
    'Planen Sie diese Woche einzeln, wenn Sie an dem Tag arbeiten.',
    'This is a public holiday.',
    'Plan this week on its own if you work on that day.',
  ),
  'session-too-long': word(
    'Der Termin ist länger als {mostHours} Stunden.',
    'Prüfen Sie beide Uhrzeiten und Tage.',
    'The session is longer than {mostHours} hours.',
    'Check both times and days.',
  ),
  'session-year-impossible': word(
    'Dieses Jahr liegt zu weit weg.',
    'Prüfen Sie das Datum.',
    'This year is too far away.',
    'Check the date.',
  ),
  'session-helper-missing': word(
    'Noch begleitet niemand diesen Fall.',
    'Wählen Sie, wer den Termin führt.',
    'Nobody accompanies this case yet.',
    'Choose who leads the session.',
  ),
  'session-helper-elsewhere': word(
    'Diese Person arbeitet nicht in Ihrer Praxis.',
    'Wählen Sie jemanden aus der Praxis.',
    'This person does not work in your practice.',
    'Choose somebody of the practice.',
  ),
  'third-party-not-for-deputy': word(
    'Angaben über Dritte schreibt nur, wer den Fall begleitet.',
    'Lassen Sie diesen Block leer und sprechen Sie mit der Kollegin.',
    'Only whoever accompanies the case writes about third parties.',
    'Leave this block empty and speak to your colleague.',
  ),
  'hospital-note-missing': word(
    'An diesem Tag beginnt oder endet ein Krankenhausaufenthalt.',
    'Schreiben Sie dazu, dass der Termin außerhalb war.',
    'A hospital stay begins or ends on this day.',
    'Add that the session was outside the hospital.',
  ),
  'risk-not-confirmed': word(
    'Mit diesem Termin bliebe ein anderer ungedeckt.',
    'Es fehlen {minutes} Minuten. Bestätigen Sie das Risiko oder verlegen Sie ihn.',
    'With this session another one would no longer be covered.',
    '{minutes} minutes are missing. Confirm the risk or move it.',
  ),
  'session-not-yours': word(
    'Diesen Termin führt jemand anderes.',
    'Dokumentieren kann, wer ihn geführt hat.',
    'Somebody else led this session.',
    'Whoever led it documents it.',
  ),
  'goal-unknown': word(
    'Dieses Ziel steht nicht im geltenden Plan.',
    'Wählen Sie aus den Zielen des Plans.',
    'This goal is not in the plan in force.',
    'Choose from the goals of the plan.',
  ),
  'signature-empty': word(
    'Die Unterschrift ist leer.',
    'Lassen Sie noch einmal unterschreiben oder nennen Sie den Grund.',
    'The signature is empty.',
    'Have it signed again or give the reason.',
  ),
  'session-of-group': word(
    'Dieser Termin gehört zu einem Gruppentreffen.',
    'Verlegen Sie das ganze Treffen.',
    'This session is part of a group meeting.',
    'Move the whole meeting.',
  ),
  'group-closed': word('Die Gruppe ist beendet.', 'Wählen Sie eine andere.', 'The group has ended.', 'Choose another one.'),
  'group-member-already': word(
    'Diese Person ist schon in der Gruppe.',
    'Sie finden sie in der Liste.',
    'This person is in the group already.',
    'You find her in the list.',
  ),
  'group-seats-taken': word(
    'So viele Plätze sind schon vergeben.',
    'Lassen Sie mindestens {taken} Plätze.',
    'That many seats are taken already.',
    'Leave at least {taken} seats.',
  ),
  'presence-incomplete': word(
    'Nicht für alle ist gesagt, ob sie da waren.',
    'Ergänzen Sie die {missing} Fehlenden.',
    'It is not said for everybody whether they came.',
    'Add the {missing} who are missing.',
  ),
  'meeting-decided': word(
    'Für dieses Treffen gibt es nichts zu entscheiden.',
    'Laden Sie die Seite neu.',
    'There is nothing to decide for this meeting.',
    'Load the page again.',
  ),
  'entry-unreadable': word(
    'Dieser Eintrag lässt sich nicht öffnen.',
    'Er bleibt aufbewahrt. Schreiben Sie ihn neu und sagen Sie der Technik Bescheid.',
    'This entry cannot be opened.',
    'It stays kept. Write it again and tell the technician.',
  ),
  'entry-session-gone': word(
    'Diesen Termin sehen Sie nicht mehr.',
    'Der Eintrag bleibt aufbewahrt. Fragen Sie die Leitung, wer den Fall begleitet.',
    'You no longer see this session.',
    'The entry stays kept. Ask the lead who accompanies the case.',
  ),
  'entry-session-changed': word(
    'Der Termin wurde inzwischen geändert.',
    'Vergleichen Sie beide Fassungen und entscheiden Sie.',
    'The session was changed in the meantime.',
    'Compare both versions and decide.',
  ),
  'entry-settled': word(
    'Über diesen Eintrag ist schon entschieden.',
    'Laden Sie die Liste neu.',
    'This entry is settled already.',
    'Load the list again.',
  ),
  'entry-way-closed': word(
    'Dieser Weg ist hier nicht möglich.',
    'Wählen Sie einen der angebotenen.',
    'This way is not possible here.',
    'Choose one of those offered.',
  ),
} as const;
