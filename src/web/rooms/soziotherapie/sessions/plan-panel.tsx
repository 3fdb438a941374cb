import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Planned } from '#rooms/soziotherapie/contract/sessions.ts';
import { judgePlan, planSessions } from '#rooms/soziotherapie/contract/sessions.ts';
import type { PlaceKind } from '#rooms/soziotherapie/rules/note.ts';
import { PLACE_KINDS } from '#rooms/soziotherapie/rules/note.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, SelectField, SidePanel, TextField } from '../../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { sessions as sessionWords } from '../../../words/sessions.ts';
import { sentenceOf, Warnings } from '../../visit/warnings.tsx';
import { useAgain } from './data.ts';
import { localsOf, type Times, TimesField } from './times-field.tsx';
import '../../visit/visit.css';

const WEEKS = ['1', '4', '6', '8', '12', '26'] as const;

/** One session, or one a week: what speaks against it is said before it is planned (R16, R17, R26). */
export function PlanPanel({ episodeId, onClose }: { episodeId: string; onClose: () => void }) {
  const w = useWords(sessionWords);
  const again = useAgain();
  const [times, setTimes] = useState<Times>({ day: null, from: null, till: null });
  const [placeKind, setPlaceKind] = useState<PlaceKind>('home');
  const [address, setAddress] = useState('');
  const [weeks, setWeeks] = useState<(typeof WEEKS)[number]>('1');
  const [asked, setAsked] = useState(false);
  const locals = localsOf(times);
  const wish = locals && { ...locals, placeKind, weeks: Number(weeks), ...(address.trim() ? { address: address.trim() } : {}) };
  const { data: judged } = useQuery({
    queryKey: ['soziotherapie-judge', episodeId, wish],
    queryFn: () => call(judgePlan, { params: { id: episodeId }, body: wish ?? { start: '', end: '' } }),
    enabled: wish !== null,
    placeholderData: (before) => before,
  });
  const submit = useSubmit(async () => {
    if (!wish) return;
    const { sessions } = await call(planSessions, { params: { id: episodeId }, body: wish });
    announce(w.planned(sessions.filter(({ id }) => id !== null).length));
    again();
    onClose();
  });
  const plan = () => {
    setAsked(true);
    return wish ? submit.run() : undefined;
  };
  return (
    <SidePanel
      title={w.planFor}
      onClose={onClose}
      footer={
        <Button kind="main" busy={submit.busy} onPress={plan}>
          {weeks === '1' ? w.planSingle : w.planSeries(Number(weeks))}
        </Button>
      }
    >
      <TimesField value={times} onChange={setTimes} />
      <SelectField
        label={w.where}
        value={placeKind}
        onChange={(next) => setPlaceKind(next ?? 'home')}
        choices={PLACE_KINDS.map((value) => ({ value, label: w.placeOf[value] }))}
      />
      {placeKind !== 'home' && <TextField label={w.otherAddress} value={address} onChange={setAddress} maxLength={300} />}
      <SelectField
        label={w.weeks}
        value={weeks}
        onChange={(next) => setWeeks(next ?? '1')}
        choices={WEEKS.map((value) => ({ value, label: value === '1' ? w.once : w.weekly(Number(value)) }))}
      />
      {asked && !wish && <Banner tone="partly">{w.incomplete}</Banner>}
      {wish && judged && <Judged sessions={judged.sessions} />}
      {submit.problem && <Banner tone="no">{submit.sentence ?? submit.at('/start')}</Banner>}
    </SidePanel>
  );
}

/** Each day with what it meets; nothing is written yet. */
function Judged({ sessions }: { sessions: readonly Planned[] }) {
  const w = useWords(sessionWords);
  const format = useFormat();
  const { language } = useLanguage();
  const told = sessions.filter(({ refused, warnings }) => refused !== null || warnings.length > 0);
  if (told.length === 0) return <Banner tone="yes">{w.judgedFree}</Banner>;
  return (
    <section className="stack" aria-label={w.judged}>
      <h3>{w.judged}</h3>
      <ul className="plain stack">
        {told.map(({ start, refused, warnings }) => (
          <li key={start}>
            <b>{format.day(start.slice(0, 10))}</b>{' '}
            {refused && <span className="no">{w.leftOut(sentenceOf(refused, {}, language).title)}</span>}
            {warnings.length > 0 && <Warnings warnings={warnings} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
