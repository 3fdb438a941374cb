import { useEffect, useRef } from 'react';
import { setCallInProgress } from '../../shell/emergency-state.ts';
import { useDeskState } from './use-desk.ts';

/** Tells the emergency sheet which call it would be about. Nothing of it is sent before somebody raises the alarm. */
export function useCallInProgress(): void {
  const desk = useDeskState();
  const ensure = useRef(desk.ensure);
  ensure.current = desk.ensure;
  const { id, form, view, today } = desk;
  const name = [form.givenName, form.familyName]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(' ');
  const phone = form.phone.trim();
  const place = [form.street, `${form.postalCode} ${form.place}`]
    .map((part) => part.trim())
    .filter(Boolean)
    .join(', ');
  const headline = [name, phone, place].filter(Boolean).join(', ');
  const since = view?.createdAt ?? null;
  const age = form.birthDate ? Temporal.PlainDate.from(form.birthDate).until(today, { largestUnit: 'year' }).years : null;
  useEffect(() => {
    setCallInProgress({ requestId: id, ensure: () => ensure.current(), headline, since, phone, place, age });
  }, [id, headline, since, phone, place, age]);
  useEffect(() => () => setCallInProgress(null), []);
}
