import { useQuery, useQueryClient } from '@tanstack/react-query';
import { UserRound } from 'lucide-react';
import { useEffect, useState } from 'react';
import { OPENER } from '#rooms/crisis/rules/safety.ts';
import * as placement from '#rooms/placement/contract/request.ts';
import { call } from '../../call.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { openEmergency } from '../../shell/emergency-state.ts';
import { AnswerMark, announce, Banner, Button, CheckRow, Segments, TextField, useChord } from '../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { problems } from '../../words/problems.ts';
import { PRIVACY_VERSION, phoneReadable } from './form.ts';
import { useCallInProgress } from './use-call-in-progress.ts';
import { requestKey, useDeskState } from './use-desk.ts';

/** What comes before anything else: the number, the privacy sentence, the safety question. */
export function Opening({ onOpen }: { onOpen: (id: string) => void }) {
  useCallInProgress();
  return (
    <>
      <Phone />
      <KnownCaller onOpen={onOpen} />
      <Privacy />
      <Safety />
    </>
  );
}

export function Phone() {
  const w = useWords(placementWords);
  const p = useWords(problems);
  const { form, change, unsaved } = useDeskState();
  const [left, setLeft] = useState(false);
  const unreadable = left && form.phone.trim() !== '' && !phoneReadable(form.phone);
  return (
    <div data-field="phone" data-stop>
      <TextField
        label={w.phone}
        value={form.phone}
        onChange={(phone) => change({ phone })}
        onLeave={() => setLeft(true)}
        error={unreadable ? w.phoneFault : unsaved?.at('/person/phone', p)}
        type="tel"
        figures
      />
    </div>
  );
}

type Known = { requestId: string; state: placement.RequestView['state']; createdAt: string; closedAt: string | null; mayReopen: boolean };

/** Asked once for each number, and for each name with a birth date. What is known elsewhere shows nothing here. */
function KnownCaller({ onOpen }: { onOpen: (id: string) => void }) {
  const w = useWords(placementWords);
  const p = useWords(problems);
  const f = useFormat();
  const { id, form, ensure, state } = useDeskState();
  const [problem, setProblem] = useState<Problem | null>(null);
  const phone = phoneReadable(form.phone) ? form.phone.trim() : null;
  const named = form.givenName.trim() && form.familyName.trim() && form.birthDate;
  const name = named ? { givenName: form.givenName.trim(), familyName: form.familyName.trim(), birthDate: form.birthDate ?? '' } : null;
  const saved = state.kind === 'saved' || state.kind === 'clean';
  const byPhone = useRecognised(id, saved && phone ? { phone } : null);
  const byName = useRecognised(id, saved && name ? name : null);
  const known = [...new Map([...byPhone, ...byName].map((one) => [one.requestId, one])).values()].filter((one) => one.requestId !== id);
  const open = async (one: Known) => {
    setProblem(null);
    try {
      const insteadOf = await ensure();
      await call(placement.continueRequest, { params: { id: one.requestId }, body: { insteadOf } });
      onOpen(one.requestId);
    } catch (fault) {
      setProblem(problemOf(fault));
    }
  };
  const first = known[0];
  const second = known[1];
  useChord('Alt+1', w.known.open, () => first && void open(first), first !== undefined);
  useChord('Alt+2', w.known.openSecond, () => second && void open(second), second !== undefined);
  const count = known.length;
  useEffect(() => {
    if (count > 0) announce(w.known.said(count));
  }, [count, w]);
  if (!first) return null;
  return (
    <>
      {known.slice(0, 2).map((one, index) => (
        <Banner
          key={one.requestId}
          tone="yes"
          icon={UserRound}
          action={
            one.closedAt && !one.mayReopen ? undefined : (
              <Button small chord={`Alt+${index + 1}`} onPress={() => open(one)}>
                {w.known.openShort}
              </Button>
            )
          }
        >
          <b>{w.known.known}</b> {w.known.since(w.state[one.state], f.listed(day(one.createdAt)))}
        </Banner>
      ))}
      {problem && <Banner tone="no">{problem.sentence(p)}</Banner>}
    </>
  );
}

const day = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/Berlin').toPlainDate();

