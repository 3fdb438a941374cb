import type { DataAgreed, Receiver } from './codes.ts';

/** The hand-over record (Übergabe, rule book A.1.5) as far as it is known. */
export interface HandOverRecord {
  to?: Receiver | null | undefined;
  toName?: string | null | undefined;
  toPhone?: string | null | undefined;
  place?: string | null | undefined;
  callbackNumber?: string | null | undefined;
  withPerson?: string | null | undefined;
  agreed?: string | null | undefined;
  dataAgreed?: DataAgreed | null | undefined;
  necessity?: string | null | undefined;
}
type Field = keyof HandOverRecord;

export interface RecordGap {
  /** JSON pointer into the record: "/place". */
  pointer: string;
  code: 'required' | 'not-called-112' | 'too-short';
}

const ALWAYS: readonly Field[] = ['to', 'agreed', 'dataAgreed'];
/** What a receiver cannot do without. */
const BY_RECEIVER: Readonly<Record<Receiver, readonly Field[]>> = {
  'rescue-112': ['place', 'callbackNumber', 'withPerson'],
  'police-110': ['place', 'callbackNumber', 'withPerson'],
  clinic: ['toName', 'callbackNumber', 'withPerson'],
  'crisis-service': ['toName', 'place', 'callbackNumber', 'withPerson'],
  practitioner: ['toName', 'callbackNumber'],
  physician: ['toName', 'toPhone', 'callbackNumber'],
  relative: ['toName', 'toPhone', 'place'],
  other: ['toName', 'callbackNumber'],
};
/** A reason for passing data without agreement says more than a word. */
const NECESSITY_LETTERS = 15;

const given = (value: string | null | undefined): boolean => value != null && value.trim() !== '';

/** What a record still needs before the receiver may be named (EM5). Nothing: it is complete. */
export function missingInRecord(record: HandOverRecord, called112: boolean): RecordGap[] {
  const needed = [...ALWAYS, ...(record.to ? BY_RECEIVER[record.to] : [])];
  const gaps: RecordGap[] = needed.filter((field) => !given(record[field])).map((field) => ({ pointer: `/${field}`, code: 'required' }));
  if (record.to === 'rescue-112' && !called112) gaps.push({ pointer: '/to', code: 'not-called-112' });
  // § 34 StGB: whoever passes data without agreement writes down why life was in present danger
  if (record.dataAgreed === 'necessity' && (record.necessity ?? '').trim().length < NECESSITY_LETTERS)
    gaps.push({ pointer: '/necessity', code: given(record.necessity) ? 'too-short' : 'required' });
  return gaps;
}
