import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { z } from 'zod';
import * as crisis from '#rooms/crisis/contract.ts';
import type { AlarmLevel, EmergencyStep } from '#rooms/crisis/rules/codes.ts';
import type { Level, OpenerAnswer } from '#rooms/crisis/rules/safety.ts';
import { levelByScript, type ScriptCall } from '#rooms/crisis/rules/script.ts';
import { call } from '../../call.ts';
import { Problem } from '../../problem.ts';
import { type CallInProgress, keepEmergency } from '../../shell/emergency-state.ts';
import { emergencyKey, openQuery, readAgain, scriptQuery, useEmergency, type View } from './data.ts';
import { type Reason, reasonsOf } from './level.ts';
import { say } from './pending.ts';
import { noteRaisedHere } from './raised-here.ts';

export type RecordPart = z.input<typeof crisis.RecordDraft>;

/** What was said before there was an emergency, and what has not reached the server yet. */
interface Draft {
  answers: Readonly<Record<string, string>>;
  marks: Readonly<Record<string, boolean>>;
  record: RecordPart;
  notes: readonly { text: string; at: string }[];
}
const EMPTY: Draft = { answers: {}, marks: {}, record: {}, notes: [] };

/** By request, in memory: what was typed is still there when the sheet was closed by mistake. A call without a request leaves nothing. */
const kept = new Map<string, Draft>();

export type Sheet = ReturnType<typeof useSheet>;

/** Something was typed that the server does not hold. */
const isUnsaved = (mine: RecordPart, held: View['record'] | undefined) =>
  Object.entries(mine).some(([field, value]) => (held?.[field as keyof RecordPart] ?? null) !== (value || null));

/** An age in whole years today. */
const ageOf = (birthDate: string | null) =>
  birthDate ? Temporal.PlainDate.from(birthDate).until(Temporal.Now.plainDateISO('Europe/Berlin'), { largestUnit: 'year' }).years : null;

