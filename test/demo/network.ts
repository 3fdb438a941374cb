import type {
  AccessFeature,
  Gender,
  InsuranceKind,
  LanguageLevel,
  Marker,
  ProblemCode,
  Procedure,
  SpecialityLevel,
} from '#kernel/codes.ts';
import type { Policy } from '#rooms/placement/contract.ts';
import { FIXED_POLICY } from '#test/cast/practice.ts';

/** The network of the demo: practices in and around Bonn and who works there. Streets, people and numbers are invented. */
export interface DemoLocation {
  key: string;
  street: string;
  postalCode: string;
  place: string;
  access: Partial<Record<AccessFeature, 'yes' | 'no' | 'unknown'>>;
  directions?: string;
}

export interface DemoPractice {
  name: string;
  kind: 'practice' | 'counselling';
  phone: string;
  locations: DemoLocation[];
}

const FREE = { 'step-free': 'yes', lift: 'yes', 'accessible-wc': 'yes' } as const;
const GROUND = { 'step-free': 'yes', lift: 'unknown', 'accessible-wc': 'no', parking: 'yes' } as const;
const STAIRS = { 'step-free': 'no', lift: 'no', 'accessible-wc': 'no' } as const;
const UNKNOWN = { 'step-free': 'unknown', parking: 'yes' } as const;

export const PRACTICES: Record<string, DemoPractice> = {
  hofgarten: {
    name: 'Praxis am Hofgarten',
    kind: 'practice',
    phone: '0228 555 210',
    locations: [
      {
        key: 'hofgarten',
        street: 'Lindengasse 7',
        postalCode: '53113',
        place: 'Bonn',
        access: FREE,
        directions: 'Klingel „Hofgarten“, 2. Stock, Aufzug',
      },
    ],
  },
  waldrand: {
    name: 'Praxisgemeinschaft am Waldrand',
    kind: 'practice',
    phone: '0228 555 220',
    locations: [{ key: 'waldrand', street: 'Eichelweg 12', postalCode: '53127', place: 'Bonn', access: GROUND }],
  },
  rosenhang: {
    name: 'Praxis Rosenhang',
    kind: 'practice',
    phone: '0228 555 230',
    locations: [
      {
        key: 'rosenhang',
        street: 'Rosenhang 3',
        postalCode: '53173',
        place: 'Bonn-Bad Godesberg',
        access: STAIRS,
        directions: '1. Stock, Treppe',
      },
    ],
  },
  rheinseite: {
    name: 'Praxis Rheinseite',
    kind: 'practice',
    phone: '0228 555 240',
    locations: [
      {
        key: 'rheinseite',
        street: 'Alte Fährgasse 21',
        postalCode: '53225',
        place: 'Bonn-Beuel',
        access: { ...FREE, 'hearing-loop': 'yes' },
      },
    ],
  },
  toepferhof: {
    name: 'Psychotherapie im Töpferhof',
    kind: 'practice',
    phone: '02241 555 310',
    locations: [{ key: 'toepferhof', street: 'Töpferhof 5', postalCode: '53721', place: 'Siegburg', access: GROUND }],
  },
  siebenblick: {
    name: 'Praxis Siebenblick',
    kind: 'practice',
    phone: '02223 555 320',
    locations: [{ key: 'siebenblick', street: 'Weinhaldenweg 9', postalCode: '53639', place: 'Königswinter', access: UNKNOWN }],
  },
  aggersieg: {
    name: 'Praxen Agger und Sieg',
    kind: 'practice',
    phone: '02241 555 330',
    locations: [
      { key: 'muehlenkamp', street: 'Mühlenkamp 14', postalCode: '53757', place: 'Sankt Augustin', access: FREE },
      { key: 'auenweg', street: 'Auenweg 30', postalCode: '53840', place: 'Troisdorf', access: STAIRS },
    ],
  },
  vorgebirge: {
    name: 'Praxis Vorgebirge',
    kind: 'practice',
    phone: '02222 555 340',
    locations: [
      { key: 'obsthof', street: 'Obsthof 2', postalCode: '53332', place: 'Bornheim', access: GROUND },
      { key: 'alfter', street: 'Kirschallee 18', postalCode: '53347', place: 'Alfter', access: UNKNOWN },
    ],
  },
  apfelgarten: {
    name: 'Praxis am Apfelgarten',
    kind: 'practice',
    phone: '02225 555 350',
    locations: [
      {
        key: 'apfelgarten',
        street: 'Boskoopweg 4',
        postalCode: '53340',
        place: 'Meckenheim',
        access: { ...GROUND, 'low-stimulus': 'yes' },
      },
    ],
  },
  brueckenhaus: {
    name: 'Beratungsstelle Brückenhaus',
    kind: 'counselling',
    phone: '0228 555 290',
    locations: [
      {
        key: 'brueckenhaus',
        street: 'Am Alten Speicher 1',
        postalCode: '53111',
        place: 'Bonn',
        access: { ...FREE, 'easy-language': 'yes' },
      },
    ],
  },
};

