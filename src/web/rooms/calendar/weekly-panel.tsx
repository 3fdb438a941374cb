import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { announce, Button, DateField, Empty, Icon, offerUndo, SidePanel } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { useAct, type WeeklyTime, weeklyQuery } from './data.ts';
import { Fault } from './fault.tsx';
import { goToFault } from './first-fault.ts';
import { usePanel } from './panel.tsx';
import { TimeField } from './time-field.tsx';
import { type Conflicts, WeeklyForm } from './weekly-form.tsx';
import { useRuleWords } from './weekly-words.ts';

/** Everything that comes back every week, with its exceptions. */
export function WeeklyPanel() {
  const w = useWords(calendar);
  const format = useFormat();
  const panel = usePanel();
  const { data } = useQuery(weeklyQuery);
  const [editing, setEditing] = useState<WeeklyTime | 'new' | null>(null);
  const [conflicts, setConflicts] = useState<Conflicts>([]);
  const done = (met: Conflicts) => {
    setConflicts(met);
    setEditing(null);
  };
  return (
    <SidePanel title={w.weeklyTitle} onClose={panel.close}>
      {editing ? (
        <WeeklyForm rule={editing === 'new' ? null : editing} onDone={done} onCancel={() => setEditing(null)} />
      ) : (
        <>
          <p className="q">{w.weeklyLead}</p>
          {conflicts.length > 0 && (
            <div role="status">
              <p className="partly b">{w.conflicts}</p>
              <ul className="plain num">
                {conflicts.map(({ startsAt }) => (
                  <li key={startsAt}>{format.when(startsAt)}</li>
                ))}
              </ul>
            </div>
          )}
          {data?.weeklyTimes.map((rule) => (
            <Rule key={rule.id} rule={rule} onEdit={() => setEditing(rule)} onConflicts={setConflicts} />
          ))}
          {data?.weeklyTimes.length === 0 && <Empty>{w.weeklyEmpty}</Empty>}
          <div>
            <Button kind="main" icon={Plus} onPress={() => setEditing('new')}>
              {w.addWeekly}
            </Button>
          </div>
        </>
      )}
    </SidePanel>
  );
}

function Rule({ rule, onEdit, onConflicts }: { rule: WeeklyTime; onEdit: () => void; onConflicts: (met: Conflicts) => void }) {
  const w = useWords(calendar);
  const format = useFormat();
  const say = useRuleWords();
  const { act, fault } = useAct();
  const [open, setOpen] = useState<'skipped' | 'extra' | 'end' | null>(null);
  const at = { params: { id: rule.id }, ifMatch: rule.version };
  const remove = async ({ id, day, kind, from, to }: WeeklyTime['exceptions'][number]) => {
    const done = await act(() =>
      call(scheduling.removeWeeklyException, { params: { id: rule.id, exceptionId: id }, ifMatch: rule.version }),
    );
    if (!done) return;
    const what = kind === 'skipped' ? w.skipped(format.day(day)) : w.extra(format.day(day));
    offerUndo(w.removeException(what), () =>
      act(() => call(scheduling.addWeeklyException, { params: at.params, ifMatch: done.version, body: { day, kind, from, to } })),
    );
  };
  const end = async () => {
    if (await act(() => call(scheduling.withdrawWeeklyTime, at))) announce(w.weeklyEnded);
  };
  return (
    <article className="rule">
      <h3>{say.when(rule)}</h3>
      <p className="s q">{say.what(rule)}</p>
      <p className="s q num">
        {w.validFrom} {format.date(rule.validFrom)}
        {rule.validTo && ` ${w.to} ${format.date(rule.validTo)}`}
      </p>
      {rule.exceptions.length > 0 && (
        <ul className="chips plain" aria-label={w.exceptions}>
          {rule.exceptions.map((exception) => {
            const times = exception.from || exception.to ? ` ${exception.from ?? rule.from}–${exception.to ?? rule.to}` : '';
            const what = (exception.kind === 'skipped' ? w.skipped(format.day(exception.day)) : w.extra(format.day(exception.day))) + times;
            return (
              <li key={exception.id} className="chip">
                {what}
                <button type="button" aria-label={w.removeException(what)} onClick={() => void remove(exception)}>
                  <Icon of={X} />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      <Fault text={fault} />
      <div className="row wrap">
        <Button small onPress={onEdit}>
          {w.change}
        </Button>
        {(['skipped', 'extra', 'end'] as const).map((what) => (
          <Button key={what} small kind="quiet" expanded={open === what} onPress={() => setOpen(open === what ? null : what)}>
            {{ skipped: w.skipDay, extra: w.extraDay, end: w.endWeekly }[what]}
          </Button>
        ))}
      </div>
      {(open === 'skipped' || open === 'extra') && (
        <ExceptionForm
          rule={rule}
          kind={open}
          onDone={(met) => {
            onConflicts(met);
            setOpen(null);
          }}
        />
      )}
      {open === 'end' && (
        <div className="stack">
          <p className="q">{w.endWeeklyText}</p>
          <div>
            <Button onPress={end}>{w.endWeeklyNow}</Button>
          </div>
        </div>
      )}
    </article>
  );
}

function ExceptionForm({ rule, kind, onDone }: { rule: WeeklyTime; kind: 'skipped' | 'extra'; onDone: (met: Conflicts) => void }) {
  const w = useWords(calendar);
  const { act, fault } = useAct();
  const [day, setDay] = useState<string | null>(null);
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const save = async () => {
    if (!day || goToFault()) return;
    const body = kind === 'extra' ? { day, kind, from, to } : { day, kind };
    const done = await act(() => call(scheduling.addWeeklyException, { params: { id: rule.id }, ifMatch: rule.version, body }));
    if (done) onDone(done.conflicts);
  };
  return (
    <div className="stack exception">
      <DateField label={w.day} strict value={day} onChange={setDay} />
      {kind === 'extra' && (
        <div className="two">
          <TimeField label={w.from} hint={w.extraTimes} value={from} onChange={setFrom} />
          <TimeField label={w.to} value={to} onChange={setTo} />
        </div>
      )}
      <Fault text={fault} />
      <div>
        <Button
          missing={day ? [] : [{ what: w.day, go: () => document.querySelector<HTMLElement>('.exception input')?.focus() }]}
          onPress={save}
        >
          {w.saveException}
        </Button>
      </div>
    </div>
  );
}
