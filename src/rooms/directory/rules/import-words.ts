/** Words for what can be wrong with a file that is read in. */
export const IMPORT_WORDS = {
  'file-empty': {
    de: { title: 'Die Datei ist leer.', detail: 'Wählen Sie die Datei, in der Ihre Liste steht.' },
    en: { title: 'The file is empty.', detail: 'Choose the file that holds your list.' },
  },
  'file-no-rows': {
    de: { title: 'Unter der Kopfzeile steht nichts.', detail: 'Schreiben Sie mindestens eine Zeile unter die Spaltennamen.' },
    en: { title: 'Nothing stands below the heading.', detail: 'Write at least one row below the names of the columns.' },
  },
  'file-too-long': {
    de: { title: 'Die Datei ist zu groß.', detail: 'Teilen Sie sie: höchstens 2.000 Zeilen und 3 MB auf einmal.' },
    en: { title: 'The file is too large.', detail: 'Divide it: at most 2,000 rows and 3 MB at a time.' },
  },
  'file-type': {
    de: { title: 'Das ist keine Tabelle.', detail: 'Speichern Sie die Liste als CSV oder als Excel-Arbeitsmappe (.xlsx).' },
    en: { title: 'This is no table.', detail: 'Save the list as CSV or as an Excel workbook (.xlsx).' },
  },
  'file-is-spreadsheet': {
    de: {
      title: 'Das ist eine andere Art von Datei, als ihr Name sagt.',
      detail: 'Speichern Sie die Liste in Ihrem Programm als .xlsx oder als CSV und wählen Sie diese Datei.',
    },
    en: {
      title: 'This is another kind of file than its name says.',
      detail: 'Save the list as .xlsx or as CSV in your program, and choose that file.',
    },
  },
  'file-binary': {
    de: { title: 'Die Datei enthält Zeichen, die kein Text sind.', detail: 'Speichern Sie die Liste neu als CSV (UTF-8).' },
    en: { title: 'The file holds signs that are no text.', detail: 'Save the list again as CSV (UTF-8).' },
  },
  'file-encoding': {
    de: {
      title: 'Die Umlaute sind anders gespeichert als üblich.',
      detail: 'Bestätigen Sie „Windows-Zeichen“ und prüfen Sie die Beispiele, oder speichern Sie die Liste als CSV UTF-8.',
    },
    en: {
      title: 'The umlauts are stored in an unusual way.',
      detail: 'Confirm “Windows characters” and check the samples, or save the list as CSV UTF-8.',
    },
  },
  'quotes-broken': {
    de: {
      title: 'Ein Anführungszeichen wird nicht geschlossen.',
      detail: 'Prüfen Sie die Zellen mit Anführungszeichen, oder speichern Sie die Liste als .xlsx.',
    },
    en: { title: 'A quotation mark is not closed.', detail: 'Check the cells with quotation marks, or save the list as .xlsx.' },
  },
  'heading-missing': {
    de: { title: 'Eine Spalte hat keinen Namen.', detail: 'Schreiben Sie in die erste Zeile über jede Spalte, was darin steht.' },
    en: { title: 'A column has no name.', detail: 'Write into the first row above each column what it holds.' },
  },
  'heading-twice': {
    de: { title: 'Zwei Spalten heißen gleich.', detail: 'Geben Sie jeder Spalte einen eigenen Namen.' },
    en: { title: 'Two columns have the same name.', detail: 'Give each column a name of its own.' },
  },
  'heading-formula': {
    de: { title: 'In der Kopfzeile steht eine Formel.', detail: 'Schreiben Sie dort Text ohne =, +, - oder @ am Anfang.' },
    en: { title: 'A formula stands in the heading.', detail: 'Write text there, without =, +, - or @ at its beginning.' },
  },
  'field-unknown': {
    de: { title: 'Dieses Feld gibt es nicht.', detail: 'Laden Sie die Seite neu und ordnen Sie die Spalten noch einmal zu.' },
    en: { title: 'There is no such field.', detail: 'Load the page again and assign the columns anew.' },
  },
  'import-running': {
    de: {
      title: 'Gerade liest jemand anderes eine Datei ein.',
      detail: 'Warten Sie einen Augenblick und versuchen Sie es dann noch einmal.',
    },
    en: { title: 'Somebody else is reading a file in.', detail: 'Wait a moment, then try again.' },
  },
  'import-already-done': {
    de: { title: 'Diese Datei wurde schon eingelesen.', detail: 'Nehmen Sie den früheren Lauf zurück, wenn Sie sie neu einlesen wollen.' },
    en: { title: 'This file was read in already.', detail: 'Take the earlier run back if you want to read it in anew.' },
  },
  'import-columns': {
    de: { title: 'Es fehlt eine Spalte, oder zwei füllen dasselbe Feld.', detail: 'Ordnen Sie jedem Pflichtfeld genau eine Spalte zu.' },
    en: { title: 'A column is missing, or two fill the same field.', detail: 'Assign exactly one column to each required field.' },
  },
  'import-has-faults': {
    de: {
      title: 'In der Datei sind noch Fehler.',
      detail: 'Es wurde nichts gespeichert. Verbessern Sie die genannten Zeilen und wählen Sie die Datei noch einmal.',
    },
    en: {
      title: 'There are still faults in the file.',
      detail: 'Nothing was stored. Correct the rows that are named, and choose the file again.',
    },
  },
  'import-changed': {
    de: {
      title: 'Inzwischen ist etwas anders als in der Vorschau.',
      detail: 'Es wurde nichts gespeichert. Sehen Sie sich die Vorschau noch einmal an.',
    },
    en: { title: 'Something is different from the preview by now.', detail: 'Nothing was stored. Look at the preview again.' },
  },
  'import-choose': {
    de: { title: 'Einige Zeilen sagen etwas anderes, als hier steht.', detail: 'Entscheiden Sie: ändern oder lassen, wie es ist.' },
    en: { title: 'Some rows say something else than what stands here.', detail: 'Decide: change it, or leave it as it is.' },
  },
  'import-undone': {
    de: { title: 'Dieser Lauf wurde schon zurückgenommen.', detail: 'Es ist nichts mehr zu tun.' },
    en: { title: 'This run was taken back already.', detail: 'There is nothing left to do.' },
  },
  'import-too-old': {
    de: { title: 'Dieser Lauf ist älter als 30 Tage.', detail: 'Ändern Sie die Einträge einzeln.' },
    en: { title: 'This run is older than 30 days.', detail: 'Change the entries one by one.' },
  },
  'import-in-use': {
    de: { title: 'Einiges daraus ist schon in Gebrauch.', detail: 'Es wurde nichts zurückgenommen. Die genannten Zeilen stehen im Weg.' },
    en: { title: 'Some of it is in use already.', detail: 'Nothing was taken back. The rows that are named stand in the way.' },
  },
} as const;