/** "Mo 17-20, We 9-12": weekday and hours. */
export type Hours = string;

export interface DemoPlace {
  kind: 'PLACE' | 'GROUP_SEAT' | 'ACUTE' | 'CONSULT' | 'SERVICE';
  hours: Hours;
  seats?: number;
  groupName?: string;
  serviceType?: string;
  notes?: string;
  /** Days from today until it starts; it may be in the past. */
  startsIn?: number;
}

export interface DemoTherapist {
  key: string;
  name: string;
  title?: string;
  gender: Gender;
  pronoun?: string;
  profession: 'PP' | 'KJP' | 'PP-KJP' | 'AERZTL' | 'OTHER';
  at: string;
  procedure?: Procedure;
  payers: InsuranceKind[];
  languages: [tag: string, level: LanguageLevel][];
  interpreter?: 'yes' | 'no';
  specialities: Partial<Record<ProblemCode, SpecialityLevel>>;
  exclusions?: (ProblemCode | Marker)[];
  video?: true;
  ages?: [number, number];
  policy?: Policy;
  about?: string;
  places: DemoPlace[];
  /** Last "stimmt noch" so many days ago; three of the network have let it go stale. */
  confirmedDaysAgo?: number;
  alsoOncall?: true;
}

const GKV_PKV: InsuranceKind[] = ['GKV', 'PKV', 'BEIHILFE'];
const PRIVATE: InsuranceKind[] = ['PKV', 'BEIHILFE', 'SELF', 'KE'];
const CHILDREN: [number, number] = [3, 20];

const percent: Policy = {
  ...FIXED_POLICY,
  noticeHours: 48,
  feeType: 'percent',
  amountCents: null,
  percent: 50,
  sessionPriceCents: 11_900,
  goodwillFirst: false,
};
const workingDay: Policy = {
  ...FIXED_POLICY,
  noticeHours: 24,
  noticeMode: 'workingDays',
  amountCents: 4_000,
  contact: 'info@geleit.example',
};
const free: Policy = { ...FIXED_POLICY, noticeHours: 24, feeType: 'none', amountCents: null };
const strict: Policy = { ...FIXED_POLICY, amountCents: 8_500, goodwillFirst: false, appliesTo: ['CONSULT', 'TRIAL', 'THERAPY', 'GROUP'] };

