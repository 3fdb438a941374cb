import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { inBerlin } from '#kernel/time.ts';
import * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, DayGrid, type GridPart, type GridSlot, Icon } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { Booked } from './booked.tsx';
import { kindOf } from './fit-card.tsx';
import { goOnWithEnter, toMissing } from './flow.ts';
import { HoldBox } from './hold-box.tsx';
import { LostHold, Refused } from './refused.tsx';
import { Settle } from './settle.tsx';
import type { Booking } from './use-booking.ts';
import { type Desk, useDeskState } from './use-desk.ts';
import { useWording } from './wording.ts';

export type Offer = z.output<typeof placement.getOffer.answer>;
const COLUMNS = 6;
/** Days ahead that are looked at first; a first appointment further away moves the grid to its day. */
const NEAR_DAYS = 5;

/** The offer of the chosen place: who it is, when it goes, what is to be read out, and the booking. */
export default function OfferColumn({ booking, onNext }: { booking: Booking; onNext: () => unknown }) {
  const { w } = useWording();
  const p = useWords(problems);
  const desk = useDeskState();
  const { chosen, id, view } = desk;
  const [start, setStart] = useState<{ placeId: string; from: string } | null>(null);
  const placeId = chosen?.placeId ?? null;
  const from = start?.placeId === placeId ? start?.from : firstDay(desk, placeId);
  const slotId = booking.hold?.placeId === placeId ? booking.hold?.slotId : undefined;
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['placement', 'offer', placeId, id, from, slotId],
    queryFn: ({ signal }) =>
      call(placement.getOffer, {
        params: { id: placeId ?? '' },
        query: { ...(id ? { requestId: id } : {}), ...(from ? { from } : {}), ...(slotId ? { slotId } : {}) },
        signal,
      }),
    enabled: placeId !== null,
    placeholderData: keepPreviousData,
  });
  const offer = data && data.card.placeId === placeId ? data : null;
  if (view?.booking && view.state === 'placed') return <Booked view={view} offer={offer} onNext={onNext} />;
  return (
    <section
      className="col offer"
      aria-labelledby="h-offer"
      data-ready={offer !== null && !isPlaceholderData}
      onKeyDown={(event) => goOnWithEnter(event, () => toMissing(booking))}
    >
      {view?.state === 'closed' && <Banner>{w.offer.closed}</Banner>}
      <LostHold booking={booking} />
      {placeId === null && (
        <>
          <h2 id="h-offer">{w.offer.title}</h2>
          <p className="q">{w.offer.empty}</p>
        </>
      )}
      {placeId !== null && !offer && (
        <>
          <h2 id="h-offer">{w.offer.title}</h2>
          {error && <Banner tone="no">{problemOf(error).sentence(p)}</Banner>}
        </>
      )}
      {offer && (
        <>
          <Profile offer={offer} />
          {chosen?.override && (
            <Banner tone="partly">{w.offer.override(chosen.override.criteria.map((one) => w.criteria[one] ?? one).join(', '))}</Banner>
          )}
          <Race booking={booking} />
          <Refused booking={booking} />
          <HoldBox booking={booking} offer={offer} />
          <Appointments
            offer={offer}
            booking={booking}
            onWeek={(day) => setStart({ placeId: offer.card.placeId, from: day })}
            from={offer.from}
          />
          <Settle booking={booking} offer={offer} />
        </>
      )}
    </section>
  );
}

function firstDay({ fit, today, view }: Desk, placeId: string | null): string | undefined {
  const all = [...(fit.answer?.ranked ?? []), ...(fit.answer?.heldElsewhere ?? []), ...(fit.answer?.clarify ?? [])];
  const slot = all.find(({ card }) => card.placeId === placeId)?.card.firstSlot;
  if (!slot || view?.hold) return undefined;
  const day = inBerlin(Temporal.Instant.from(slot.startsAt)).toPlainDate();
  return today.until(day).days > NEAR_DAYS ? day.toString() : today.toString();
}

function Profile({ offer }: { offer: Offer }) {
  const wording = useWording();
  const { w, c, f } = wording;
  const { card } = offer;
  const professions: Readonly<Record<string, string>> = w.offer.professions;
  const access: Readonly<Record<string, string>> = c.access;
  const here = Object.entries(offer.access).flatMap(([key, value]) => (value === 'yes' ? (access[key] ?? key) : []));
  const languages = offer.languages.filter(({ tag }) => tag !== 'de').map(({ tag, level }) => `${f.languageName(tag)} ${level}`);
  const payers = offer.insuranceKinds.map((kind) => c.insurance[kind]);
  return (
    <div>
      <div className="row top">
        <h2 id="h-offer" className="grow" tabIndex={-1}>
          {[card.title, card.name].filter(Boolean).join(' ')}{' '}
          <span className="q s plainweight">{professions[offer.profession] ?? offer.profession}</span>
        </h2>
        <span className="s q nw">{kindOf(card, wording)}</span>
      </div>
      <p className="s q">{[offer.address, here.join(', '), payers.join(', '), languages.join(', ')].filter(Boolean).join(' · ')}</p>
      {(offer.about || offer.directions || card.notes) && (
        <details className="s">
          <summary>{w.offer.more}</summary>
          {offer.about && <p>{offer.about}</p>}
          {offer.directions && <p>{w.offer.directions(offer.directions)}</p>}
          {card.notes && <p>{w.offer.notes(card.notes)}</p>}
        </details>
      )}
    </div>
  );
}

