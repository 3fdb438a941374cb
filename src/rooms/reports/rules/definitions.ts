export interface Definition {
  name: string;
  /** What is counted, in words; printed beside the figure. */
  text: string;
  /** From which facts. */
  source: string;
}

/** Problem groups of the published table: coarse enough to be several people (rule book A.2.3 codes). */
export const PROBLEM_GROUPS = {
  depression: ['DEP', 'BIP'],
  anxiety: ['ANX', 'OCD'],
  trauma: ['PTS', 'DIS'],
  crisis: ['ADJ', 'GRI', 'PER'],
  eating: ['EAT'],
  addiction: ['SUD', 'ADB'],
  personality: ['PBD', 'PDO'],
  body: ['SOM', 'SOMO', 'SLE', 'SEX'],
  development: ['ASD', 'ADH', 'IDD', 'CHD'],
  psychosis: ['PSY', 'NEU'],
} as const;
export type ProblemGroup = keyof typeof PROBLEM_GROUPS | 'rest';

/** The group of a main problem; "unknown" and small groups stand together as the rest. */
export function groupOf(problem: string): ProblemGroup {
  const found = Object.entries(PROBLEM_GROUPS).find(([, codes]) => (codes as readonly string[]).includes(problem));
  return (found?.[0] as ProblemGroup | undefined) ?? 'rest';
}
