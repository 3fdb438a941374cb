/** How far a case of the demo has come. */
export type Reached =
  | 'access'
  | 'case_finding'
  | 'intake'
  | 'assessment'
  | 'planning'
  | 'linking'
  | 'monitoring'
  | 'reassessment'
  | 'evaluation'
  | 'dormant'
  | 'closed'
  | 'not_opened';

/** What makes a case worth a look: each raises a finding of the rule book's B.4, or shows a state that people meet. */
export type Quirk =
  | 'need-without-measure' // G1
  | 'measure-not-started' // G2
  | 'interrupted' // G3
  | 'transition-gap' // G4
  | 'approval-runs-out' // G5
  | 'rejected-without-other' // G6
  | 'two-soziotherapies' // DU1
  | 'two-debt-advices' // DU2
  | 'assessed-twice' // DU3
  | 'not-reached' // OC
  | 'no-answer' // RA
  | 'goal-without-measure' // GM
  | 'measure-without-goal' // MG
  | 'goal-date-passed' // GD
  | 'review-overdue' // RV
  | 'release-ended' // CO
  | 'own-view-missing' // CV
  | 'nobody-responsible' // RS
  | 'stuck' // ST
  | 'same-time' // CT
  | 'different-views'
  | 'minor'
  | 'waitlisted'
  | 'different-focus';

export interface ToldCase {
  given: string;
  family: string;
  birth: string;
  /** Who coordinates, by place in `MANAGERS`. */
  manager: number;
  reached: Reached;
  /** Days since it was opened. */
  age: number;
  intensity: 'A' | 'B' | 'C' | 'D';
  area: 'health' | 'care' | 'social' | 'rehab';
  story: number;
  quirks: readonly Quirk[];
}

export const MANAGERS = ['oksana', 'thiel', 'albers', 'yildirim'] as const;

const one = (
  name: string,
  birth: string,
  manager: number,
  reached: Reached,
  age: number,
  intensity: ToldCase['intensity'],
  story: number,
  ...quirks: Quirk[]
): ToldCase => {
  const [given = '', family = ''] = name.split(' ');
  const area = (['health', 'social', 'care', 'rehab'] as const)[story] ?? 'health';
  return { given, family, birth, manager, reached, age, intensity, area, story, quirks };
};

