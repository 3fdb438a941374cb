import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Siren, Volume2 } from 'lucide-react';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import * as room from '#rooms/crisis/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import type { Me } from '../../me.ts';
import { openEmergency, useEmergencyState } from '../../shell/emergency-state.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, Icon } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { millis, running, useServerNow } from './clock.ts';
import { emergencyKey, emergencyQuery, openQuery, type Row, readAgain, scriptQuery } from './data.ts';
import { LevelBadge } from './level-banner.tsx';
import { mostUrgentFirst, Over, Own, useEnded } from './own-strip.tsx';
import { wasRaisedHere } from './raised-here.ts';
import { useTitleFlash } from './title-flash.ts';
import { onSound, soundReady, soundUntilStopped, wakeSound, wakeSoundAtFirstTouch } from './tone.ts';
import './crisis.css';

await crisis.load(currentLanguage());

/** When no news come, it is looked at all the same. Milliseconds. */
const LOOK = 15_000;

/**
 * Above every page: the alarm of whom it is for, the running emergency of whom raised it, and that nobody is on duty.
 * Stands in each open session and goes away everywhere when somebody has taken over.
 */
export default function CrisisWatch({ me }: { me: Me }) {
  const queries = useQueryClient();
  const mayBeCalled = me.abilities.includes('crisis.respond') || me.abilities.includes('access.roster');
  const { data } = useQuery({ ...openQuery, refetchInterval: LOOK, refetchIntervalInBackground: true });
  const { data: known } = useQuery({ ...scriptQuery, refetchInterval: 4 * LOOK });
  const { open: sheet, hidden } = useEmergencyState();
  useLive(['crisis', 'access.duty', 'gap'], (news) => {
    const { topic } = news;
    const all = topic === 'gap';
    if (all || topic.startsWith('crisis.emergency')) {
      void queries.invalidateQueries({ queryKey: openQuery.queryKey });
      // Whom it is for may have changed: a deputy who is alarmed later hears it now, not at the next look.
      void queries.invalidateQueries({ queryKey: 'objectId' in news ? emergencyKey(String(news.objectId)) : ['crisis', 'one'] });
    }
    if (all || topic.startsWith('crisis.script') || topic.startsWith('access.duty'))
      void queries.invalidateQueries({ queryKey: scriptQuery.queryKey });
    if (all || topic.startsWith('access.duty')) void queries.invalidateQueries({ queryKey: ['me'] });
  });
  const rows = data?.emergencies ?? [];
  const raised = mayBeCalled ? rows.filter(({ state }) => state === 'raised') : [];
  const views = useQueries({ queries: raised.map(({ id }) => ({ ...emergencyQuery(id), refetchInterval: LOOK })) });
  const mine = raised.filter((_, index) => views[index]?.data?.pages.some(({ accountId }) => accountId === me.accountId));
  const looking = hidden ? null : (sheet?.emergencyId ?? null);
  const { id: onPage } = useParams({ strict: false });
  const called = mostUrgentFirst(mine.filter(({ id }) => id !== looking));
  const raisedByMe = useMemo(
    () =>
      data?.emergencies.filter(
        (row) => (wasRaisedHere(row.id) || row.raisedByName === me.name) && row.state !== 'handed_over' && row.state !== 'closed',
      ),
    [data, me.name],
  );
  const { ended, dismiss } = useEnded(raisedByMe);
  const own = mostUrgentFirst((raisedByMe ?? []).filter((row) => !mine.includes(row) && row.id !== looking && row.id !== onPage));
  const over = ended.find(({ id }) => id !== looking);
  const nobody = known?.roster.nobody === true && (me.abilities.includes('placement.desk') || me.abilities.includes('access.roster'));
  return (
    <>
      {called.length > 0 && <Alarm rows={called} covered={sheet !== null && !hidden} />}
      {sheet === null && over && <Over key={over.id} row={over} onRead={() => dismiss(over.id)} />}
      {called.length === 0 && sheet === null && own.length > 0 && <Own rows={own} />}
      {nobody && <NobodyBanner />}
      {mayBeCalled && <Ears />}
    </>
  );
}

/** Sound wants a gesture first: the first touch on the page is one. */
function Ears() {
  useEffect(() => wakeSoundAtFirstTouch(), []);
  return null;
}

/** Rings in any case; while a sheet lies over the page, the sheet itself names what else is open. */
function Alarm({ rows, covered }: { rows: readonly Row[]; covered: boolean }) {
  const w = useWords(crisis);
  const format = useFormat();
  const queries = useQueryClient();
  const now = useServerNow();
  const sound = useSyncExternalStore(onSound, soundReady);
  const [row, ...more] = rows;
  const id = row?.id;
  const level = row?.level;
  const take = useSubmit(async () => {
    if (!id) return;
    await call(room.acknowledge, { params: { id }, body: {} });
    await readAgain(queries, id);
    openEmergency({ emergencyId: id });
  });
  useTitleFlash(w.alarm.titleFlash);
  useEffect(() => (sound ? soundUntilStopped() : undefined), [sound]);
  useEffect(() => {
    if (id && level) announce(w.alarm.said(w.level[level]), 'assertive');
  }, [id, level, w]);
  const { data: view } = useQuery({ ...emergencyQuery(id ?? ''), enabled: id !== undefined });
  if (!row || covered) return null;
  return (
    <section className="alarm-bar" aria-label={w.alarm.label}>
      <Icon of={Siren} />
      {row.drill && <b>{w.drill}:</b>}
      <LevelBadge level={row.level} />
      <b>{w.alarm.text(w.level[row.level], format.clock(row.raisedAt))}</b>
      <span className="num">{running(now - millis(row.raisedAt))}</span>
      {row.raisedByName && <span className="q">{w.raisedBy(row.raisedByName)}</span>}
      {more.length > 0 && <span className="q">{w.alarm.more(more.length)}</span>}
      <span className="row end wrap">
        {!sound && (
          <Button small icon={Volume2} onPress={() => wakeSound()}>
            {w.alarm.soundOn}
          </Button>
        )}
        <Button small onPress={() => openEmergency({ emergencyId: row.id })}>
          {w.alarm.open}
        </Button>
        {view?.next.includes('acknowledge') && (
          <Button small kind="main" busy={take.busy} onPress={() => void take.run()}>
            {w.alarm.take}
          </Button>
        )}
      </span>
      {take.sentence && (
        <span className="no s" role="alert">
          {take.sentence}
        </span>
      )}
    </section>
  );
}

function NobodyBanner() {
  const w = useWords(crisis);
  return (
    <Banner
      tone="partly"
      action={
        <Button small onPress={() => openEmergency()}>
          {w.fallbackList}
        </Button>
      }
    >
      <b>{w.nobodyBanner}</b>
    </Banner>
  );
}
