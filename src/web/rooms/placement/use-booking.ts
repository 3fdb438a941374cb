import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import * as placement from '#rooms/placement/contract.ts';
import type { Interpreter } from '#rooms/placement/rules/interpreter.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { announce, type Missing, offerUndo } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { problems } from '../../words/problems.ts';
import { serverNow } from './clock.ts';
import { focusField } from './flow.ts';
import { missingFor, NEEDED_TO_BOOK, NEEDED_TO_HOLD } from './missing.ts';
import { type Desk, requestKey } from './use-desk.ts';

export type Response = 'accepted' | 'questions' | 'declined';
export type RuleLanguage = 'de' | 'easy' | 'en';

/** What was said about the cancellation rule. */
export interface Acknowledgement {
  response: Response | null;
  language: RuleLanguage;
  policyVersion: number | null;
  /** The therapist also takes somebody who did not accept the rule. */
  withoutAllowed: boolean;
  interpreterBy: Interpreter | null;
}

/** Refusals that mean: somebody else took it. */
const FASTER: ReadonlySet<string> = new Set(['place-held', 'place-taken', 'slot-held', 'slot-taken']);

/** Two clocks differ a little; milliseconds. */
const GRACE = 3_000;

const NOTHING_SAID: Acknowledgement = { response: null, language: 'de', policyVersion: null, withoutAllowed: false, interpreterBy: null };

export interface Booking {
  /** Held by me for this call. */
  hold: placement.Hold | null;
  /** Held for this request at another desk. */
  heldElsewhere: placement.Hold | null;
  heldAt: string | null;
  said: Acknowledgement;
  say: (part: Partial<Acknowledgement>) => void;
  contract: 'self' | 'guardian';
  setContract: (party: 'self' | 'guardian') => void;
  take: (placeId: string, slotId: string, startsAt: string, name: string) => Promise<void>;
  extend: () => Promise<void>;
  letGo: (reason?: 'declined' | 'other-offer' | 'mistake') => Promise<void>;
  /** `overlap`: a coordinator lets the person have two appointments at once, and says why. `despiteBusy`: she wants it although she is busy elsewhere. */
  book: (overlap?: string, despiteBusy?: boolean) => Promise<void>;
  /** What was held for this call and is not any more, through nothing that was done here. */
  lost: Lost | null;
  missing: readonly Missing[];
  problem: Problem | null;
  race: Race | null;
  clear: () => void;
}

/** What stood in the way of a hold, and the next three offers. `why` is null where another desk was faster. */
export interface Race extends placement.LostRace {
  why: Problem | null;
}

export interface Lost {
  because: 'expired' | 'withdrawn';
  name: string;
  placeId: string | null;
  slotId: string;
  startsAt: string;
}

