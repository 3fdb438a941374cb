import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useRef, useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import * as placement from '#rooms/placement/contract/request.ts';
import type { Criteria } from '#rooms/placement/contract.ts';
import { type RepresentationResult, representation } from '#rooms/placement/rules/minors.ts';
import { call } from '../../call.ts';
import { type DraftState, useDraft } from '../../drafts.ts';
import { useLive } from '../../live.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { noteServerNow, serverNow } from './clock.ts';
import { changesOf, criteriaOf, type Form, representationFacts } from './form.ts';
import { type Fit, fitKey, useFit } from './use-fit.ts';

export const requestKey = (id: string | null) => ['placement', 'request', id] as const;
export const requestQuery = (id: string) => ({
  queryKey: requestKey(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => call(placement.getRequest, { params: { id }, signal }),
});

/** The place whose offer stands at the right. */
export interface Chosen {
  placeId: string;
  /** A coordinator sets criteria aside, with a reason. */
  override?: { criteria: string[]; reason: string };
}

export interface Desk {
  id: string | null;
  view: placement.RequestView | null;
  form: Form;
  change: (part: Partial<Form>) => void;
  changeCriteria: (part: Partial<Criteria>) => void;
  setCriteria: (criteria: Criteria) => void;
  state: DraftState;
  /** Fault of the last saving, until it is repaired. */
  unsaved: Problem | null;
  /** The request's id; begins it where it has not begun. */
  ensure: () => Promise<string>;
  /** Saves everything typed, or throws why not. */
  saveNow: () => Promise<string>;
  refresh: () => Promise<unknown>;
  fit: Fit;
  chosen: Chosen | null;
  choose: (chosen: Chosen | null) => void;
  /** Who must agree, what stands in the way. */
  speaks: RepresentationResult;
  today: Temporal.PlainDate;
}

export const DeskContext = createContext<Desk | null>(null);
export function useDeskState(): Desk {
  const desk = use(DeskContext);
  if (!desk) throw new Error('used outside of the desk');
  return desk;
}

/** Everything one call is about: what is typed, what the server holds, what fits. */
export function useDesk(startId: string | null, draftKey: string, start: Form, onBegun: (id: string) => void): Desk {
  const queries = useQueryClient();
  const [id, setId] = useState(startId);
  const [chosen, choose] = useState<Chosen | null>(null);
  const [unsaved, setUnsaved] = useState<Problem | null>(null);
  const own = useRef({ id: startId, saved: start, beginning: null as Promise<string> | null, fault: null as Problem | null });

  const ensure = useCallback((): Promise<string> => {
    const now = own.current;
    if (now.id) return Promise.resolve(now.id);
    now.beginning ??= call(placement.beginRequest, { body: {} }).then(
      (begun) => {
        now.id = begun.id;
        setId(begun.id);
        onBegun(begun.id);
        return begun.id;
      },
      (fault: unknown) => {
        now.beginning = null;
        throw fault;
      },
    );
    return now.beginning;
  }, [onBegun]);

  const save = async (form: Form) => {
    const now = own.current;
    try {
      const request = await ensure();
      const body = changesOf(form, now.saved);
      if (body) {
        const answer = await call(placement.saveDraft, { params: { id: request }, body });
        noteServerNow(answer.savedAt);
        now.saved = form;
        // What stands at the right is computed from what is saved.
        if (body.criteria || body.person) void queries.invalidateQueries({ queryKey: ['placement', 'offer'] });
        if (body.person || body.remindersConsent !== undefined) void queries.invalidateQueries({ queryKey: requestKey(request) });
      }
      now.fault = null;
      setUnsaved(null);
    } catch (thrown) {
      now.fault = problemOf(thrown);
      setUnsaved(now.fault);
      throw thrown;
    }
  };
  const draft = useDraft<Form>(draftKey, start, save, 600);
  const form = draft.value;
  const change = (part: Partial<Form>) => {
    // The first thing typed begins the request; a fault is said when it is saved.
    if (!own.current.id) ensure().catch(() => undefined);
    draft.change(part);
  };
  const setCriteria = (criteria: Criteria) => change({ criteria });
  const changeCriteria = (part: Partial<Criteria>) => {
    const merged = { ...form.criteria, ...part };
    setCriteria(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)));
  };
  const { flush } = draft;
  const saveNow = useCallback(async () => {
    await flush();
    if (own.current.fault) throw own.current.fault;
    return ensure();
  }, [flush, ensure]);

  const { data: view = null } = useQuery({ ...requestQuery(id ?? ''), enabled: id !== null });
  const refresh = useCallback(() => queries.invalidateQueries({ queryKey: ['placement'] }), [queries]);
  const fit = useFit(criteriaOf(form), id);
  useCalmLive(() => {
    void queries.invalidateQueries({ queryKey: fitKey });
    void queries.invalidateQueries({ queryKey: ['placement', 'offer'] });
    if (own.current.id) void queries.invalidateQueries({ queryKey: requestKey(own.current.id) });
  });
  // What is held already is what the right column is about.
  const held = view?.hold?.placeId ?? null;
  useEffect(() => {
    if (held) choose((now) => (now?.placeId === held ? now : { placeId: held }));
  }, [held]);

  const today = dayInBerlin(Temporal.Instant.fromEpochMilliseconds(Math.floor(serverNow())));
  const speaks = representation(representationFacts(form, view?.guardians ?? [], today));
  return {
    id,
    view,
    form,
    change,
    changeCriteria,
    setCriteria,
    state: draft.state,
    unsaved,
    ensure,
    saveNow,
    refresh,
    fit,
    chosen,
    choose,
    speaks,
    today,
  };
}

/** Other desks' changes, gathered: a burst of events reads once. */
function useCalmLive(read: () => void): void {
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(['placement', 'directory', 'scheduling', 'crisis'], () => {
    clearTimeout(timer.current);
    timer.current = window.setTimeout(read, 200);
  });
}