/** Everything one emergency is about: what was said here, what the server holds, what may be done next. */
export function useSheet(wish: { id: string | null; call: CallInProgress | null; opener: OpenerAnswer | null }) {
  const queries = useQueryClient();
  const [id, setId] = useState(wish.id);
  const place = wish.call?.requestId ?? null;
  const [draft, setDraft] = useState<Draft>(() => (wish.id === null && place !== null && kept.get(place)) || EMPTY);
  const [raising, setRaising] = useState(false);
  const [calm, setCalm] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const { data: known } = useQuery(scriptQuery);
  const { data: view, error } = useEmergency(id);
  const now = useRef({ id, draft, view });
  now.current = { id, draft, view };

  const change = useCallback(
    (part: (before: Draft) => Partial<Draft>) => {
      const next = { ...now.current.draft, ...part(now.current.draft) };
      now.current.draft = next;
      setDraft(next);
      if (place !== null) kept.set(place, next);
    },
    [place],
  );
  const script = known?.script ?? null;
  const answers = { ...view?.answers, ...draft.answers };
  const marks = [...new Set([...(view?.marks ?? []), ...Object.keys(draft.marks)])].filter((mark) => draft.marks[mark] ?? true);
  const opener = view?.opener ?? wish.opener ?? 'no';
  const told: ScriptCall = {
    opener,
    answers,
    marks,
    age: view ? ageOf(view.birthDate) : (wish.call?.age ?? null),
    finished: view?.scriptFinished ?? false,
  };
  const ofScript: Level = script ? levelByScript(script.body, told) : 'GREEN';
  const level: Level | null = view?.level ?? (raising ? higherOf('ORANGE', ofScript) : Object.keys(answers).length > 0 ? ofScript : null);
  const reasons: Reason[] = script && level ? reasonsOf(script.body, told, level) : [];

  /** Sends a word about this emergency once it has an id; in order, also after a cut. */
  const tell = useCallback(
    (send: (id: string, key: string) => Promise<unknown>, name?: string) =>
      say({
        ...(name === undefined ? {} : { name }),
        send: async (key) => {
          const { id: at } = now.current;
          if (at === null) return; // raised nothing: Grün
          await send(at, key);
          await queries.invalidateQueries({ queryKey: emergencyKey(at) });
        },
        onRefused: setRefused,
      }),
    [queries],
  );

  const raise = (wanted: { from: 'script' | 'button'; level?: AlarmLevel; finished?: boolean; drill?: boolean }) => {
    if (now.current.id !== null || raising) return;
    setRaising(true);
    setRefused(null);
    say({
      send: async (key) => {
        const request = await requestOf(wish.call);
        const { answers: given, marks: ticked } = now.current.draft;
        const drill = wanted.drill ?? false;
        const plain = { from: 'button', drill, ...(wanted.level ? { level: wanted.level } : {}) } as const;
        const answer = await firstThatGoes(key, [
          {
            ...plain,
            from: wanted.from,
            ...(request
              ? { requestId: request }
              : { ...(wish.call?.phone ? { phone: wish.call.phone } : {}), ...(wish.call?.place ? { place: wish.call.place } : {}) }),
            ...(script
              ? {
                  script: {
                    scriptVersion: script.scriptVersion,
                    opener,
                    answers: { ...given },
                    marks: Object.keys(ticked).filter((mark) => ticked[mark]),
                    finished: wanted.finished ?? false,
                  },
                }
              : {}),
          },
          // Asking to the end and finding nothing is no alarm that could be sent in another form.
          ...(wanted.finished ? [] : [request ? { ...plain, requestId: request } : plain, plain]),
        ]);
        setRaising(false);
        if (answer.id === null) {
          setCalm(true);
          return;
        }
        now.current.id = answer.id;
        noteRaisedHere(answer.id);
        setId(answer.id);
        const { record, notes } = now.current.draft;
        if (Object.keys(record).length > 0) saveRecord();
        for (const note of notes) tell((at, own) => call(crisis.addNote, { params: { id: at }, body: { note: note.text }, key: own }));
        change(() => ({ notes: [] }));
        await readAgain(queries, answer.id);
      },
      onRefused: (problem) => {
        setRaising(false);
        setRefused(problem);
      },
    });
  };

  /** Written as it is known now; another's change in between is read first and kept. */
  const saveRecord = () =>
    tell(async (at, key) => {
      for (let turn = 0; ; turn += 1) {
        const latest = turn === 0 && now.current.view ? now.current.view : await call(crisis.getEmergency, { params: { id: at } });
        if (!isUnsaved(now.current.draft.record, latest.record)) return; // handed over meanwhile, with every word of it
        try {
          const saved = await call(crisis.saveRecord, {
            params: { id: at },
            body: { ...latest.record, ...now.current.draft.record },
            ifMatch: latest.version,
            key: turn === 0 ? key : crypto.randomUUID(),
          });
          queries.setQueryData<View>(emergencyKey(at), (before) => before && { ...before, recordMissing: saved.missing });
          return;
        } catch (fault) {
          if (!(fault instanceof Problem) || fault.status !== 412 || turn > 3) throw fault;
        }
      }
    }, 'record');

  const answer = (question: string, code: string) => {
    change((before) => ({ answers: { ...before.answers, [question]: code } }));
    const saidSoFar = { ...told, answers: { ...answers, [question]: code } };
    if (now.current.id !== null || raising)
      tell((at, key) => call(crisis.answerQuestion, { params: { id: at }, body: { question, answer: code }, key }));
    else if (script && levelByScript(script.body, saidSoFar) !== 'GREEN') raise({ from: 'script' });
    else if (script?.body.questions.every(({ id: one }) => saidSoFar.answers[one] !== undefined)) raise({ from: 'script', finished: true });
  };
  const mark = (which: string, set: boolean) => {
    change((before) => ({ marks: { ...before.marks, [which]: set } }));
    const ticked = set ? [...marks, which] : marks.filter((one) => one !== which);
    if (now.current.id !== null || raising)
      tell((at, key) => call(crisis.answerQuestion, { params: { id: at }, body: { mark: which, set }, key }));
    else if (script && levelByScript(script.body, { ...told, marks: ticked }) !== 'GREEN') raise({ from: 'script' });
  };
  const finish = () => {
    if (now.current.id !== null || raising)
      tell((at, key) => call(crisis.answerQuestion, { params: { id: at }, body: { finished: true }, key }));
    else raise({ from: 'script', finished: true });
  };
  const note = (text: string) => {
    if (now.current.id === null) {
      change((before) => ({ notes: [...before.notes, { text, at: Temporal.Now.instant().toString() }] }));
      return;
    }
    tell((at, key) => call(crisis.addNote, { params: { id: at }, body: { note: text }, key }));
  };
  const timer = useRef(0);
  const changeRecord = (part: RecordPart) => {
    change((before) => ({ record: { ...before.record, ...part } }));
    clearTimeout(timer.current);
    if (now.current.id !== null) timer.current = window.setTimeout(saveRecord, 1_500);
  };
  // A closed sheet says its last words, too.
  const last = useRef(saveRecord);
  last.current = saveRecord;
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      const { id: at, draft: mine, view: seen } = now.current;
      if (at !== null && isUnsaved(mine.record, seen?.record)) last.current();
    },
    [],
  );
  useEffect(() => keepEmergency(raising), [raising]);
  // The opener, or another desk, may have raised one for this very request meanwhile.
  const { data: open } = useQuery({ ...openQuery, enabled: id === null && place !== null });
  const raisedElsewhere = place === null ? undefined : open?.emergencies.find(({ requestId }) => requestId === place)?.id;
  useEffect(() => {
    if (id !== null || raising || raisedElsewhere === undefined) return;
    now.current.id = raisedElsewhere;
    noteRaisedHere(raisedElsewhere);
    setId(raisedElsewhere);
  }, [id, raising, raisedElsewhere]);
  const may = (step: EmergencyStep) => view?.next.includes(step) ?? false;
  return {
    id,
    view,
    fault: error,
    me: wish.call,
    script,
    // Those of the person's place, once it is known.
    numbers: view?.numbers ?? known?.numbers ?? [],
    roster: known?.roster ?? null,
    known: known !== undefined,
    answers,
    marks,
    opener,
    level,
    reasons,
    raising,
    calm,
    refused,
    forget: () => setRefused(null),
    record: { ...view?.record, ...draft.record } as RecordPart,
    notes: draft.notes,
    may,
    raise,
    answer,
    mark,
    finish,
    note,
    changeRecord,
    saveRecord,
    tell,
    again: () => (id ? readAgain(queries, id) : Promise.resolve()),
  };
}

