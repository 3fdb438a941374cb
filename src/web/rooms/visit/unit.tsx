import { PenLine, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { DayVisit } from '#rooms/soziotherapie/contract/day-plan.ts';
import { announce, Banner, Button, CheckRow, Icon, MissingNote, type Missing as MissingPart, TextField } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { type VisitWords, visit as visitWords } from '../../words/visit.ts';
import { amountOf, leftAfter, minutesBetween } from './amount.ts';
import { useRoom } from './context.ts';
import { clock, ownerOf } from './day.ts';
import { isFull, running } from './device/waiting-store.ts';
import { asksHospitalNote, asksNursingReason, type Draft, type Missing, missingOf, startDraft, unpaidMinutes, workOf } from './draft.ts';
import { useKept } from './drafts.ts';
import { NotHeld } from './not-held.tsx';
import { RunClock } from './run-clock.tsx';
import { SignatureSheet, useSignedLine } from './signature.tsx';
import { Telling } from './telling.tsx';
import { hundredthsOf, useUnits } from './units.ts';
import { Warnings } from './warnings.tsx';
import { Goals, What } from './what.tsx';
import { Where } from './where.tsx';

/** Where the eye and the keyboard go when something is missing. */
const PLACES: Record<Missing, string> = {
  times: '.run .round',
  place: '.places input',
  kinds: '[data-place="kinds"] input',
  goals: '[data-place="goals"] input',
  done: '[data-place="done"] textarea',
  risk: '[data-place="risk"] input',
  hospital: '[data-place="hospital"] input',
  nursing: '[data-place="nursing"] input',
};
const goTo = (missing: Missing) => document.querySelector<HTMLElement>(PLACES[missing])?.focus();

/** One visit: time, place, what was done, for which goal, and off it goes. */
export function Unit({ visit }: { visit: DayVisit }) {
  const w = useWords(visitWords);
  const { day, putAway, goTo: leave } = useRoom();
  const owner = useMemo(() => ownerOf(day), [day]);
  const { value: draft, change, forget, ready, kept } = useKept<Draft>(owner, visit.sessionId, () => startDraft(visit, clock.local()));
  const [signing, setSigning] = useState(false);
  const [asked, setAsked] = useState(false);
  const [full, setFull] = useState(false);
  const signedLine = useSignedLine();
  const units = useUnits();
  const { start, end } = draft;
  const minutes = start && end ? minutesBetween(start, end) : 0;
  const missing = missingOf(visit, draft, clock.local(), w.blockOf);
  const parts: MissingPart[] = missing.map((one) => ({ what: w.missing[one], go: () => goTo(one) }));
  const name = visit.name ?? w.unnamed;
  const finish = async () => {
    try {
      await putAway(workOf(visit, draft));
    } catch (fault) {
      setFull(isFull(fault));
      throw fault;
    }
    forget();
    await running.clear().catch(() => undefined);
    announce(navigator.onLine ? w.saved : w.savedWaits);
    leave(null);
  };
  const setTimes = (times: Pick<Draft, 'start' | 'end' | 'startedAt'>) => {
    change(times);
    const { sessionId, episodeId, version } = visit;
    if (times.start !== null && times.end === null && times.startedAt !== null)
      void running
        .set({
          accountId: day.me.accountId,
          sessionId,
          episodeId,
          version,
          startLocal: times.start,
          startedAt: times.startedAt,
          goalIds: draft.goalIds,
          kinds: draft.kinds,
          placeKind: draft.placeKind,
        })
        .catch(() => undefined);
    else void running.clear().catch(() => undefined);
  };
  if (!ready) return <main id="inhalt" />;
  // What is signed has an end: a clock that still runs is stopped.
  const openSignature = () => {
    if (start !== null && end === null) setTimes({ start, end: clock.local(), startedAt: draft.startedAt });
    setSigning(true);
  };
  const unpaid = minutes > 0 ? unpaidMinutes(visit, minutes) : unpaidMinutes(visit, minutesBetween(visit.start, visit.end));
  return (
    <>
      <main id="inhalt" data-kept={kept || undefined}>
        <RunClock
          visit={visit}
          draft={draft}
          change={setTimes}
          error={asked && missing.includes('times') ? timesFault(draft, w) : undefined}
        />
        {visit.warnings.length > 0 && (
          <section className="g" aria-label={w.cover}>
            <Warnings warnings={visit.warnings} />
          </section>
        )}
        <Where value={draft.placeKind} onChange={(placeKind) => change({ placeKind })} />
        <What value={draft.kinds} onChange={(kinds) => change({ kinds })} />
        <Goals goals={visit.goals} value={draft.goalIds} onChange={(goalIds) => change({ goalIds })} />
        <Telling draft={draft} change={change} lastNextStep={visit.lastNextStep} />
        {asksHospitalNote(visit) && (
          <div data-place="hospital">
            <TextField
              label={w.hospitalNote}
              value={draft.hospitalNote}
              onChange={(hospitalNote) => change({ hospitalNote })}
              maxLength={300}
            />
          </div>
        )}
        {asksNursingReason(visit) && (
          <div data-place="nursing">
            <TextField
              label={w.nursingReason}
              value={draft.nursingReason}
              onChange={(nursingReason) => change({ nursingReason })}
              maxLength={300}
            />
          </div>
        )}
        {unpaid > 0 && (
          <div data-place="risk">
            <CheckRow
              must
              checked={draft.riskConfirmed}
              onChange={(riskConfirmed) => change({ riskConfirmed })}
              detail={minutes > unpaid ? w.split(minutes - unpaid, unpaid) : undefined}
            >
              {minutes > 0 && minutes > unpaid ? w.risk(unpaid) : w.riskAll}
            </CheckRow>
          </div>
        )}
        <NotHeld visit={visit} onDone={forget} />
        {full && (
          <Banner tone="no" live="assertive">
            {w.notKept}
          </Banner>
        )}
      </main>
      <footer className="foot">
        <After visit={visit} minutes={minutes > 0 ? minutes : minutesBetween(visit.start, visit.end)} />
        {asked && <MissingNote missing={parts} />}
        <Button icon={PenLine} onPress={openSignature} pressed={draft.signature !== null} missing={start === null ? parts.slice(0, 1) : []}>
          {draft.signature ? w.signed : w.sign}
        </Button>
        <Button
          kind="main"
          missing={parts.map((part) => ({
            ...part,
            go: () => {
              setAsked(true);
              part.go();
            },
          }))}
          onPress={finish}
        >
          {w.finish}
        </Button>
      </footer>
      {signing && (
        <SignatureSheet
          name={name}
          line={signedLine(start ?? visit.start, end ?? visit.end, units(amountOf(visit.setting, minutes, visit.counting).hundredths))}
          value={draft.signature}
          onTake={(signature) => change({ signature })}
          onClose={() => setSigning(false)}
        />
      )}
    </>
  );
}

function timesFault({ start, end }: Pick<Draft, 'start' | 'end'>, w: VisitWords): string {
  if (start && end && end > clock.local()) return w.timesFuture;
  return start && end ? w.timesWrong : w.timesMissing;
}

/** "Danach noch 4,25 TE." with a sign where it is getting short. */
export function After({ visit, minutes }: { visit: Pick<DayVisit, 'setting' | 'unitsLeft' | 'counting'>; minutes: number }) {
  const w = useWords(visitWords);
  const units = useUnits();
  const format = useFormat();
  const { afterMinutes, uncoveredMinutes, coveredMinutes } = leftAfter(visit.setting, minutes, visit.unitsLeft, visit.counting);
  const short = afterMinutes <= 6 * 60;
  const text =
    afterMinutes > 0
      ? w.afterwards(units(hundredthsOf(afterMinutes)), format.number(Math.round(visit.unitsLeft.ofMinutes / 60)))
      : w.afterwardsNone;
  return (
    <p className="s q wide">
      <span className={short ? 'partly b' : undefined}>
        {short && <Icon of={TriangleAlert} />} {text}
      </span>{' '}
      {uncoveredMinutes > 0 && (coveredMinutes > 0 ? w.split(coveredMinutes, uncoveredMinutes) : w.unpaidAll)}
    </p>
  );
}