function useRecognised(
  requestId: string | null,
  sought: { phone: string } | { givenName: string; familyName: string; birthDate: string } | null,
) {
  const { data } = useQuery({
    queryKey: ['recognise', requestId, sought],
    queryFn: ({ signal }) =>
      call(placement.recogniseCaller, { body: { requestId: requestId ?? '', ...(sought ?? { phone: '' }) }, signal }),
    enabled: requestId !== null && sought !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return data?.known ?? [];
}

export function Privacy() {
  const w = useWords(placementWords);
  const { form, change } = useDeskState();
  const given = form.privacyVersion !== null;
  return (
    <div data-field="privacy" data-stop className="read">
      {!given && <p className="voice s">{w.privacyText}</p>}
      <CheckRow checked={given} onChange={(checked) => change({ privacyVersion: checked ? PRIVACY_VERSION : null })}>
        {w.privacyRead} <span className="h s">{w.version(form.privacyVersion ?? PRIVACY_VERSION)}</span>
      </CheckRow>
    </div>
  );
}

type Answer = 'no' | 'yes' | 'unclear';

/** Asked of everybody. Yes and unclear open the emergency sheet at once, also when nothing can be saved. */
export function Safety() {
  const w = useWords(placementWords);
  const p = useWords(problems);
  const f = useFormat();
  const { language } = useLanguage();
  const queries = useQueryClient();
  const { id, view, ensure } = useDeskState();
  const [pending, setPending] = useState<Answer | null>(null);
  const [asked, setAsked] = useState<Temporal.Instant | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const answer = pending ?? view?.safetyOpener ?? null;
  const blocked = view?.safetyBlocked === true || ((pending === 'yes' || pending === 'unclear') && !view);
  const wasBlocked = useBefore(blocked);
  useEffect(() => {
    if (wasBlocked && !blocked) announce(w.safety.released);
  }, [wasBlocked, blocked, w]);

  const say = async (next: Answer) => {
    setPending(next);
    setProblem(null);
    if (next !== 'no') openEmergency({ from: 'opener', opener: next });
    try {
      const request = await ensure();
      const said = await call(placement.answerOpener, { params: { id: request }, body: { answer: next } });
      setAsked(Temporal.Now.instant());
      queries.setQueryData<placement.RequestView>(
        requestKey(request),
        (now) => now && { ...now, safetyOpener: next, safetyBlocked: said.blocked },
      );
      await queries.invalidateQueries({ queryKey: requestKey(request) });
      setPending(null);
    } catch (fault) {
      // The answer stays chosen on the screen; what could not be noted is said.
      setProblem(problemOf(fault));
    }
  };
  return (
    <div data-field="opener" data-stop className="read">
      {answer === null && <p className="voice b">{language === 'de' ? OPENER.de : OPENER.en}</p>}
      <Segments
        label={w.safety.label}
        choices={[
          { value: 'no', label: w.safety.no },
          { value: 'yes', label: w.safety.yes },
          { value: 'unclear', label: w.safety.unclear },
        ]}
        value={answer}
        onChange={(next) => void say(next)}
      />
      {answer === 'no' && !blocked && id && (
        <p className="tag yes">
          <AnswerMark answer="yes" /> {asked ? w.safety.askedAt(f.clock(asked)) : w.safety.asked}
        </p>
      )}
      {blocked && (
        <Banner
          tone="no"
          live="assertive"
          action={
            <Button small onPress={() => openEmergency({ from: 'opener', opener: answer === 'unclear' ? 'unclear' : 'yes' })}>
              {w.safety.numbers}
            </Button>
          }
        >
          {w.safety.blocked}
        </Banner>
      )}
      {!blocked && answer !== null && answer !== 'no' && <Banner tone="yes">{w.safety.released}</Banner>}
      {problem && (
        <Banner
          tone="no"
          live="assertive"
          action={
            <Button small onPress={() => answer && say(answer)}>
              {w.saveAgain}
            </Button>
          }
        >
          {problem.sentence(p)}
        </Banner>
      )}
    </div>
  );
}

/** The value of the render before. */
function useBefore<T>(value: T): T {
  const [pair, setPair] = useState({ now: value, before: value });
  if (pair.now !== value) setPair({ now: value, before: pair.now });
  return pair.before;
}