function Race({ booking }: { booking: Booking }) {
  const { w, f } = useWording();
  const p = useWords(problems);
  const { race } = booking;
  if (!race) return null;
  return (
    <div className="banner partly race" role="alert">
      <p>
        <b>{race.why ? (race.why.body.title ?? race.why.sentence(p)) : w.race.faster(race.by)}</b>{' '}
        {race.next.length > 0 ? w.race.next('') : w.race.nothing}
      </p>
      {race.next.length > 0 && (
        <div className="row wrap tight">
          {race.next.map(({ placeId, slotId, startsAt, practitionerName }) => (
            <Button key={slotId} small onPress={() => booking.take(placeId, slotId, startsAt, practitionerName)}>
              {practitionerName}, {f.when(startsAt)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Free appointments by day and part of the day; times that the caller wished are tinted. */
function Appointments({ offer, booking, from, onWeek }: { offer: Offer; booking: Booking; from: string; onWeek: (day: string) => void }) {
  const { w, c } = useWording();
  const { form, today } = useDeskState();
  const start = Temporal.PlainDate.from(from);
  const days = nextDays(start);
  const last = days.at(-1);
  const parts: GridPart[] = [
    { label: w.offer.parts.morning, from: '00:00' },
    { label: w.offer.parts.noon, from: '12:00' },
    { label: w.offer.parts.late, from: '16:00' },
  ];
  const slots = offer.slots.map((slot): GridSlot & { startsAt: string } => {
    const at = inBerlin(Temporal.Instant.from(slot.startsAt));
    return {
      id: slot.id,
      day: at.toPlainDate().toString(),
      time: at.toPlainTime().toString({ smallestUnit: 'minute' }),
      state: slot.mine ? 'held' : slot.state === 'free' ? 'free' : 'taken',
      startsAt: slot.startsAt,
      note: slot.clientBusy ? w.offer.clientBusy : undefined,
    };
  });
  const shown = slots.filter(({ day }) => days.some((one) => one.toString() === day));
  const windows = form.criteria.windows ?? [];
  const wished = (day: string, part: GridPart) => {
    const weekday = Temporal.PlainDate.from(day).dayOfWeek;
    const end = parts[parts.indexOf(part) + 1]?.from ?? '24:00';
    return windows.some((one) => one.weekday === weekday && one.from < end && one.to > part.from);
  };
  const kinds: Readonly<Record<string, string>> = c.slotKind;
  const kind = offer.card.firstSlot?.kind;
  return (
    <div data-field="slots">
      <div className="row s">
        <h3 className="step">
          <Icon of={CalendarDays} />
          {w.offer.appointment} {kind && <span className="q plainweight">{kinds[kind]}</span>}
        </h3>
        <span className="end row">
          {windows.length > 0 && (
            <span className="q nw">
              <span className="swatch" aria-hidden="true" /> {w.offer.wished}
            </span>
          )}
          {shown.some(({ note }) => note) && (
            <span className="q nw">
              <s>{w.offer.clientBusy}</s>
            </span>
          )}
          {start.toString() > today.toString() && (
            <button type="button" className="link" onClick={() => onWeek(later(today, start.subtract({ days: 7 })).toString())}>
              {w.offer.weekBack}
            </button>
          )}
          <button type="button" className="link nw" onClick={() => last && onWeek(last.add({ days: 1 }).toString())}>
            {w.offer.weekOn}
          </button>
        </span>
      </div>
      <DayGrid
        label={w.offer.grid(offer.card.name)}
        days={days.map((day) => ({ day: day.toString() }))}
        parts={parts}
        slots={shown}
        wished={wished}
        onPick={(slot) => {
          const picked = shown.find(({ id }) => id === slot.id);
          if (picked && slot.state === 'free') void booking.take(offer.card.placeId, slot.id, picked.startsAt, offer.card.name);
        }}
      />
      {shown.length === 0 && (
        <p className="q s">
          {w.offer.noTimes}{' '}
          {slots[0] && (
            <button type="button" className="link" onClick={() => slots[0] && onWeek(slots[0].day)}>
              {w.offer.toNext}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

/** Six days without Sundays. */
function nextDays(start: Temporal.PlainDate): Temporal.PlainDate[] {
  const days: Temporal.PlainDate[] = [];
  for (let day = start; days.length < COLUMNS; day = day.add({ days: 1 })) if (day.dayOfWeek !== 7) days.push(day);
  return days;
}

const later = (one: Temporal.PlainDate, other: Temporal.PlainDate) => (Temporal.PlainDate.compare(one, other) > 0 ? one : other);