type Wish = z.input<NonNullable<typeof crisis.raise.body>>;

/**
 * An alarm does not fail over a number that cannot be read, a script that was replaced a minute ago or a request that is gone: what is
 * refused with all its particulars is sent without them.
 */
async function firstThatGoes(key: string, wishes: readonly Wish[]) {
  for (const [turn, body] of wishes.entries()) {
    try {
      return await call(crisis.raise, { body, key: turn === 0 ? key : crypto.randomUUID() });
    } catch (fault) {
      const again = fault instanceof Problem && [404, 409, 412, 422].includes(fault.status) && turn < wishes.length - 1;
      if (!again) throw fault;
    }
  }
  throw new Problem({ status: 0, code: 'fault' });
}

const higherOf = (one: AlarmLevel, other: Level): Level => (other === 'RED' ? 'RED' : one);

/** Milliseconds that an alarm waits for the call's request to be saved; after that it goes out without it. */
const REQUEST_WAIT = 1_500;

/** The request of the call, begun where somebody typed something. */
async function requestOf(callNow: CallInProgress | null): Promise<string | null> {
  if (!callNow) return null;
  if (callNow.requestId || !callNow.headline) return callNow.requestId;
  return await Promise.race([callNow.ensure().catch(() => null), new Promise<null>((go) => setTimeout(() => go(null), REQUEST_WAIT))]);
}