// biome-ignore format: one person per block reads like a card
export const DEMO_THERAPISTS: DemoTherapist[] = [
  { key: 'brandt', name: 'Henrike Brandt', gender: 'f', profession: 'PP', at: 'hofgarten', procedure: 'VT', payers: GKV_PKV, video: true,
    languages: [['en', 'C1']], specialities: { DEP: 'S', ANX: 'S', SLE: 'B', ADJ: 'B' }, exclusions: ['PSY', 'SUD'], policy: FIXED_POLICY,
    about: 'Ich arbeite alltagsnah und mit klaren Zielen.', confirmedDaysAgo: 2,
    places: [{ kind: 'PLACE', hours: 'Mo 17-20, We 17-20' }, { kind: 'PLACE', hours: 'Tu 8-12, Th 8-12' }, { kind: 'PLACE', hours: 'Fr 9-13' }, { kind: 'GROUP_SEAT', hours: 'Tu 17:30-19:10', seats: 6, groupName: 'Gruppe Depression' }] },
  { key: 'rossi', name: 'Matteo Rossi', title: 'Dr.', gender: 'm', profession: 'PP', at: 'hofgarten', procedure: 'TP', payers: [...GKV_PKV, 'SELF'],
    languages: [['it', 'C2'], ['fr', 'B2']], specialities: { DEP: 'S', PTS: 'B', ADJ: 'S', GRI: 'S' }, exclusions: ['PBD'], policy: percent, confirmedDaysAgo: 5,
    places: [{ kind: 'PLACE', hours: 'Tu 9-12, Th 9-12' }, { kind: 'PLACE', hours: 'Mo 13-16, We 13-16', notes: 'Lieber ab 30 Jahren' }, { kind: 'PLACE', hours: 'Fr 14-18' }] },
  { key: 'haddad', name: 'Layla Haddad', gender: 'f', profession: 'KJP', at: 'hofgarten', procedure: 'VT', payers: ['GKV', 'PKV', 'YOUTH'], ages: CHILDREN, interpreter: 'yes',
    languages: [['ar', 'C2'], ['en', 'B2']], specialities: { ANX: 'S', ADH: 'S', CHD: 'S', DEP: 'B', PTS: 'B' }, confirmedDaysAgo: 1,
    places: [{ kind: 'PLACE', hours: 'Mo 14-18, We 14-18' }, { kind: 'PLACE', hours: 'Tu 14-18, Th 14-18' }, { kind: 'ACUTE', hours: 'Fr 12-14' }] },
  { key: 'aydin', name: 'Selin Aydın', gender: 'f', profession: 'PP', at: 'waldrand', procedure: 'TP', payers: GKV_PKV,
    languages: [['tr', 'C2'], ['en', 'B2']], specialities: { DEP: 'S', PTS: 'S', ADJ: 'S', SOM: 'B' }, exclusions: ['SUD'], policy: FIXED_POLICY, confirmedDaysAgo: 3,
    places: [{ kind: 'PLACE', hours: 'Mo 9-13, Tu 9-12' }, { kind: 'PLACE', hours: 'We 16-19, Th 16-19' }, { kind: 'PLACE', hours: 'Fr 8-12', startsIn: 30 }] },
  { key: 'kaminski', name: 'Piotr Kamiński', gender: 'm', profession: 'PP', at: 'waldrand', procedure: 'VT', payers: ['GKV'],
    languages: [['pl', 'C2'], ['ru', 'B2']], specialities: { OCD: 'S', ANX: 'S', DEP: 'B', SUD: 'B' }, policy: workingDay, confirmedDaysAgo: 4,
    places: [{ kind: 'PLACE', hours: 'Tu 17-20, Th 17-20' }, { kind: 'PLACE', hours: 'Mo 8-12, We 8-12' }, { kind: 'ACUTE', hours: 'We 12-14' }] },
  { key: 'vogt', name: 'Ulrike Vogt-Hansen', title: 'Dr.', gender: 'f', profession: 'AERZTL', at: 'waldrand', procedure: 'AP', payers: [...GKV_PKV, 'SELF'],
    languages: [['fr', 'C1']], specialities: { PDO: 'S', DEP: 'S', SOM: 'S' }, exclusions: ['ADH', 'PSY'], policy: strict, confirmedDaysAgo: 6,
    places: [{ kind: 'PLACE', hours: 'Mo 8-11, We 8-11, Fr 8-11' }, { kind: 'PLACE', hours: 'Tu 14-17, Th 14-17', startsIn: 45 }] },
  { key: 'farahani', name: 'Nasrin Farahani', gender: 'f', profession: 'PP', at: 'rosenhang', procedure: 'VT', payers: GKV_PKV, video: true,
    languages: [['fa', 'C2'], ['en', 'C1']], specialities: { PTS: 'S', DEP: 'S', ANX: 'B', PBD: 'B' }, policy: FIXED_POLICY, confirmedDaysAgo: 2,
    places: [{ kind: 'PLACE', hours: 'Tu 12-16, Fr 12-16' }, { kind: 'PLACE', hours: 'Mo 16-20' }, { kind: 'PLACE', hours: 'Th 8-12' }] },
  { key: 'becker', name: 'Jens Becker', gender: 'm', profession: 'PP', at: 'rosenhang', procedure: 'ST', payers: GKV_PKV, video: true,
    languages: [['en', 'B2'], ['nl', 'C1']], specialities: { ADJ: 'S', DEP: 'B', GRI: 'S', SOMO: 'B' }, policy: free, confirmedDaysAgo: 9, alsoOncall: true,
    places: [{ kind: 'PLACE', hours: 'Mo 17-20, Tu 17-20' }, { kind: 'PLACE', hours: 'Th 10-14' }, { kind: 'CONSULT', hours: 'We 10-12' }] },
  { key: 'petrenko', name: 'Iryna Petrenko', gender: 'f', profession: 'PP-KJP', at: 'rosenhang', procedure: 'VT', payers: ['GKV', 'ASYLBLG', 'YOUTH'], ages: [6, 60], interpreter: 'yes',
    languages: [['uk', 'C2'], ['ru', 'C2'], ['en', 'B2']], specialities: { PTS: 'S', ANX: 'S', GRI: 'B', ADJ: 'B' }, confirmedDaysAgo: 3,
    places: [{ kind: 'PLACE', hours: 'Mo 9-13, We 9-13' }, { kind: 'PLACE', hours: 'Tu 15-18, Th 15-18' }] },
  { key: 'lehmann', name: 'Sabine Lehmann', gender: 'f', profession: 'PP', at: 'rheinseite', procedure: 'VT', payers: GKV_PKV,
    languages: [['gsg', 'B2']], specialities: { DEP: 'S', ANX: 'S', EAT: 'S', SLE: 'B' }, exclusions: ['VIOL'], policy: FIXED_POLICY, confirmedDaysAgo: 7,
    places: [{ kind: 'PLACE', hours: 'Tu 8-12, We 8-12' }, { kind: 'PLACE', hours: 'Mo 15-19' }, { kind: 'GROUP_SEAT', hours: 'Th 18-19:40', seats: 5, groupName: 'Gruppe Essverhalten' }] },
  { key: 'mensah', name: 'Kwame Mensah', gender: 'm', profession: 'PP', at: 'rheinseite', procedure: 'VT', payers: PRIVATE, video: true,
    languages: [['en', 'C2'], ['fr', 'B2']], specialities: { DEP: 'S', ANX: 'S', SEX: 'S', ADJ: 'B' }, policy: strict, confirmedDaysAgo: 4,
    places: [{ kind: 'PLACE', hours: 'Mo 8-20, Tu 8-20' }, { kind: 'PLACE', hours: 'We 16-20' }] },
  { key: 'schmitz', name: 'Robin Schmitz', gender: 'd', pronoun: 'they/dey', profession: 'PP', at: 'rheinseite', procedure: 'ST', payers: ['GKV', 'SELF'],
    languages: [['en', 'C1']], specialities: { ANX: 'S', SEX: 'S', ASD: 'B', DEP: 'B' }, policy: workingDay, confirmedDaysAgo: 5,
    places: [{ kind: 'PLACE', hours: 'Tu 17-19, Th 17-19' }, { kind: 'PLACE', hours: 'Fr 9-13' }] },
  { key: 'wolters', name: 'Friedrich Wolters', title: 'Dr.', gender: 'm', profession: 'PP', at: 'toepferhof', procedure: 'TP', payers: GKV_PKV,
    languages: [], specialities: { DEP: 'S', SOM: 'S', GRI: 'B', NEU: 'B' }, policy: percent, confirmedDaysAgo: 22,
    places: [{ kind: 'PLACE', hours: 'Mo 8-12, Th 8-12' }, { kind: 'PLACE', hours: 'We 14-18' }] },
  { key: 'nowicka', name: 'Agnieszka Nowicka', gender: 'f', profession: 'KJP', at: 'toepferhof', procedure: 'TP', payers: ['GKV', 'PKV', 'YOUTH'], ages: CHILDREN,
    languages: [['pl', 'C2']], specialities: { DEP: 'S', PTS: 'S', ANX: 'B', CHD: 'S' }, policy: free, confirmedDaysAgo: 2,
    places: [{ kind: 'PLACE', hours: 'Tu 14-18, Th 14-18' }, { kind: 'PLACE', hours: 'Mo 13-17, We 13-17' }, { kind: 'ACUTE', hours: 'Fr 13-15' }] },
  { key: 'reinhardt', name: 'Anke Reinhardt', gender: 'f', profession: 'PP', at: 'siebenblick', procedure: 'VT', payers: GKV_PKV,
    languages: [['es', 'C1']], specialities: { OCD: 'S', ANX: 'S', BIP: 'B', SLE: 'S' }, exclusions: ['PBD', 'SUD'], policy: FIXED_POLICY, confirmedDaysAgo: 19,
    places: [{ kind: 'PLACE', hours: 'Mo 16-20, We 16-20' }, { kind: 'PLACE', hours: 'Fr 8-12' }] },
  { key: 'tran', name: 'Minh Trần', gender: 'm', profession: 'PP', at: 'muehlenkamp', procedure: 'VT', payers: ['GKV', 'PKV'], video: true,
    languages: [['vi', 'C2'], ['en', 'B2']], specialities: { DEP: 'S', ADH: 'S', ASD: 'S', ANX: 'B' }, policy: workingDay, confirmedDaysAgo: 1,
    places: [{ kind: 'PLACE', hours: 'Tu 9-13, Th 9-13' }, { kind: 'PLACE', hours: 'We 17-20' }, { kind: 'PLACE', hours: 'Mo 8-12' }] },
  { key: 'demirci', name: 'Cem Demirci', gender: 'm', profession: 'PP', at: 'auenweg', procedure: 'ST', payers: ['GKV', 'PKV', 'SELF'],
    languages: [['tr', 'C1'], ['ku', 'B2']], specialities: { ADJ: 'S', SUD: 'B', DEP: 'B', GRI: 'B' }, confirmedDaysAgo: 8,
    places: [{ kind: 'PLACE', hours: 'Mo 17-20, Tu 17-20, Th 17-20' }, { kind: 'PLACE', hours: 'We 9-13' }, { kind: 'ACUTE', hours: 'Th 12-14' }] },
  { key: 'koch', name: 'Gisela Koch', gender: 'f', profession: 'PP', at: 'obsthof', procedure: 'AP', payers: GKV_PKV,
    languages: [['en', 'B2']], specialities: { PDO: 'S', PBD: 'S', DEP: 'S', DIS: 'B' }, exclusions: ['COURT'], policy: percent, confirmedDaysAgo: 6,
    places: [{ kind: 'PLACE', hours: 'Tu 8-12, Fr 8-12' }, { kind: 'PLACE', hours: 'Th 14-18' }] },
  { key: 'antoniou', name: 'Eleni Antoniou', gender: 'f', profession: 'PP', at: 'alfter', procedure: 'VT', payers: ['GKV', 'BG'], interpreter: 'yes',
    languages: [['el', 'C2'], ['en', 'C1']], specialities: { PTS: 'S', SOM: 'S', PER: 'S', ANX: 'B' }, policy: FIXED_POLICY, confirmedDaysAgo: 25,
    places: [{ kind: 'PLACE', hours: 'Mo 9-13, We 9-13' }, { kind: 'GROUP_SEAT', hours: 'We 17-18:40', seats: 4, groupName: 'Gruppe Schmerz' }] },
  { key: 'seidel', name: 'Thomas Seidel', gender: 'm', profession: 'PP', at: 'apfelgarten', procedure: 'VT', payers: GKV_PKV,
    languages: [], specialities: { DEP: 'S', ANX: 'B', ADB: 'S', SUD: 'S' }, policy: FIXED_POLICY, confirmedDaysAgo: 3,
    places: [{ kind: 'PLACE', hours: 'Tu 15-19, Th 15-19' }, { kind: 'PLACE', hours: 'Mo 8-12' }] },
  { key: 'okumus', name: 'Derya Okumuş', gender: 'f', profession: 'OTHER', at: 'brueckenhaus', payers: ['GKV', 'PKV', 'SELF', 'ASYLBLG'], interpreter: 'yes',
    languages: [['tr', 'C2'], ['ar', 'B2'], ['en', 'B2']], specialities: {}, confirmedDaysAgo: 2,
    places: [{ kind: 'SERVICE', hours: '', serviceType: 'Schuldenberatung' }, { kind: 'SERVICE', hours: '', serviceType: 'Sozialberatung' }, { kind: 'SERVICE', hours: '', serviceType: 'Angehörigengespräch' }] },
];