/** Hold, let go, book: one step each, with what was lost or is missing in words. */
export function useBooking(desk: Desk): Booking {
  const w = useWords(placementWords);
  const p = useWords(problems);
  const f = useFormat();
  const me = useMe();
  const queries = useQueryClient();
  const [said, setSaid] = useState<Acknowledgement>(NOTHING_SAID);
  const [party, setParty] = useState<'self' | 'guardian' | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [race, setRace] = useState<Race | null>(null);
  const [held, setHeld] = useState<{ name: string; startsAt: string } | null>(null);
  const [lost, setLost] = useState<Lost | null>(null);
  const say = useCallback((part: Partial<Acknowledgement>) => setSaid((now) => ({ ...now, ...part })), []);
  const any = desk.view?.hold ?? null;
  const hold = any?.holderId === me.accountId ? any : null;
  // Let go or booked by us is no loss; run out or taken back by the practice is, and is said.
  const before = useRef<{ hold: placement.Hold | null; ours: boolean }>({ hold: null, ours: false });
  const state = desk.view?.state;
  useEffect(() => {
    const { hold: was, ours } = before.current;
    before.current = { hold, ours: hold ? false : ours };
    if (hold) setLost(null);
    if (!was || hold || ours || state === 'placed' || state === undefined) return;
    const because = serverNow() >= Temporal.Instant.from(was.until).epochMilliseconds - GRACE ? 'expired' : 'withdrawn';
    setLost({ because, name: held?.name ?? '', placeId: was.placeId, slotId: was.slotId, startsAt: held?.startsAt ?? '' });
    setSaid((now) => ({ ...now, response: null }));
  }, [hold, state, held]);
  const contract = party ?? (desk.speaks.mustAgree.length === 0 || desk.speaks.mustAgree.includes('client') ? 'self' : 'guardian');
  const missing = missingFor(NEEDED_TO_BOOK, desk, { said, held: hold !== null }, w);

  const put = (id: string, next: placement.Hold | null, state?: placement.RequestView['state']) =>
    queries.setQueryData<placement.RequestView>(requestKey(id), (view) => view && { ...view, hold: next, ...(state ? { state } : {}) });
  const attempt = async (act: () => Promise<void>) => {
    setLost(null);
    setProblem(null);
    setRace(null);
    try {
      await act();
    } catch (thrown) {
      const fault = problemOf(thrown);
      const lost = lostRaceOf(fault);
      if (lost) {
        const why = FASTER.has(fault.code) ? null : fault;
        setRace({ ...lost, why });
        const next = lost.next.map(({ startsAt }) => f.when(startsAt));
        const because = why ? (why.body.title ?? why.sentence(p)) : w.race.faster(lost.by);
        announce(next.length > 0 ? `${because} ${w.race.next(f.list(next))}` : because);
      } else setProblem(fault);
      await desk.refresh();
    }
  };

  const take: Booking['take'] = (placeId, slotId, startsAt, name) =>
    attempt(async () => {
      const needed = missingFor(NEEDED_TO_HOLD, desk, { said, held: false }, w);
      if (needed[0]) {
        announce(w.missingToHold(needed.map(({ what }) => what).join(', ')));
        needed[0].go();
        return;
      }
      const id = await desk.saveNow();
      if (hold && hold.slotId === slotId) return;
      before.current.ours = true;
      if (hold) await call(placement.releaseHold, { params: { id }, body: { reason: 'other-offer' } });
      const override = desk.chosen?.placeId === placeId ? desk.chosen.override : undefined;
      const answer = await call(placement.holdOffer, {
        params: { id },
        body: { placeId, slotId, ...(override ? { override } : {}) },
      });
      desk.choose({ placeId, ...(override ? { override } : {}) });
      setSaid((now) => ({ ...now, response: null, interpreterBy: null }));
      setHeld({ name, startsAt });
      const practitionerId = [...(desk.fit.answer?.ranked ?? [])].find(({ card }) => card.placeId === placeId)?.card.practitionerId;
      put(
        id,
        {
          placeId,
          slotId,
          practitionerId: practitionerId ?? placeId,
          holderId: me.accountId,
          holderName: me.name,
          until: answer.heldUntil,
          extended: false,
        },
        'offered',
      );
      announce(w.hold.announced(name, f.whenLong(startsAt)));
      requestAnimationFrame(() => focusField('acknowledged'));
      await desk.refresh();
    });

  // An undo comes later: it takes as things stand then.
  const latest = useRef(take);
  latest.current = take;
  const extend = () =>
    attempt(async () => {
      if (!desk.id || !hold) return;
      const { heldUntil } = await call(placement.extendHold, { params: { id: desk.id }, body: {} });
      put(desk.id, { ...hold, until: heldUntil, extended: true });
    });

  const letGo: Booking['letGo'] = (reason = 'mistake') =>
    attempt(async () => {
      if (!desk.id || !hold) return;
      const { placeId, slotId } = hold;
      before.current.ours = true;
      const { state } = await call(placement.releaseHold, { params: { id: desk.id }, body: { reason } });
      put(desk.id, null, state);
      if (placeId && reason === 'mistake')
        offerUndo(w.hold.released, () => void latest.current(placeId, slotId, held?.startsAt ?? '', held?.name ?? ''));
      await desk.refresh();
    });

  const book: Booking['book'] = (overlap, despiteBusy) =>
    attempt(async () => {
      const first = missing[0];
      if (first) {
        announce(w.missingToBook(missing.map(({ what }) => what).join(', ')));
        first.go();
        return;
      }
      const { response, language, policyVersion, interpreterBy } = said;
      const channel = channelOf(desk);
      if (!hold || !response || policyVersion === null || !channel) return;
      const id = await desk.saveNow();
      await call(placement.bookOffer, {
        params: { id },
        body: {
          acknowledgement: { response, policyVersion, language, interpreter: interpreterBy !== null },
          channel,
          contractParty: contract,
          ...(interpreterBy ? { interpreterBy } : {}),
          ...(overlap ? { clientOverlap: { reason: overlap } } : {}),
          ...(despiteBusy ? { despiteBusy } : {}),
        },
      });
      await desk.refresh();
      announce(w.settle.announced);
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.desk .offer h2')?.focus());
    });

  return {
    hold,
    heldElsewhere: hold ? null : any,
    heldAt: held ? `${held.name}, ${held.startsAt ? f.when(held.startsAt) : ''}` : null,
    said,
    say,
    contract,
    setContract: setParty,
    take,
    extend,
    letGo,
    book,
    missing,
    lost,
    problem,
    race,
    clear: () => {
      setProblem(null);
      setRace(null);
    },
  };
}

/** Every refusal of a lost race, and no other, carries the next offers. */
function lostRaceOf({ body }: Problem): placement.LostRace | null {
  const facts = body.facts as placement.LostRace | undefined;
  return Array.isArray(facts?.next) ? facts : null;
}

/** Where the confirmation goes: as chosen, else by what is known. */
export function channelOf({ form }: Desk): 'email' | 'letter' | 'sms' | null {
  if (form.channel) return form.channel;
  if (form.email.trim()) return 'email';
  return form.street.trim() ? 'letter' : null;
}
