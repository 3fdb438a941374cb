import { Link } from '@tanstack/react-router';
import { Clock } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { inBerlin } from '#kernel/time.ts';
import type { Task } from '#rooms/tasks/contract.ts';
import { useMe } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { Banner, Button, Segments, State, TextArea } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import type { Format } from '../../words/format.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { type TaskWords, tasks as taskWords } from '../../words/tasks.ts';
import { pageOf, urgencyOf } from './order.ts';

export const titleOf = (w: TaskWords, task: Task) => w.kinds[task.kind] ?? w.unknownKind(task.kind);

/** What a task knows beyond its kind, each as a short sentence. */
export function detailsOf(w: TaskWords, format: Format, task: Task, practitioner: (id: unknown) => string | undefined): string[] {
  const { facts } = task;
  const name = practitioner(facts.practitionerId);
  const criteria = Array.isArray(facts.criteria) ? [...new Set(facts.criteria.map((one) => w.criteria[one] ?? w.otherCriterion))] : [];
  return [
    name ? w.facts.with(name) : '',
    typeof facts.startsAt === 'string' ? w.facts.appointment(format.when(facts.startsAt)) : '',
    typeof facts.sessions === 'number' ? w.facts.sessions(facts.sessions) : '',
    typeof facts.days === 'number' ? w.facts.days(facts.days) : '',
    typeof facts.since === 'string' ? w.facts.since(format.date(facts.since)) : '',
    w.facts.answer[String(facts.answer)] ?? '',
    w.facts.because[String(facts.because)] ?? '',
    criteria.length > 0 ? w.facts.asks(format.list(criteria)) : '',
    typeof facts.organised === 'boolean' ? (facts.organised ? w.facts.organised : w.facts.notOrganised) : '',
  ].filter(Boolean);
}

/** Whose task it is, in words. */
export function useWhose(): (task: Task) => string {
  const w = useWords(taskWords);
  const c = useWords(codes);
  const me = useMe();
  const roles: Record<string, string> = c.role;
  return (task) => {
    if (task.assigneeName) return task.assigneeName === me.name ? w.you : w.at(task.assigneeName);
    return task.assigneeRole ? w.forRole(roles[task.assigneeRole] ?? task.assigneeRole) : '';
  };
}

export function Deadline({ task, now }: { task: Task; now: Temporal.Instant }) {
  const w = useWords(taskWords);
  const format = useFormat();
  if (task.doneAt) return <State tone="yes">{w.doneAt(format.when(task.doneAt))}</State>;
  const due = Temporal.Instant.from(task.dueAt);
  const day = inBerlin(due).toPlainDate();
  const urgency = urgencyOf(due, now);
  if (urgency === 'overdue') {
    const today = day.equals(inBerlin(now).toPlainDate());
    return <State tone="no">{w.overdueSince(today ? format.clock(due) : format.listed(day))}</State>;
  }
  if (urgency === 'today') return <State tone="partly">{w.untilToday(format.clock(due))}</State>;
  return (
    <State tone={urgency === 'week' ? 'partly' : 'open'} icon={Clock}>
      {w.until(format.day(day))}
    </State>
  );
}

interface RowProps {
  task: Task;
  now: Temporal.Instant;
  details: readonly string[];
  onTake: () => Promise<void>;
  onComplete: (outcome: 'done' | 'not-needed' | 'not-reached', note?: string) => Promise<void>;
  onReopen: () => Promise<void>;
}

/** One task: the deadline with its word, what to do, about whom, and the way there. */
export function TaskRow({ task, now, details, onTake, onComplete, onReopen }: RowProps) {
  const w = useWords(taskWords);
  const me = useMe();
  const whose = useWhose()(task);
  const id = useId();
  const [closing, setClosing] = useState(false);
  const take = useSubmit(onTake);
  const finish = useSubmit(() => onComplete('done'));
  const reopen = useSubmit(onReopen);
  const title = titleOf(w, task);
  const page = pageOf(task, me.abilities);
  const fault = take.sentence ?? finish.sentence ?? reopen.sentence;
  return (
    <li className="task" aria-labelledby={`${id}-title`}>
      <div className="due">
        <Deadline task={task} now={now} />
      </div>
      <div className="what">
        <p className="b" id={`${id}-title`} tabIndex={-1} data-task={task.id}>
          {title}
        </p>
        <p className="s q">
          {[task.person, ...details, task.outcome && (w.outcomes[task.outcome] ?? task.outcome)].filter(Boolean).join(' · ')}
        </p>
        {task.note && <p className="s">{task.note}</p>}
        <p className="s q">
          {task.priority === 1 && !task.doneAt && <b className="partly">{w.urgent} </b>}
          {whose}
        </p>
      </div>
      <div className="row wrap steps">
        {page && (
          <Link to={page} className="btn sm">
            {w.openIt}
            <span className="vh">: {title}</span>
          </Link>
        )}
        {task.doneAt ? (
          <Button small kind="quiet" busy={reopen.busy} onPress={reopen.run} label={w.reopenNamed(title)}>
            {w.reopen}
          </Button>
        ) : (
          <>
            {!task.assigneeName && (
              <Button small busy={take.busy} onPress={take.run} label={w.takeNamed(title)}>
                {w.take}
              </Button>
            )}
            <Button small busy={finish.busy} onPress={finish.run} label={w.finishNamed(title)}>
              {w.finish}
            </Button>
            <Button small kind="quiet" expanded={closing} onPress={() => setClosing(!closing)} label={w.otherwiseNamed(title)}>
              {w.otherwise}
            </Button>
          </>
        )}
      </div>
      {fault && (
        <div className="under">
          <Banner tone="no" live="assertive">
            {fault}
          </Banner>
        </div>
      )}
      {closing && !task.doneAt && <Closing task={task} onComplete={onComplete} />}
    </li>
  );
}

const OUTCOMES = ['done', 'not-needed', 'not-reached'] as const;

/** Completing with an outcome and a note. */
function Closing({ task, onComplete }: Pick<RowProps, 'task' | 'onComplete'>) {
  const w = useWords(taskWords);
  const sheet = `task.${task.id}`;
  const [outcome, setOutcome] = useTyped<(typeof OUTCOMES)[number]>(sheet, 'outcome', 'done');
  const [note, setNote] = useTyped(sheet, 'note', '');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const submit = useSubmit(async () => {
    await onComplete(outcome, note.trim() || undefined);
    forget(sheet);
  });
  return (
    <form className="under stack" noValidate onSubmit={(event) => void submit.run(event)}>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <Segments
        label={w.outcome}
        choices={OUTCOMES.map((value) => ({ value, label: w.outcomes[value] ?? value }))}
        value={outcome}
        onChange={setOutcome}
        firstRef={first}
        error={submit.at('/outcome')}
      />
      {task.person ? (
        <TextArea label={w.note} hint={w.noteHint} value={note} onChange={setNote} maxLength={500} error={submit.at('/note')} />
      ) : (
        <p className="s h">{w.noNote}</p>
      )}
      <div>
        <Button type="submit" kind="main" busy={submit.busy}>
          {w.complete}
        </Button>
      </div>
    </form>
  );
}
