import { useRef, useState } from 'react';
import type { Task } from '#rooms/tasks/contract.ts';
import { useMay, useMe } from '../../me.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, Empty, Segments, SelectField, TakeAlong, TextField } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { tasks as taskWords } from '../../words/tasks.ts';
import { Mail } from './mail.tsx';
import { type Order, ordered, URGENCIES, urgencyOf } from './order.ts';
import { detailsOf, TaskRow, titleOf, useWhose } from './task-row.tsx';
import { useNow, usePractitionerNames, useTaskSteps, useTasks } from './use-tasks.ts';
import './tasks.css';

// Words come with the page, so that no part of it waits for them.
await Promise.all([taskWords, codes].map((book) => book.load(currentLanguage())));

type Whose = 'all' | 'mine' | 'role';
const WHOSE: readonly Whose[] = ['all', 'mine', 'role'];
const ORDERS: readonly Order[] = ['due', 'priority', 'created'];

/** Aufgaben: mine and those of my roles by deadline; beside them letters and messages that need a hand. */
export default function Tasks() {
  const mail = useMay('messages.read');
  return (
    <div className={mail ? 'page tasks with-mail' : 'page tasks'}>
      <List />
      {mail && <Mail />}
    </div>
  );
}

function List() {
  const w = useWords(taskWords);
  const format = useFormat();
  const faults = useWords(problems);
  const me = useMe();
  const now = useNow();
  const [show, setShow] = useState<'open' | 'done'>('open');
  const [whose, setWhose] = useState<Whose>('all');
  const [order, setOrder] = useState<Order>('due');
  const [text, setText] = useState('');
  const { data, error } = useTasks(show);
  const practitioner = usePractitionerNames();
  const whoseWords = useWhose();
  const steps = useTaskSteps((task) => titleOf(w, task));
  const list = useRef<HTMLElement>(null);

  const details = (task: Task) => detailsOf(w, format, task, practitioner);
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = (data ?? []).filter((task) => {
    if (whose === 'mine' && task.assigneeName !== me.name) return false;
    if (whose === 'role' && task.assigneeName) return false;
    const line = [titleOf(w, task), task.person ?? '', whoseWords(task), ...details(task)].join(' ').toLowerCase();
    return wanted.every((word) => line.includes(word));
  });
  const sorted = show === 'open' ? ordered(shown, order) : shown;
  const urgency = (task: Task) => urgencyOf(Temporal.Instant.from(task.dueAt), now);
  const groups =
    show === 'open' && order === 'due'
      ? URGENCIES.map((key) => ({ key, title: w.groups[key], tasks: sorted.filter((task) => urgency(task) === key) }))
      : [{ key: 'all', title: '', tasks: sorted }];
  const count = (key: string) => shown.filter((task) => urgency(task) === key).length;

  /** A row that goes takes the focus with it: the next one, else the one before, else the list gets it. */
  const thenNext = async (task: Task, act: () => Promise<void>) => {
    const index = sorted.indexOf(task);
    const next = sorted[index + 1] ?? sorted[index - 1];
    await act();
    const target = next && list.current?.querySelector<HTMLElement>(`[data-task="${next.id}"]`);
    (target ?? list.current)?.focus();
  };
  const content = () => ({
    head: [w.csvDue, w.csvTask, w.csvPerson, w.csvDetail, w.csvWho, w.csvDone],
    rows: sorted.map((task) => [
      format.when(task.dueAt),
      titleOf(w, task),
      task.person ?? '',
      details(task).join(', '),
      whoseWords(task),
      task.doneAt ? format.when(task.doneAt) : '',
    ]),
  });
  return (
    <section className="card list-of-tasks" aria-label={w.list} ref={list} tabIndex={-1}>
      <div className="task-tools">
        <Segments
          label={w.show}
          hideLabel
          choices={[
            { value: 'open', label: w.open },
            { value: 'done', label: w.done },
          ]}
          value={show}
          onChange={setShow}
        />
        <SelectField
          label={w.whose}
          choices={WHOSE.map((value) => ({ value, label: w.whoseOf[value] }))}
          value={whose}
          onChange={(value) => setWhose(value ?? 'all')}
        />
        {show === 'open' && (
          <SelectField
            label={w.sort}
            choices={ORDERS.map((value) => ({ value, label: w.sortOf[value] }))}
            value={order}
            onChange={(value) => setOrder(value ?? 'due')}
          />
        )}
        <TextField label={w.search} type="search" value={text} onChange={setText} />
      </div>
      <div className="row summary">
        <span className="s q num" role="status">
          {show === 'open' && data && w.summary(count('overdue'), count('today'), count('week') + count('later'))}
        </span>
        <span className="end row wrap">
          {sorted.length > 0 && <TakeAlong list="tasks" fileName={w.file} title={w.list} content={content} />}
        </span>
      </div>
      {error && <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>}
      {data && sorted.length === 0 && (
        <Empty
          action={
            data.length > 0 && (
              <Button
                onPress={() => {
                  setText('');
                  setWhose('all');
                }}
              >
                {w.showAll}
              </Button>
            )
          }
        >
          {data.length > 0 ? w.nothingFits : show === 'open' ? w.nothing : w.nothingDone}
        </Empty>
      )}
      {groups.map(
        (group) =>
          group.tasks.length > 0 && (
            <section key={group.key} aria-label={group.title || undefined}>
              {group.title && <h2>{group.title}</h2>}
              <ul className="plain">
                {group.tasks.map((task) => (
                  <TaskRow
                    key={task.id}
                    task={task}
                    now={now}
                    details={details(task)}
                    onTake={() => steps.take(task)}
                    onComplete={(outcome, note) => thenNext(task, () => steps.complete(task, outcome, note))}
                    onReopen={() => thenNext(task, () => steps.reopen(task))}
                  />
                ))}
              </ul>
            </section>
          ),
      )}
    </section>
  );
}
