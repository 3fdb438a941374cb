import type { InsuranceKind, ProblemCode } from '#kernel/codes.ts';
import type { PersonChange } from '#rooms/people/contract.ts';
import type { Criteria } from '#rooms/placement/contract.ts';
import type { Chance } from '../../bench/lib/random.ts';

/** Invented callers. Numbers lie in stretches that nobody has, streets do not exist. */
const NAMES = [
  {
    f: ['Anna', 'Lea', 'Hannelore', 'Julia', 'Ingrid', 'Petra', 'Johanna', 'Katrin', 'Sophie', 'Renate'],
    m: ['Lukas', 'Paul', 'Heinz', 'Tobias', 'Karl-Heinz', 'Jonas', 'Bernd', 'Stefan', 'Felix', 'Uwe'],
    family: [
      'Ackermann',
      'Schumacher',
      'Fuchs',
      'Winkler',
      'Marx',
      'Lorenz',
      'Krüger',
      'Schäfer',
      'Engels',
      'Haas',
      'Busch',
      'Thelen',
      'Weiß',
      'Braun',
      'Klaes',
      'Sommer',
    ],
  },
  {
    f: ['Fatma', 'Zeynep', 'Elif', 'Hatice'],
    m: ['Mehmet', 'Yusuf', 'Emre', 'Hakan'],
    family: ['Yıldırım', 'Çelik', 'Özdemir', 'Kaya', 'Arslan'],
  },
  { f: ['Katarzyna', 'Magda', 'Ewa'], m: ['Wojciech', 'Marek', 'Paweł'], family: ['Kowalczyk', 'Wójcik', 'Mazur'] },
  { f: ['Olena', 'Svetlana', 'Daryna'], m: ['Andrij', 'Dimitri', 'Oleh'], family: ['Bondarenko', 'Melnyk', 'Savchenko'] },
  {
    f: ['Maryam', 'Leila', 'Aisha', 'Rana'],
    m: ['Ahmad', 'Reza', 'Samir', 'Karim'],
    family: ['Rahimi', 'Al-Hassan', 'Hosseini', 'Nasser'],
  },
  {
    f: ['Chiara', 'Mira', 'Ngọc Anh', 'Abena'],
    m: ['Luca', 'Milan', 'Emeka', 'Minh'],
    family: ['Esposito', 'Jovanović', 'Phạm', 'Adeyemi', 'Horváth', 'Popescu'],
  },
] as const;
const ORIGINS = [52, 14, 8, 8, 10, 8];
const STREETS = [
  'Ahornstieg',
  'Am Mühlengraben',
  'Brombeerweg',
  'Drosselgang',
  'Hopfengarten',
  'Kastanienhof',
  'Lerchenhalde',
  'Quellenpfad',
  'Sperberweg',
  'Zur Obstwiese',
] as const;
const HOMES = [
  ['53111', 'Bonn'],
  ['53113', 'Bonn'],
  ['53115', 'Bonn'],
  ['53119', 'Bonn'],
  ['53121', 'Bonn'],
  ['53123', 'Bonn'],
  ['53127', 'Bonn'],
  ['53173', 'Bonn'],
  ['53177', 'Bonn'],
  ['53225', 'Bonn'],
  ['53229', 'Bonn'],
  ['53332', 'Bornheim'],
  ['53347', 'Alfter'],
  ['53340', 'Meckenheim'],
  ['53604', 'Bad Honnef'],
  ['53639', 'Königswinter'],
  ['53721', 'Siegburg'],
  ['53757', 'Sankt Augustin'],
  ['53840', 'Troisdorf'],
  ['53359', 'Rheinbach'],
] as const;

export interface Caller {
  person: PersonChange;
  criteria: Criteria;
  concern: string;
}

const CONCERNS: Partial<Record<ProblemCode, string>> = {
  DEP: 'Seit Monaten erschöpft, kommt morgens kaum hoch.',
  ANX: 'Panik in Bus und Bahn, geht kaum noch aus dem Haus.',
  OCD: 'Kontrolliert Herd und Türen stundenlang.',
  PTS: 'Schlechter Schlaf und Bilder nach einem Unfall.',
  ADJ: 'Nach der Trennung überfordert.',
  GRI: 'Trauer um die Mutter, findet nicht zurück in den Alltag.',
  EAT: 'Essanfälle, möchte wieder normal essen.',
  PBD: 'Starke Stimmungswechsel, Streit in der Partnerschaft.',
  SOM: 'Schmerzen ohne Befund.',
  SUD: 'Trinkt weniger, will nicht zurückfallen.',
  ADH: 'Kann sich bei der Arbeit nicht konzentrieren.',
  SLE: 'Liegt nachts wach.',
};
const PROBLEMS = Object.keys(CONCERNS) as ProblemCode[];
const LIKELY = [30, 22, 5, 9, 10, 4, 3, 5, 4, 3, 3, 2];

type Wanted = { day: Temporal.PlainDate; age?: [number, number] } & Partial<Criteria>;

/** Draws callers one after the other; the same seed draws the same people. */
export class Callers {
  readonly #chance: Chance;
  #count = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Somebody who calls on this day; what is given about the wish stands, the rest is drawn. */
  draw({ day, age: [youngest, oldest] = [19, 74], ...wish }: Wanted, chance = this.#chance): Caller {
    const { coin, below, weighted } = chance;
    const index = this.#count++;
    const gender = coin(0.62) ? 'f' : 'm';
    const years = youngest + below(oldest - youngest + 1);
    const birthDate = day.subtract({ years, days: 1 + below(360) }).toString();
    const [postalCode, place] = pick(HOMES, below);
    const names = NAMES[weighted(ORIGINS)] ?? NAMES[0];
    const given: string = pick<string>(names[gender], below);
    const family: string = pick<string>(names.family, below);
    const problem = PROBLEMS[weighted(LIKELY)] ?? 'DEP';
    const second = coin(0.25) && problem !== 'DEP' ? (['DEP'] as const) : [];
    const insurance = (['GKV', 'PKV', 'BEIHILFE', 'SELF'] as InsuranceKind[])[weighted([82, 10, 5, 3])] ?? 'GKV';
    const local = `${given}.${family}`
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/ı/g, 'i')
      .replace(/đ/g, 'd')
      .replace(/ß/g, 'ss')
      .replace(/ą/g, 'a')
      .replace(/[^a-z.-]/g, '');
    const mail = coin(0.7);
    const criteria: Criteria = {
      birthDate,
      insurance,
      setting: coin(0.8) ? 'single' : 'either',
      problems: [problem, ...second],
      languages: ['de'],
      postalCode,
      modalities: coin(0.3) ? ['in-person', 'video'] : ['in-person'],
      ...(coin(0.25) ? { procedureWish: ['VT' as const] } : {}),
      ...(coin(0.15) ? { genderWish: 'f' as const } : {}),
      ...wish,
    };
    return {
      person: {
        givenName: given,
        familyName: family,
        birthDate,
        gender,
        phone: index % 3 === 0 ? `0228 555 ${String(400 + index).padStart(3, '0')}` : `0171 39 2${String(1000 + index * 17).slice(-4)}`,
        email: mail ? `${local}@post.example` : null,
        street: `${pick(STREETS, below)} ${1 + below(60)}`,
        postalCode,
        place,
        channel: mail ? 'email' : 'letter',
      },
      criteria,
      concern: CONCERNS[criteria.problems?.[0] ?? 'DEP'] ?? 'Möchte mit jemandem sprechen.',
    };
  }
}

function pick<Value>(values: readonly Value[], below: (below: number) => number): Value {
  const value = values[below(values.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}
