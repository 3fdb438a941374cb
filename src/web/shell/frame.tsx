import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatches, useRouter } from '@tanstack/react-router';
import { OctagonAlert, Search, ShieldCheck, Siren } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { takeSchemeOfAccount } from '../look.ts';
import { type Me, meQuery } from '../me.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { GeleitMark, Icon } from '../ui/icon.tsx';
import { KeyHint, useChord } from '../ui/keys.tsx';
import { languageChosen, useFormat, useLanguage, useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { EmergencyRoom } from './emergency-room.tsx';
import { IdleLock } from './idle-lock.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { useOnline } from './online.ts';
import { CommandPalette } from './palette.tsx';
import { roomsOf } from './rooms.ts';
import { useTitle } from './title.ts';

/** The rail, the bar and the place for the room. */
export function Frame() {
  const w = useWords(shell);
  const { data: me } = useQuery(meQuery);
  const [open, setOpen] = useState<'palette' | 'emergency' | null>(null);
  const room = useMatches({ select: (matches) => matches.at(-1)?.staticData.room }) ?? 'konto';
  const title = useTitle(w.titles[room]);
  const online = useOnline();
  const main = useRef<HTMLElement>(null);
  const router = useRouter();
  useChord('Ctrl+k', w.find, () => setOpen('palette'));
  useChord('F9', w.emergency, () => setOpen('emergency'));
  // A new page begins at its top, for the eye and for the reading voice; who is typing in it already stays where they are.
  useEffect(
    () =>
      router.subscribe('onResolved', (event) => {
        if (event.pathChanged && !main.current?.contains(document.activeElement)) main.current?.focus({ preventScroll: true });
      }),
    [router],
  );
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
        <nav className="rail" aria-label={w.rail}>
          <span className="logo" role="img" aria-label={w.product}>
            <GeleitMark />
          </span>
          {rooms.map(({ key, path, icon }) => (
            <Link
              key={key}
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
          <Button kind="alarm" icon={Siren} chord="F9" onPress={() => setOpen('emergency')}>
            {w.emergency}
          </Button>
        </header>
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
      {open === 'emergency' && <EmergencyRoom me={me} onClose={() => setOpen(null)} />}
      <IdleLock me={me} />
      <LeaveGuard />
    </>
  );
}

function Duty({ me }: { me: Me }) {
  const w = useWords(shell);
  const format = useFormat();
  if (!me.duty)
    return (
      <span className="duty end no">
        <Icon of={OctagonAlert} />
        <span className="cut">{w.noDuty}</span>
      </span>
    );
  return (
    <span className="duty end yes">
      <Icon of={ShieldCheck} />
      <span className="cut">
        {w.duty} <b>{me.duty.name}</b>, {w.dutyUntil(format.clock(me.duty.until))}
      </span>
    </span>
  );
}
