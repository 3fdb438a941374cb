import { PenLine } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { DayVisit } from '#rooms/soziotherapie/contract/day-plan.ts';
import { announce, Banner, Button, CheckRow, MissingNote, type Missing as MissingPart, Segments, TextArea } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { amountOf, minutesBetween } from './amount.ts';
import { useRoom } from './context.ts';
import { clock, ownerOf } from './day.ts';
import { isFull } from './device/waiting-store.ts';
import { type Draft, type Missing, missingOf, startDraft, unpaidMinutes, workOf } from './draft.ts';
import { useKept } from './drafts.ts';
import { RunClock } from './run-clock.tsx';
import { SignatureSheet, useSignedLine } from './signature.tsx';
import { Telling } from './telling.tsx';
import { useUnits } from './units.ts';
import { Warnings } from './warnings.tsx';
import { Goals, What } from './what.tsx';
import { Where } from './where.tsx';

type Presence = 'there' | 'away' | 'cancelled';
const PRESENCES: readonly Presence[] = ['there', 'away', 'cancelled'];

/** What is written about one participant beside what holds for all. */
interface Share extends Pick<Draft, 'goalIds' | 'reaction' | 'signature'> {
  presence: Presence;
}
interface Meeting extends Draft {
  shares: Record<string, Share>;
}

const startMeeting = (visits: readonly DayVisit[]): Meeting => {
  const [first] = visits;
  if (!first) throw new RangeError('a meeting without participants');
  const shares = visits.map((visit): [string, Share] => {
    const { goalIds } = startDraft(visit, clock.local());
    return [visit.sessionId, { goalIds, reaction: '', signature: null, presence: 'there' }];
  });
  return { ...startDraft(first, clock.local()), placeKind: first.placeKind ?? 'practice', shares: Object.fromEntries(shares) };
};

/** What one participant's entry is made of: the common part and her own. */
const shareOf = ({ shares, ...common }: Meeting, { sessionId }: DayVisit): Draft => {
  const { goalIds = [], reaction = '', signature = null } = shares[sessionId] ?? {};
  return { ...common, goalIds, reaction, signature };
};

/** A group meeting: one time, place and text for all; presence, goals, reaction and signature for each (R19). */
export function GroupUnit({ visits }: { visits: readonly DayVisit[] }) {
  const w = useWords(visitWords);
  const { day, putAway, goTo } = useRoom();
  const owner = useMemo(() => ownerOf(day), [day]);
  const id = visits[0]?.meetingId ?? '';
  const { value: meeting, change, forget, ready } = useKept<Meeting>(owner, id, () => startMeeting(visits));
  const [signing, setSigning] = useState<DayVisit | null>(null);
  const [asked, setAsked] = useState(false);
  const [full, setFull] = useState(false);
  const signedLine = useSignedLine();
  const units = useUnits();
  const [first] = visits;
  if (!first || !ready) return null;
  const there = visits.filter(({ sessionId }) => meeting.shares[sessionId]?.presence === 'there');
  const away = visits.filter((visit) => !there.includes(visit));
  const minutes = meeting.start && meeting.end ? minutesBetween(meeting.start, meeting.end) : 0;
  const all = there.flatMap((visit) => missingOf(visit, shareOf(meeting, visit), clock.local(), w.blockOf));
  const missing = [...new Set<Missing>(all)];
  const parts: MissingPart[] = missing.map((one) => ({
    what: w.missing[one],
    go: () => {
      setAsked(true);
      document.querySelector<HTMLElement>(`[data-place="${one}"] :is(input, textarea), .run .round`)?.focus();
    },
  }));
  const unpaid = there.filter((visit) => unpaidMinutes(visit, minutes || minutesBetween(visit.start, visit.end)) > 0);
  const setShare = (visit: DayVisit, part: Partial<Share>) => {
    const before = meeting.shares[visit.sessionId] ?? { goalIds: [], reaction: '', signature: null, presence: 'there' };
    change({ shares: { ...meeting.shares, [visit.sessionId]: { ...before, ...part } } });
  };
  const finish = async () => {
    try {
      for (const visit of there) await putAway(workOf(visit, shareOf(meeting, visit)));
      for (const { sessionId, version } of away) {
        const event = meeting.shares[sessionId]?.presence === 'cancelled' ? 'cancel-by-client' : 'mark-no-show';
        await putAway({ kind: 'off', sessionId, version, event, reason: w.presenceOf[event === 'mark-no-show' ? 'away' : 'cancelled'] });
      }
    } catch (fault) {
      setFull(isFull(fault));
      throw fault;
    }
    forget();
    announce(navigator.onLine ? w.saved : w.savedWaits);
    goTo(null);
  };
  return (
    <>
      <main id="inhalt">
        <RunClock visit={first} draft={meeting} change={change} />
        <fieldset className="g">
          <legend>{w.presence}</legend>
          {visits.map((visit) => (
            <div key={visit.sessionId} className="participant">
              <Segments
                label={visit.name ?? w.unnamed}
                value={meeting.shares[visit.sessionId]?.presence ?? 'there'}
                onChange={(presence) => setShare(visit, { presence })}
                choices={PRESENCES.map((value) => ({ value, label: w.presenceOf[value] }))}
              />
              {visit.warnings.length > 0 && <Warnings warnings={visit.warnings} quiet />}
            </div>
          ))}
          {there.length === 1 && <p className="s partly">{w.oneCame}</p>}
        </fieldset>
        <Where value={meeting.placeKind} onChange={(placeKind) => change({ placeKind })} />
        <What value={meeting.kinds} onChange={(kinds) => change({ kinds })} />
        <Telling draft={meeting} change={change} lastNextStep={null} alone />
        {there.map((visit) => (
          <details key={visit.sessionId} className="fold" open={missing.includes('goals') && asked}>
            <summary>{w.about(visit.name ?? w.unnamed)}</summary>
            <Goals
              goals={visit.goals}
              value={meeting.shares[visit.sessionId]?.goalIds ?? []}
              onChange={(goalIds) => setShare(visit, { goalIds })}
            />
            <TextArea
              label={w.reaction}
              value={meeting.shares[visit.sessionId]?.reaction ?? ''}
              onChange={(reaction) => setShare(visit, { reaction })}
              maxLength={3000}
            />
            <Button icon={PenLine} onPress={() => setSigning(visit)}>
              {meeting.shares[visit.sessionId]?.signature ? w.signed : w.sign}
            </Button>
          </details>
        ))}
        {unpaid.length > 0 && (
          <div data-place="risk">
            <CheckRow
              must
              checked={meeting.riskConfirmed}
              onChange={(riskConfirmed) => change({ riskConfirmed })}
              detail={unpaid.map(({ name }) => name ?? w.unnamed).join(', ')}
            >
              {w.riskAll}
            </CheckRow>
          </div>
        )}
        {full && (
          <Banner tone="no" live="assertive">
            {w.notKept}
          </Banner>
        )}
      </main>
      <footer className="foot">
        {asked && <MissingNote missing={parts} />}
        <Button kind="main" className="wide" missing={parts} onPress={finish}>
          {w.finishGroup}
        </Button>
      </footer>
      {signing && (
        <SignatureSheet
          name={signing.name ?? w.unnamed}
          line={signedLine(
            meeting.start ?? signing.start,
            meeting.end ?? signing.end,
            units(amountOf('group', minutes, signing.counting).hundredths),
          )}
          value={meeting.shares[signing.sessionId]?.signature ?? null}
          onTake={(signature) => setShare(signing, { signature })}
          onClose={() => setSigning(null)}
        />
      )}
    </>
  );
}
