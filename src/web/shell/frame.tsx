import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useMatches, useRouter } from '@tanstack/react-router';
import { OctagonAlert, Search, ShieldCheck, Siren } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import { takeSchemeOfAccount } from '../look.ts';
import { type Me, meQuery } from '../me.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { GeleitMark, Icon } from '../ui/icon.tsx';
import { KeyHint, useChord } from '../ui/keys.tsx';
import { languageChosen, useFormat, useLanguage, useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { EmergencyRoom, IfItBreaks, prefetchEmergency } from './emergency-room.tsx';
import { openEmergency, useEmergencyState } from './emergency-state.ts';
import { IdleLock } from './idle-lock.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { useOnline } from './online.ts';
import { CommandPalette } from './palette.tsx';
import { roomsOf } from './rooms.ts';
import { useTitle } from './title.ts';

/** Milliseconds; a timer beyond it would overflow. */
const LONGEST_TIMER = 24 * 60 * 60 * 1000;

const CrisisWatch = lazy(() => import('../rooms/crisis/watch.tsx'));

/** The rail, the bar and the place for the room. */
export function Frame() {
  const w = useWords(shell);
  const { data: me } = useQuery(meQuery);
  const queries = useQueryClient();
  const [open, setOpen] = useState<'palette' | null>(null);
  const room = useMatches({ select: (matches) => matches.at(-1)?.staticData.room }) ?? 'konto';
  const title = useTitle(w.titles[room]);
  const online = useOnline();
  const main = useRef<HTMLElement>(null);
  const rail = useRef<HTMLElement>(null);
  const router = useRouter();
  useChord('Ctrl+k', w.find, () => setOpen('palette'));
  const { open: emergency } = useEmergencyState();
  useChord('F9', w.emergency, () => emergency ?? openEmergency());
  // At hand before it is needed.
  useEffect(() => prefetchEmergency(queries), [queries]);
  // A new page begins at its top, for the eye and for the reading voice; who is typing in it already stays where they are.
  useEffect(
    () =>
      router.subscribe('onResolved', (event) => {
        if (event.pathChanged && !main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
      }),
    [router],
  );
  // On a phone the rail scrolls: where one is stays in sight.
  useEffect(() => {
    if (me) rail.current?.querySelector(`[data-room="${room}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [me, room]);
  const { speak } = useLanguage();
  useEffect(() => {
    if (!me) return;
    takeSchemeOfAccount(me.scheme);
    if (!languageChosen()) void speak(me.locale);
  }, [me, speak]);
  if (!me) return null;
  const rooms = roomsOf(me.abilities);
  return (
    <>
      <a className="skip" href="#inhalt">
        {w.skip}
      </a>
      <div className="app">
        <div className="note">
          {!online && (
            <Banner tone="offline" live="polite">
              {w.offline}
            </Banner>
          )}
        </div>
        <nav className="rail" aria-label={w.rail} ref={rail}>
          <span className="logo" role="img" aria-label={w.product}>
            <GeleitMark />
          </span>
          {rooms.map(({ key, path, icon }) => (
            <Link
              key={key}
              data-room={key}
              to={path}
              className={key === 'konto' ? 'end' : undefined}
              aria-current={key === room ? 'page' : undefined}
              activeProps={{}}
            >
              <Icon of={icon} />
              {w.rooms[key]}
            </Link>
          ))}
        </nav>
        <header className="bar">
          <h1 className="title">{title}</h1>
          <button className="find" type="button" aria-label={w.find} onClick={() => setOpen('palette')}>
            <Icon of={Search} />
            <span className="grow cut">{w.find}</span>
            <KeyHint chord="Ctrl+K" />
          </button>
          <Duty me={me} />
          <span className="who q nw">{me.deskLabel ? `${me.deskLabel}, ${me.name}` : me.name}</span>
          <Button kind="alarm" icon={Siren} chord="F9" onPress={() => openEmergency()}>
            {w.emergency}
          </Button>
        </header>
        <div className="alarms">
          <IfItBreaks instead={null}>
            <Suspense fallback={null}>
              <CrisisWatch me={me} />
            </Suspense>
          </IfItBreaks>
        </div>
        <main id="inhalt" ref={main} tabIndex={-1}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {open === 'palette' && (
        <CommandPalette
          onClose={() => setOpen(null)}
          commands={rooms.map(({ key, path, icon }) => ({
            key,
            label: w.goTo(w.titles[key]),
            icon,
            act: () => void router.navigate({ to: path }),
          }))}
        />
      )}
      {emergency && <EmergencyRoom me={me} opening={emergency} />}
      <IdleLock me={me} />
      <LeaveGuard />
    </>
  );
}

/** Who is behind the desk now, until when, and under which number. When a duty ends, it is asked again who has it. */
function Duty({ me }: { me: Me }) {
  const w = useWords(shell);
  const format = useFormat();
  const queries = useQueryClient();
  const { duty } = me;
  const until = duty?.until;
  useEffect(() => {
    if (!until) return;
    const rest = Temporal.Instant.from(until).epochMilliseconds - Date.now();
    if (rest > LONGEST_TIMER) return;
    const timer = setTimeout(() => void queries.invalidateQueries({ queryKey: ['me'] }), Math.max(1_000, rest + 500));
    return () => clearTimeout(timer);
  }, [until, queries]);
  if (!duty)
    return (
      <span className="duty end no">
        <Icon of={OctagonAlert} />
        <span className="cut">{w.noDuty}</span>
      </span>
    );
  const today = dayInBerlin(Temporal.Now.instant()).equals(dayInBerlin(Temporal.Instant.from(duty.until)));
  return (
    <span className="duty end yes" title={duty.phone ?? undefined}>
      <Icon of={ShieldCheck} />
      <span className="cut">
        {w.duty} <b>{duty.name}</b>, {w.dutyUntil(today ? format.clock(duty.until) : format.when(duty.until))}
      </span>
    </span>
  );
}