/** Sixty people in all phases; invented. The first of each manager are the ones that the handbook shows. */
export const CASES: readonly ToldCase[] = [
  one('Marta Kowalczyk', '1981-09-14', 0, 'monitoring', 210, 'B', 0, 'approval-runs-out', 'different-views', 'different-focus'),
  one('Dragan Petrović', '1969-02-03', 0, 'monitoring', 190, 'A', 1, 'two-debt-advices', 'interrupted'),
  one('Lena Hoffmann', '1998-06-21', 0, 'linking', 95, 'B', 0, 'no-answer'),
  one('Yusuf Aydın', '1975-11-30', 0, 'linking', 80, 'B', 1, 'rejected-without-other'),
  one('Gertrud Paulsen', '1943-04-08', 0, 'monitoring', 240, 'C', 2),
  one('Sofia Marino', '1990-12-12', 0, 'planning', 36, 'B', 0, 'need-without-measure'),
  one('Tim Bergmann', '2009-03-19', 0, 'assessment', 24, 'A', 0, 'minor'),
  one('Rosa Engels', '1958-07-02', 0, 'evaluation', 300, 'C', 0),
  one('Adam Nowak', '1987-01-25', 0, 'assessment', 58, 'B', 1, 'stuck'),
  one('Hatice Demir', '1971-05-17', 0, 'intake', 10, 'B', 1),
  one('Bernd Kröger', '1962-10-09', 0, 'case_finding', 6, 'B', 0),
  one('Nadia Haddad', '1994-08-28', 0, 'monitoring', 160, 'B', 0, 'transition-gap', 'not-reached'),
  one('Jörg Steinbach', '1979-03-11', 0, 'closed', 330, 'C', 0),
  one('Aylin Şahin', '2000-02-14', 0, 'access', 2, 'B', 0),
  one('Otto Weyand', '1938-12-01', 0, 'dormant', 130, 'D', 2),
  one('Kerstin Vogt', '1983-06-06', 1, 'monitoring', 200, 'B', 0, 'same-time'),
  one('Igor Melnyk', '1972-09-23', 1, 'monitoring', 170, 'B', 1, 'two-soziotherapies'),
  one('Paula Lindner', '1996-11-05', 1, 'linking', 88, 'A', 0, 'waitlisted'),
  one('Samir Khalil', '1989-04-30', 1, 'linking', 70, 'B', 1, 'no-answer'),
  one('Elfriede Krause', '1946-01-18', 1, 'monitoring', 220, 'C', 2, 'goal-date-passed'),
  one('Jana Schreiber', '1992-07-27', 1, 'planning', 38, 'B', 0),
  one('Mehmet Kaya', '1966-08-13', 1, 'assessment', 31, 'B', 1, 'own-view-missing'),
  one('Birgit Falk', '1960-05-29', 1, 'evaluation', 280, 'C', 3),
  one('Leon Dietz', '2008-10-02', 1, 'intake', 12, 'B', 0, 'minor'),
  one('Olga Ivanova', '1977-12-20', 1, 'assessment', 16, 'B', 0),
  one('Frank Busch', '1956-02-26', 1, 'monitoring', 150, 'C', 3, 'measure-not-started'),
  one('Anneliese Roth', '1941-09-07', 1, 'closed', 360, 'D', 2),
  one('Nils Petersen', '1985-04-15', 1, 'case_finding', 9, 'B', 1),
  one('Fatima Benali', '1993-03-03', 1, 'access', 1, 'B', 1),
  one('Karl Hennig', '1950-06-24', 1, 'reassessment', 230, 'B', 3),
  one('Monika Wirtz', '1968-11-11', 2, 'monitoring', 180, 'B', 0, 'assessed-twice', 'review-overdue'),
  one('Piotr Zieliński', '1980-02-08', 2, 'monitoring', 165, 'B', 1, 'release-ended'),
  one('Sandra Mertens', '1991-05-22', 2, 'linking', 75, 'B', 0, 'no-answer'),
  one('Ali Rezaei', '1986-10-16', 2, 'linking', 66, 'B', 1, 'rejected-without-other'),
  one('Ingrid Thomas', '1948-08-19', 2, 'monitoring', 215, 'C', 2),
  one('Vanessa Krüger', '1997-01-09', 2, 'planning', 34, 'B', 0),
  one('Goran Babić', '1973-07-31', 2, 'assessment', 30, 'B', 1, 'different-views'),
  one('Ute Schwarz', '1964-03-26', 2, 'monitoring', 140, 'B', 3, 'measure-without-goal'),
  one('Emre Yıldız', '2001-09-12', 2, 'assessment', 14, 'A', 0),
  one('Christa Neumann', '1954-12-05', 2, 'dormant', 145, 'C', 0),
  one('Daniel Winter', '1988-06-18', 2, 'intake', 8, 'B', 0),
  one('Lidia Popescu', '1982-04-02', 2, 'closed', 290, 'C', 1),
  one('Heiko Brandt', '1970-10-27', 2, 'not_opened', 40, 'B', 0),
  one('Mariam Osei', '1995-02-21', 2, 'case_finding', 4, 'B', 0),
  one('Walter Jansen', '1952-05-13', 2, 'evaluation', 260, 'C', 3),
  one('Katharina Wolf', '1984-08-08', 3, 'monitoring', 195, 'B', 0, 'nobody-responsible'),
  one('Hüseyin Çelik', '1959-01-14', 3, 'monitoring', 155, 'B', 1, 'not-reached'),
  one('Simone Arnold', '1976-11-23', 3, 'linking', 62, 'B', 0),
  one('Viktor Braun', '1965-07-05', 3, 'linking', 90, 'C', 3, 'waitlisted'),
  one('Helga Schuster', '1944-03-30', 3, 'monitoring', 205, 'C', 2, 'interrupted'),
  one('Nina Lorenz', '1999-12-17', 3, 'planning', 33, 'B', 0),
  one('Ahmad Sayed', '1990-06-10', 3, 'assessment', 26, 'B', 1),
  one('Petra König', '1961-09-01', 3, 'planning', 70, 'B', 1, 'stuck'),
  one('Julian Sommer', '2003-04-25', 3, 'linking', 58, 'A', 0),
  one('Ruth Ackermann', '1949-10-19', 3, 'reassessment', 250, 'C', 2),
  one('Murat Öztürk', '1978-02-02', 3, 'monitoring', 120, 'B', 1, 'goal-without-measure'),
  one('Sabine Graf', '1967-08-29', 3, 'closed', 310, 'C', 3),
  one('Tariq Mansour', '1996-05-06', 3, 'access', 3, 'B', 1),
  one('Doris Kessel', '1955-01-31', 3, 'intake', 6, 'B', 2),
  one('Erik Lange', '1993-10-08', 3, 'assessment', 18, 'B', 0),
];
