import { HOLD } from '#rooms/scheduling/rules/hold.ts';
import { Banner, Button, CountdownRing, useChord } from '../../ui/index.ts';
import { serverNow } from './clock.ts';
import type { Offer } from './offer-column.tsx';
import type { Booking } from './use-booking.ts';
import { useDeskState } from './use-desk.ts';
import { useWording } from './wording.ts';

/** Kept for a call-back to somebody who waits (RQ7): hours, not minutes, and never longer. */
export const isCallback = ({ until }: { until: string }) => Temporal.Instant.from(until).epochMilliseconds - serverNow() > 3_600_000;

/** Held for this call: what, how long still, five minutes more (once), and letting go. */
export function HoldBox({ booking, offer }: { booking: Booking; offer: Offer }) {
  const { w, f } = useWording();
  const { refresh, today } = useDeskState();
  const { hold, heldElsewhere } = booking;
  useChord('Escape', w.hold.release, () => void booking.letGo(), hold !== null && !isCallback(hold));
  if (!hold)
    return heldElsewhere ? (
      <Banner tone="open">
        {w.hold.byOther(heldElsewhere.holderName, isCallback(heldElsewhere) ? f.when(heldElsewhere.until) : f.clock(heldElsewhere.until))}
      </Banner>
    ) : null;
  const slot = offer.slots.find(({ id }) => id === hold.slotId);
  const start = slot?.startsAt ?? offer.card.firstSlot?.startsAt ?? null;
  const placeFrom = offer.card.earliestStart <= today.toString() ? '' : f.dayMonth(offer.card.earliestStart);
  return (
    <div className="hold">
      {isCallback(hold) ? (
        <p className="s q num nw">{w.hold.forCallback(f.when(hold.until))}</p>
      ) : (
        <CountdownRing
          until={Temporal.Instant.from(hold.until).epochMilliseconds}
          total={(HOLD.minutes + (hold.extended ? HOLD.extraMinutes : 0)) * 60}
          clock={serverNow}
          onEnd={() => void refresh()}
        />
      )}
      <p className="grow s">
        <b>{w.hold.forYou}</b> {w.hold.what(placeFrom, start ? f.when(start) : '')}
      </p>
      <span className="hold-keys">
        {!hold.extended && !isCallback(hold) && (
          <Button small onPress={booking.extend}>
            {w.hold.more(HOLD.extraMinutes)}
          </Button>
        )}
        <Button small {...(isCallback(hold) ? {} : { chord: 'Escape' as const })} onPress={() => booking.letGo()}>
          {w.hold.release}
        </Button>
      </span>
    </div>
  );
}
