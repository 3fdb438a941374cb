import { addDays, type Day, dayOf, type LocalTime } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { allow, type Ruling, refuse } from './ruling.ts';

/** A full inpatient or ward-equivalent stay. Times of day only where they were written down. */
export interface HospitalStay {
  admittedOn: Day;
  admittedAt?: LocalTime;
  /** null: still there. */
  dischargedOn: Day | null;
  dischargedAt?: LocalTime;
}

const midnight = (day: Day): LocalTime => `${day}T00:00`;
const NEVER: LocalTime = '9999-12-31T23:59';

/** The time in which outpatient Soziotherapie is blocked; without a time of day, the days of admission and discharge stay open. */
function blockedTime(stay: HospitalStay): { start: LocalTime; end: LocalTime } {
  const start = stay.admittedAt ?? midnight(addDays(stay.admittedOn, 1));
  if (stay.dischargedOn === null) return { start, end: NEVER };
  return { start, end: stay.dischargedAt ?? midnight(stay.dischargedOn) };
}

function wholeDays(stay: HospitalStay): { start: LocalTime; end: LocalTime } {
  return { start: midnight(stay.admittedOn), end: stay.dischargedOn === null ? NEVER : midnight(addDays(stay.dischargedOn, 1)) };
}

/**
 * R17: during a hospital stay the hospital cares, outpatient units are not billed. On the days of admission and discharge a unit
 * before and after is allowed with a note, unless the network set "all" or "warn" (O10).
 */
export function judgeHospital(
  session: { start: LocalTime; end: LocalTime },
  stays: readonly HospitalStay[],
  p: Pick<Parameters, 'hospitalBlock'>,
): Ruling<object, 'in-hospital'> {
  const touches = ({ start, end }: { start: LocalTime; end: LocalTime }) => session.start < end && start < session.end;
  const inner = stays.find((stay) => touches(blockedTime(stay)));
  const whole = stays.find((stay) => touches(wholeDays(stay)));
  const stay = p.hospitalBlock === 'inner' ? inner : whole;
  const facts = {
    day: dayOf(session.start),
    admittedOn: (stay ?? whole)?.admittedOn ?? null,
    dischargedOn: (stay ?? whole)?.dischargedOn ?? null,
  };
  if (p.hospitalBlock === 'warn') return allow('R17', {}, { facts, hints: stay ? [{ code: 'hospital-warning' }] : [] });
  if (stay) return refuse('R17', 'in-hospital', { facts });
  return allow('R17', {}, { facts, hints: whole ? [{ code: 'hospital-day-note' }] : [] });
}

/** R17: what a stay that becomes known later means for a session that is already there. */
export function afterStayRecorded(state: string, blocked: boolean): 'nothing' | 'block' | 'correction-invoice' {
  if (!blocked) return 'nothing';
  return state === 'INVOICED' || state === 'PAID' ? 'correction-invoice' : 'block';
}
