import type { Appointment, Slot } from '#rooms/scheduling/contract.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { useNow } from './now.ts';
import { outcomeNow } from './outcome.ts';
import type { WeekItem } from './week.ts';

/** What stands in the week, in words: short for the cell, whole for the voice. */
export function useItemWords() {
  const w = useWords(calendar);
  const c = useWords(codes);
  const format = useFormat();
  const now = useNow();
  const ofSlot = (slot: Slot): string => {
    if (slot.state === 'held') return w.held(slot.heldUntil ? format.clock(slot.heldUntil) : '');
    if (slot.state === 'blocked')
      return slot.reason === 'elsewhere' ? w.blocked : slot.reason === 'own-use' ? w.blockedOwn : w.blockedOther;
    return slot.state === 'free' ? w.free : w.busy;
  };
  const who = (appointment: Appointment) => appointment.client?.initials ?? w.someone;
  const ofAppointment = (appointment: Appointment): string => {
    const outcome = outcomeNow(appointment, now);
    if (outcome === 'missed' || outcome === 'missed-excused' || outcome === 'attended-late')
      return `${who(appointment)}, ${w.outcome[outcome]}`;
    if (appointment.mark !== 'none') return `${who(appointment)}, ${w.toMark}`;
    return appointment.isFirst && appointment.state === 'booked' ? w.fresh(who(appointment)) : who(appointment);
  };
  return {
    who,
    ofSlot,
    short: (item: WeekItem) => (item.slot ? ofSlot(item.slot) : ofAppointment(item.appointment)),
    spoken: (item: WeekItem) =>
      item.slot
        ? `${ofSlot(item.slot)}, ${item.slot.kinds.map((kind) => c.slotKind[kind]).join(', ')}`
        : `${ofAppointment(item.appointment)}, ${c.slotKind[item.appointment.kind]}`,
  };
}
