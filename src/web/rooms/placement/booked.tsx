import { CalendarCheck, Printer } from 'lucide-react';
import type { RequestView } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { pathOf } from '../../call.ts';
import { FALLBACK_NUMBERS } from '../../shell/emergency.tsx';
import { Button, Icon } from '../../ui/index.ts';
import { booked } from '../../words/booked.ts';
import { useWords } from '../../words/language.tsx';
import { shell } from '../../words/shell.ts';
import type { Offer } from './offer-column.tsx';
import { ReleasePlace } from './release-place.tsx';
import { Sent } from './sent.tsx';
import { channelOf } from './use-booking.ts';
import { useDeskState } from './use-desk.ts';
import { useWording } from './wording.ts';

/** Booked: what to read back, what happens when it does not fit, and the numbers (rule book A.1.2, 9:15). */
export function Booked({ view, offer, onNext }: { view: RequestView; offer: Offer | null; onNext: () => unknown }) {
  const { w, c, f } = useWording();
  const b = useWords(booked);
  const s = useWords(shell);
  const desk = useDeskState();
  const { booking, person } = view;
  if (!booking) return null;
  const where = booking.locationText ?? offer?.address ?? '';
  const statutory = view.criteria.insurance === 'GKV' || view.criteria.insurance === undefined;
  const channel = channelOf(desk);
  return (
    <section className="col offer booked" aria-labelledby="h-offer">
      <div className="row">
        <Icon of={CalendarCheck} className="yes" />
        <h2 id="h-offer" tabIndex={-1}>
          {b.title}
        </h2>
      </div>
      <div className="voice read-back">
        <p>
          {b.readBack(
            [person.givenName, person.familyName].filter(Boolean).join(' '),
            f.whenLong(booking.startsAt),
            booking.practitionerName,
            where,
          )}
        </p>
        <p>{b.kind(c.slotKind[booking.kind])}</p>
        <p>{statutory ? b.bringStatutory(view.criteria.ptv11 !== undefined) : b.bring}</p>
        <p>{b.noFit}</p>
        <p>{b.crisis}</p>
      </div>
      <ul className="numbers">
        {FALLBACK_NUMBERS.slice(0, 3).map(({ number, kind }) => (
          <li key={number}>
            <b>{number}</b>
            <span className="s">{s.numbers[kind]}</span>
          </li>
        ))}
      </ul>
      <p className="s q">{channel === 'letter' ? b.byLetter : channel === 'sms' ? b.bySms : b.byEmail(person.email ?? '')}</p>
      <Sent appointmentId={booking.appointmentId} />
      <ReleasePlace view={view} />
      <div className="row wrap bottom">
        <a className="btn" href={pathOf(placement.getConfirmation.path, { id: view.id })} target="_blank" rel="noreferrer">
          <Icon of={Printer} />
          {b.print}
        </a>
        <a
          className="link s"
          href={`${pathOf(placement.getConfirmation.path, { id: view.id })}?language=easy`}
          target="_blank"
          rel="noreferrer"
        >
          {w.settle.languages.easy}
        </a>
        <span className="end">
          <Button kind="main" chord="Alt+N" onPress={() => void onNext()}>
            {view.origin === 'case' ? b.toCase : w.nextCall}
          </Button>
        </span>
      </div>
    </section>
  );
}
