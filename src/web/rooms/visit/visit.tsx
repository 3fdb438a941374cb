import { useNavigate, useParams } from '@tanstack/react-router';
import { CalendarDays, ChevronLeft, ListChecks, Lock, LogOut, Siren } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { takeSchemeOfAccount } from '../../look.ts';
import type { Me } from '../../me.ts';
import { to } from '../../paths.ts';
import { EmergencyRoom } from '../../shell/emergency-room.tsx';
import { openEmergency, useEmergencyState } from '../../shell/emergency-state.ts';
import { Banner, Button, Icon, useChord } from '../../ui/index.ts';
import { languageChosen, useLanguage, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { shell as shellWords } from '../../words/shell.ts';
import { visit as visitWords } from '../../words/visit.ts';
import { leaveForGood } from '../access/overlay.tsx';
import { Conflicts } from './conflicts.tsx';
import { RoomContext, useRoom, type VisitRoom } from './context.ts';
import { clock, useDay } from './day.ts';
import { putAway, useWaitingSessions, watchNetwork } from './device/outbox.ts';
import { keepShell } from './device/shell.ts';
import { forgetTyped } from './drafts.ts';
import { GroupUnit } from './group.tsx';
import { LockScreen, useLock } from './lock.tsx';
import { DeviceBanner, NetworkBanner, SignInBanner, useEntries } from './network-banner.tsx';
import { isOff, stopsOf } from './stops.ts';
import { Today } from './today.tsx';
import { Unit } from './unit.tsx';
import { Week } from './week.tsx';
import './visit.css';

/** Addresses beside the ids of visits. */
const CONFLICTS = 'abgleich';
const WEEK = 'woche';

/** The home-visit mode: for a phone, one hand, and also without network. */
export default function VisitPage() {
  const w = useWords(visitWords);
  const [me, setMe] = useState<Me | null>(null);
  const { locked, lock, open } = useLock(me);
  const { state, reload } = useDay(locked !== null);
  const [shell, setShell] = useState(true);
  const { id = null } = useParams({ strict: false });
  const navigate = useNavigate();
  const goTo = useCallback((next: string | null) => void navigate({ to: next === null ? to.visits() : to.visit(next) }), [navigate]);
  const { speak } = useLanguage();
  const day = state.kind === 'ready' ? state.day : null;
  useEffect(() => {
    document.title = `${w.title} · Geleit`;
    watchNetwork();
    void keepShell().then(setShell);
  }, [w]);
  useEffect(() => {
    if (!day) return;
    setMe(day.me);
    takeSchemeOfAccount(day.me.scheme);
    if (!languageChosen()) void speak(day.me.locale);
  }, [day, speak]);
  useEffect(() => {
    if (state.kind === 'out' && locked === null)
      window.location.assign(`${to.start()}?weiter=${encodeURIComponent(window.location.pathname)}`);
  }, [state.kind, locked]);
  const waiting = useWaitingSessions();
  const fresh = state.kind === 'ready' && state.fresh;
  const asking = state.kind === 'ready' && state.signIn === true;
  const room = useMemo<VisitRoom | null>(
    () =>
      day && {
        day,
        fresh,
        waiting,
        reload,
        goTo,
        putAway: (work) => putAway(day.key, work, { accountId: day.me.accountId, writtenLocal: clock.local() }),
      },
    [day, fresh, waiting, reload, goTo],
  );
  const network = (
    <>
      <NetworkBanner
        fresh={fresh || state.kind === 'loading' || state.kind === 'out' || asking}
        asking={asking}
        madeAt={day?.plan.madeAt ?? null}
      />
      {asking && <SignInBanner me={state.day.me} onIn={reload} />}
    </>
  );
  if (locked !== null && me)
    return (
      <Shell title={w.title} me={me} banner={<NetworkBanner fresh={navigator.onLine} asking={false} madeAt={null} />}>
        <LockScreen why={locked} me={me} onOpen={open} />
      </Shell>
    );
  if (!room) return <Waiting state={state} network={network} onAgain={reload} />;
  return (
    <RoomContext value={room}>
      <Inside id={id} onLock={lock} network={network} shell={shell} />
    </RoomContext>
  );
}

function Inside({ id, onLock, network, shell }: { id: string | null; onLock: () => void; network: ReactNode; shell: boolean }) {
  const w = useWords(visitWords);
  const { day, fresh, goTo } = useRoom();
  const { data } = useEntries(fresh);
  const open = (data?.entries ?? []).filter(({ state }) => state === 'conflict' || state === 'refused').length;
  const stops = stopsOf(day.plan.visits).filter((one) => !isOff(one));
  const at = stops.findIndex(({ key, visits }) => key === id || visits.some(({ sessionId }) => sessionId === id));
  const stop = stops[at];
  const banner = (
    <>
      {network}
      {id !== CONFLICTS && open > 0 && (
        <Banner tone="partly" live="polite" action={<Button onPress={() => goTo(CONFLICTS)}>{w.conflictsShow}</Button>}>
          {w.conflictsOpen(open)}
        </Banner>
      )}
    </>
  );
  if (id === null)
    return (
      <Shell
        title={w.title}
        me={day.me}
        banner={
          <>
            {banner}
            <DeviceBanner shell={shell} />
          </>
        }
      >
        <Today />
        <Tools onLock={onLock} />
      </Shell>
    );
  if (id === CONFLICTS || id === WEEK)
    return (
      <Shell title={id === WEEK ? w.week : w.conflicts} me={day.me} banner={banner} onBack={() => goTo(null)}>
        {id === WEEK ? <Week /> : <Conflicts />}
      </Shell>
    );
  if (!stop)
    return (
      <Shell title={w.title} me={day.me} banner={banner} onBack={() => goTo(null)}>
        <main id="inhalt">
          <p>{w.notHere}</p>
        </main>
      </Shell>
    );
  const title = stop.group ?? stop.visit.name ?? w.unnamed;
  return (
    <Shell
      title={title}
      lead={`${stop.visit.start.slice(11)} · ${w.position(at + 1, stops.length)}`}
      me={day.me}
      banner={banner}
      onBack={() => goTo(null)}
    >
      {stop.group === null ? <Unit key={stop.key} visit={stop.visit} /> : <GroupUnit key={stop.key} visits={stop.visits} />}
    </Shell>
  );
}

/** Head with the way back and the emergency button, what is said about the network, and the page. */
function Shell(props: { title: string; lead?: string; me: Me | null; banner: ReactNode; onBack?: () => void; children: ReactNode }) {
  const w = useWords(visitWords);
  const s = useWords(shellWords);
  const { open: emergency } = useEmergencyState();
  useChord('F9', s.emergency, () => emergency ?? openEmergency());
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(props.title);
  // A new page begins at its head, for the eye and for the reading voice.
  useEffect(() => {
    if (before.current !== props.title) heading.current?.focus({ preventScroll: true });
    before.current = props.title;
  }, [props.title]);
  return (
    <div className="at-door">
      <a className="skip" href="#inhalt">
        {s.skip}
      </a>
      <header className="headline">
        {props.onBack && <Button kind="quiet" icon={ChevronLeft} label={w.back} onPress={props.onBack} />}
        <div className="grow">
          <h1 tabIndex={-1} ref={heading}>
            {props.title}
          </h1>
          {props.lead && <p className="q s">{props.lead}</p>}
        </div>
        <Button kind="alarm" icon={Siren} onPress={() => openEmergency()}>
          {s.emergency}
        </Button>
      </header>
      <section className="news" aria-label={w.news}>
        {props.banner}
      </section>
      {props.children}
      {emergency && props.me && <EmergencyRoom me={props.me} opening={emergency} />}
    </div>
  );
}

function Tools({ onLock }: { onLock: () => void }) {
  const w = useWords(visitWords);
  const { fresh, goTo } = useRoom();
  const signOut = async () => {
    await call(access.signOut, { body: {}, anonymous: true });
    forgetTyped();
    leaveForGood();
  };
  return (
    <nav className="tools" aria-label={w.menu}>
      {fresh && (
        <Button icon={CalendarDays} onPress={() => goTo(WEEK)}>
          {w.week}
        </Button>
      )}
      {fresh && (
        <a className="btn" href="/soziotherapie">
          <Icon of={ListChecks} />
          {w.toDesk}
        </a>
      )}
      <Button icon={Lock} onPress={onLock}>
        {w.lock}
      </Button>
      {fresh && (
        <Button icon={LogOut} onPress={signOut}>
          {w.signOut}
        </Button>
      )}
    </nav>
  );
}

/** Before the day is here, and where it cannot come. */
function Waiting({
  state,
  network,
  onAgain,
}: {
  state: ReturnType<typeof useDay>['state'];
  network: ReactNode;
  onAgain: () => Promise<void>;
}) {
  const w = useWords(visitWords);
  const p = useWords(problems);
  return (
    <Shell title={w.title} me={null} banner={network}>
      <main id="inhalt">
        {state.kind === 'nothing' && (
          <>
            <h2>{w.nothingTitle}</h2>
            <p>{w.nothing}</p>
            <p>{w.nothingSafe}</p>
            <Button kind="main" onPress={onAgain}>
              {w.again}
            </Button>
          </>
        )}
        {state.kind === 'refused' && <Banner tone="no">{state.problem.sentence(p)}</Banner>}
      </main>
    </Shell>
  );
}
