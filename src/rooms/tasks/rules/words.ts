/** Words of this room's refusals. */
export const TASKS_PROBLEMS = {
  'task-done': {
    de: { title: 'Schon erledigt', detail: 'Diese Aufgabe hat jemand bereits erledigt.' },
    en: { title: 'Already done', detail: 'Somebody has already completed this task.' },
  },
  'task-open': {
    de: { title: 'Noch offen', detail: 'Diese Aufgabe ist noch offen.' },
    en: { title: 'Still open', detail: 'This task is still open.' },
  },
  'task-done-earlier': {
    de: { title: 'Nicht mehr rückgängig', detail: 'Das geht nur am selben Tag. Legen Sie eine neue Aufgabe an.' },
    en: { title: 'Too late to undo', detail: 'This works on the same day only. Make a new task.' },
  },
  'note-without-person': {
    de: { title: 'Hier ist keine Notiz möglich', detail: 'Diese Aufgabe gehört zu keiner Person. Schließen Sie sie ohne Notiz ab.' },
    en: { title: 'No note possible here', detail: 'This task belongs to nobody. Complete it without a note.' },
  },
} as const;
