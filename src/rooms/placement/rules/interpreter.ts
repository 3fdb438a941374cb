/** Who may bring the interpreter (D 11). A relative never does in therapy; `none-yet` becomes a task of the desk. */
export const INTERPRETERS = ['social-office', 'project', 'practice', 'none-yet', 'relative'] as const;
export type Interpreter = (typeof INTERPRETERS)[number];

/** What the desk chooses from; the relative is refused with the reason, so it is not offered. */
export const INTERPRETER_WORDS = {
  'social-office': { de: 'Sozialamt oder Jobcenter', en: 'Social office or Jobcenter' },
  project: { de: 'ein Dolmetschprojekt', en: 'an interpreting project' },
  practice: { de: 'die Praxis', en: 'the practice' },
  'none-yet': { de: 'noch niemand', en: 'nobody yet' },
} as const satisfies Record<Exclude<Interpreter, 'relative'>, { de: string; en: string }>;

/** Whether somebody is found who brings one. */
export const isOrganised = (by: Interpreter | undefined): boolean => by !== undefined && by !== 'none-yet';
