import { icd, P } from '../fixture.ts';
import type { FormFacts } from './facts.ts';
import { type Form26Content, judgeForm26 } from './muster-26.ts';
import { type Form28Content, judgeForm28 } from './muster-28.ts';
import type { FormVerdict } from './verdict.ts';

/** The first scenario's form (rule book 8, S1), complete. */
export const HEADER = {
  insurerName: 'Techniker Krankenkasse',
  surname: 'Reetz',
  givenName: 'Almut',
  birthDate: '1984-05-02',
  address: { street: 'Musterweg 1', postalCode: '53111', city: 'Bonn', country: 'D' },
  payerIk: '100177504',
  kvnr: 'A123456780',
  insuredStatus: '1',
  bsnr: '391234511',
  lanr: '123456658',
  issueDate: '2026-03-02',
} as const;

export const FULL_26: Form26Content = {
  form: '26',
  header: HEADER,
  kind: 'INITIAL',
  diagnoses: [{ code: 'F20.0', certainty: 'G', text: 'Paranoide Schizophrenie' }],
  gaf: 38,
  impairments: { DRIVE_STRUCTURE: { degree: 'severe', text: 'Verlässt die Wohnung kaum.' } },
  hospitalReason: 'AVOID',
  cannotUseCareIndependently: true,
  therapyAbility: true,
  therapyAbilityText: 'Hält Verabredungen ein.',
  goals: 'Nimmt Termine selbst wahr.',
  unitsPrescribed: 30,
  groupAllowed: false,
  frequencyPerWeek: 1,
  periodFrom: '2026-03-09',
  periodTo: '2026-12-31',
  provider: { name: 'Praxis Musterweg', ik: '499900019' },
  prescriberSignature: { on: '2026-03-02', signed: true },
  patientApplicationSignature: { on: '2026-03-03', signed: true, by: 'patient' },
};

export const FULL_28: Form28Content = {
  form: '28',
  header: { ...HEADER, lanr: '838382202' },
  referringDoctor: { name: 'Dr. Karl Oberberg', lanr: '838382202', bsnr: '391234511' },
  diagnosisOrSuspicion: [{ code: 'F20.0', certainty: 'V' }],
  reason: 'Erreicht die Facharztpraxis allein nicht; eine Klinik soll vermieden werden.',
  hospitalAvoidance: true,
  units: 5,
  provider: { name: 'Praxis Musterweg', ik: '499900019' },
  targetSpecialty: 'psychiatry',
  prescriberSignature: { on: '2026-03-02', signed: true },
};

export const FACTS: FormFacts = {
  today: '2026-03-05',
  master: { surname: 'Reetz', givenName: 'Almut', birthDate: '1984-05-02', street: 'Musterweg 1', postalCode: '53111', city: 'Bonn' },
  cover: { payerIk: '100177504', payerName: 'Techniker Krankenkasse', kvnr: 'A123456780', insuredStatus: '1' },
  provider: { name: 'Praxis Musterweg', ik: '499900019' },
  contractOnFile: true,
  prescriber: { kind: 'psychiatrist', lanr: '123456658', bsnr: '391234511', permission: { from: '2015-01-01', to: null } },
  earlier: [],
  remainingMinutes: 7200,
  window: null,
  firstSessionOn: '2026-03-09',
  nursing: [],
  places: ['Bonn'],
};
export const FACTS_28: FormFacts = {
  ...FACTS,
  prescriber: { kind: 'other-doctor', lanr: '838382202', bsnr: '391234511', permission: null },
};

const TABLE = (code: string) => (code === 'F60.31' || code === 'F43.1' ? 'terminal' : icd(code));
export const judge26 = (content: Partial<Form26Content> = {}, facts: Partial<FormFacts> = {}) =>
  judgeForm26({ ...FULL_26, ...content }, { ...FACTS, ...facts }, TABLE, P);
export const judge28 = (content: Partial<Form28Content> = {}, facts: Partial<FormFacts> = {}) =>
  judgeForm28({ ...FULL_28, ...content }, { ...FACTS_28, ...facts }, TABLE, P);
export const header = (more: Partial<Record<keyof typeof HEADER, unknown>>) => ({
  header: { ...HEADER, ...more } as Form26Content['header'],
});

/** "missing /gaf gaf-missing", one line a finding; confirmed ones say so. */
export const lines = ({ findings }: FormVerdict) =>
  findings.map(({ severity, pointer, code, confirmed }) => `${confirmed ? 'confirmed' : severity} ${pointer} ${code}`);
/** What is said at one place. */
export const at = (verdict: FormVerdict, pointer: string) =>
  verdict.findings
    .filter((one) => one.pointer === pointer)
    .map(({ severity, code, confirmed }) => `${confirmed ? 'confirmed' : severity} ${code}`);
