import { visibleLength } from '#kernel/visible.ts';
import type { DayVisit } from '#rooms/soziotherapie/contract/day-plan.ts';
import type { DeviceWork } from '#rooms/soziotherapie/contract/device.ts';
import type { Signature } from '#rooms/soziotherapie/contract/notes.ts';
import type { MeasureKind, PlaceKind } from '#rooms/soziotherapie/rules/note.ts';
import { NOTE_CHARACTERS } from '#rooms/soziotherapie/rules/note.ts';
import { leftAfter, minutesBetween } from './amount.ts';

/** What somebody writes about one visit. Times by the clock on the wall, "2026-03-05T14:03". */
export interface Draft {
  start: string | null;
  end: string | null;
  /** When the clock was started, milliseconds; null: the times were typed or taken from the plan. */
  startedAt: number | null;
  placeKind: PlaceKind | null;
  kinds: MeasureKind[];
  goalIds: string[];
  done: string;
  reaction: string;
  nextStep: string;
  thirdParty: string;
  signature: Signature | null;
  riskConfirmed: boolean;
  hospitalNote: string;
  nursingReason: string;
}

/** What of a visit's row the form needs; the locked form has no more than ids. */
export type Target = Pick<
  DayVisit,
  'sessionId' | 'episodeId' | 'version' | 'setting' | 'start' | 'end' | 'placeKind' | 'unitsLeft' | 'counting' | 'warnings'
> & {
  goals: DayVisit['goals'] | null;
};

/** Reasons why a unit is paid by nobody (R16); codes as the rules say them. */
const UNPAID = new Set([
  'no-prescription',
  'session-before-prescription',
  'submission-pending',
  'submission-too-late',
  'refusal-known',
  'approval-not-begun',
  'approval-over',
  'units-used-up',
  'cap-exhausted',
  'window-over',
  'discharge-not-begun',
  'discharge-over',
  'prescription-lapsed',
  'prescription-withdrawn',
  'group-not-prescribed',
]);

/** The form as it opens: what can be known is filled in. A visit whose planned time is over begins with that time. */
export function startDraft(visit: Target & { last?: DayVisit['last'] }, now: string): Draft {
  const over = visit.end <= now;
  const goals = visit.goals ?? [];
  const last = visit.last ?? null;
  const near = goals.filter(({ kind }) => kind === 'near');
  const kept = last?.goalIds.filter((id) => goals.some((goal) => goal.id === id)) ?? [];
  const only = near.length === 1 ? near.map(({ id }) => id) : [];
  return {
    start: over ? visit.start : null,
    end: over ? visit.end : null,
    startedAt: null,
    placeKind: visit.placeKind ?? last?.placeKind ?? 'home',
    kinds: last ? [...last.kinds] : [],
    goalIds: kept.length > 0 ? kept : only,
    done: '',
    reaction: '',
    nextStep: '',
    thirdParty: '',
    signature: null,
    riskConfirmed: false,
    hospitalNote: '',
    nursingReason: '',
  };
}

/** Characters that somebody wrote without the ready-made beginnings; white space taken together. */
export function ownCharacters(texts: readonly string[], blocks: readonly string[]): number {
  let text = texts.join(' ').replace(/\s+/g, ' ');
  for (const block of blocks) text = text.replaceAll(block.trim(), ' ');
  return visibleLength(text);
}

export const ownWordsLeft = (draft: Pick<Draft, 'done' | 'reaction' | 'nextStep'>, blocks: readonly string[]): number =>
  Math.max(0, NOTE_CHARACTERS - ownCharacters([draft.done, draft.reaction, draft.nextStep], blocks));

/** Minutes that nobody pays, as far as this device knows. */
export function unpaidMinutes(visit: Pick<Target, 'setting' | 'unitsLeft' | 'counting' | 'warnings'>, minutes: number): number {
  if (visit.warnings.some(({ code }) => UNPAID.has(code))) return minutes;
  return leftAfter(visit.setting, minutes, visit.unitsLeft, visit.counting).uncoveredMinutes;
}

const has = (visit: Pick<Target, 'warnings'>, code: string) => visit.warnings.some((warning) => warning.code === code);
export const asksHospitalNote = (visit: Pick<Target, 'warnings'>): boolean => has(visit, 'hospital-day-note');
export const asksNursingReason = (visit: Pick<Target, 'warnings'>): boolean =>
  has(visit, 'nursing-overlap') || has(visit, 'nursing-overlap-reason-missing');

export type Missing = 'times' | 'place' | 'kinds' | 'goals' | 'done' | 'risk' | 'hospital' | 'nursing';

/** What a visit still lacks before it can be finished (D3, R3, R16, R17, R20), in the order of the form. */
export function missingOf(visit: Target, draft: Draft, now: string, blocks: readonly string[]): Missing[] {
  const missing: Missing[] = [];
  const { start, end } = draft;
  const minutes = start && end ? minutesBetween(start, end) : 0;
  if (!start || !end || minutes === 0 || end > now) missing.push('times');
  if (draft.placeKind === null) missing.push('place');
  if (draft.kinds.length === 0) missing.push('kinds');
  if (visit.goals && visit.goals.length > 0 && draft.goalIds.length === 0) missing.push('goals');
  if (draft.done.trim() === '' || ownWordsLeft(draft, blocks) > 0) missing.push('done');
  if (asksHospitalNote(visit) && draft.hospitalNote.trim().length < 3) missing.push('hospital');
  if (asksNursingReason(visit) && draft.nursingReason.trim().length < 3) missing.push('nursing');
  if (minutes > 0 && unpaidMinutes(visit, minutes) > 0 && !draft.riskConfirmed) missing.push('risk');
  return missing;
}

/** The entry as the server takes it. Only for a draft that lacks nothing. */
export function workOf(visit: Target, draft: Draft): DeviceWork {
  const { start, end, placeKind } = draft;
  if (!start || !end || placeKind === null) throw new RangeError('the visit has no times or no place yet');
  return {
    kind: 'visit',
    visit: {
      sessionId: visit.sessionId,
      episodeId: visit.episodeId,
      version: visit.version,
      start,
      end,
      placeKind,
      note: {
        kinds: draft.kinds,
        goalIds: draft.goalIds,
        done: draft.done.trim(),
        reaction: draft.reaction.trim(),
        nextStep: draft.nextStep.trim(),
      },
      ...(draft.riskConfirmed ? { riskConfirmed: true } : {}),
      ...text('hospitalNote', draft.hospitalNote),
      ...text('nursingReason', draft.nursingReason),
      ...text('thirdParty', draft.thirdParty),
      ...(draft.signature ? { signature: draft.signature } : {}),
    },
  };
}

const text = <Name extends string>(name: Name, value: string) =>
  value.trim() === '' ? {} : ({ [name]: value.trim() } as Record<Name, string>);
