import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { CERTAINTIES } from '../rules/eligibility.ts';
import { MEASURE_KINDS } from '../rules/forms/muster-27.ts';
import { LEDGER_KINDS } from '../rules/ledger.ts';
import { CLOSE_REASONS } from '../rules/life/episode.ts';
import { PRESCRIBER_KINDS } from '../rules/prescriber.ts';
import { Due, EpisodeState, PrescriptionCard } from './overview.ts';

const Day = z.iso.date();
const Facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const Window = z.strictObject({ start: Day, end: Day, usedMinutes: z.int() });

export const Pause = z.strictObject({ from: Day, to: Day.nullable(), reason: z.enum(['hospital', 'vacation', 'unreachable', 'other']) });

/** One condition of a prescription: fulfilled, with a hint, open, or not. */
export const CheckLine = z.strictObject({
  answer: z.enum(['yes', 'partly', 'open', 'no']),
  /** Key of its words. */
  code: z.string(),
  facts: Facts,
  source: z.string(),
});
export type CheckLine = z.infer<typeof CheckLine>;

export const LedgerLine = z.strictObject({
  id: z.uuid(),
  day: Day,
  kind: z.enum(LEDGER_KINDS),
  minutes: z.int(),
  leftMinutes: z.int(),
  own: z.boolean(),
  evidence: z.string().nullable(),
  sessionId: z.uuid().nullable(),
  corrects: z.uuid().nullable(),
});
export type LedgerLine = z.infer<typeof LedgerLine>;

export const FileView = z.strictObject({
  episodeId: z.uuid(),
  personId: z.uuid(),
  version: z.int(),
  today: Day,
  state: EpisodeState,
  name: z.string(),
  birthDate: Day.nullable(),
  age: z.int().nullable(),
  place: z.string().nullable(),
  phone: z.string().nullable(),
  openedOn: Day,
  /** Whoever asks sees the case as a deputy: without diagnosis, prescription and plan (rule book 5.3). */
  deputy: z.boolean(),
  /** On the practice's own waiting list since. */
  waitingSince: Day.nullable(),
  helper: z.strictObject({ practitionerId: z.uuid(), name: z.string() }).nullable(),
  pausedFrom: Day.nullable(),
  pauseReason: z.string().nullable(),
  closedOn: Day.nullable(),
  closeReason: z.enum(CLOSE_REASONS).nullable(),
  restricted: z.boolean(),
  legalHold: z.boolean(),
  frequencyPerWeek: z.number().nullable(),
  /** Other cases of this person in the practice, newest first. */
  otherCases: z.array(z.strictObject({ episodeId: z.uuid(), state: EpisodeState, openedOn: Day, closedOn: Day.nullable() })),
  /** Confirmed diagnoses and GAF of the newest prescription; null: not for whoever asks, or none yet. */
  care: z
    .strictObject({
      diagnoses: z.array(z.strictObject({ code: z.string(), certainty: z.enum(CERTAINTIES).nullable() })),
      gaf: z.int().nullable(),
    })
    .nullable(),
  prescriber: z.strictObject({ id: z.uuid(), name: z.string(), kind: z.enum(PRESCRIBER_KINDS) }).nullable(),
  cover: z.strictObject({ payerName: z.string(), kvnr: z.string().nullable(), state: z.string(), to: Day.nullable() }).nullable(),
  /** R11; "due" until told otherwise. */
  copay: z.strictObject({ status: z.enum(['due', 'under-age', 'exempt']), until: Day.nullable() }),
  nextVisit: z.strictObject({ sessionId: z.uuid(), start: z.string(), placeKind: z.string().nullable() }).nullable(),
  /** Holidays of which federal state the deadlines count. */
  holidays: z.string(),
  window: Window.nullable(),
  formerWindows: z.array(Window),
  contingent: z.strictObject({
    capMinutes: z.int(),
    usedMinutes: z.int(),
    remainingMinutes: z.int(),
    points: z.array(z.strictObject({ day: Day, leftMinutes: z.int() })),
    forecast: z
      .strictObject({
        paceHundredths: z.int().nullable(),
        paceDays: z.int(),
        emptyOn: Day.nullable(),
        daysWithout: z.int(),
        lapsingMinutes: z.int().nullable(),
        lastingHundredths: z.int().nullable(),
        pausedNow: z.boolean(),
      })
      .nullable(),
    /** Units on usable prescriptions, and where the line of what is approved stands. */
    leftHundredths: z.int(),
    approvedToMinutes: z.int().nullable(),
    pauses: z.array(Pause),
    /** R2: counted from the first unit and from the first prescription the window ends on different days. */
    disputed: z.strictObject({ from: Day, to: Day }).nullable(),
    anchor: z.enum(['firstUnit', 'firstPrescription']),
    entries: z.array(LedgerLine),
  }),
  due: z.array(Due),
  prescriptions: z.array(PrescriptionCard),
  check: z
    .strictObject({ prescriptionId: z.uuid(), kind: PrescriptionCard.shape.kind, number: z.int(), lines: z.array(CheckLine) })
    .nullable(),
  plan: z
    .strictObject({
      id: z.uuid(),
      number: z.int(),
      state: z.string(),
      signedOn: Day.nullable(),
      signedBy: z.array(z.enum(['client', 'provider', 'prescriber'])),
      farGoals: z.array(z.string()),
      nearGoals: z.array(
        z.strictObject({
          text: z.string(),
          measure: z
            .strictObject({ kind: z.enum(MEASURE_KINDS), frequency: z.number().nullable(), per: z.enum(['WEEK', 'MONTH']) })
            .nullable(),
          /** Sessions since the plan was signed that worked on it; null: not for whoever asks. */
          sessions: z.int().nullable(),
        }),
      ),
    })
    .nullable(),
});
export type FileView = z.infer<typeof FileView>;

/** A client's Soziotherapie file by its case. Hidden (404) from whoever has no relation; a restricted one opens for the lead alone. */
export const fileView = endpoint({
  name: 'soziotherapie.fileView',
  method: 'GET',
  path: '/api/soziotherapie/files/:id',
  versioned: true,
  params: z.strictObject({ id: z.uuid() }),
  answer: FileView,
});
