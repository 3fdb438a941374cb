import { ArrowLeft, Send } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import * as room from '#rooms/crisis/contract.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { Banner, Button, useChord } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { Answering, type Task } from './answering.tsx';
import { DeEscalate, FalseAlarm, Lower, Outcome, Review } from './endings.tsx';
import { HandOver } from './hand-over.tsx';
import { LevelBanner } from './level-banner.tsx';
import { Numbers } from './numbers.tsx';
import { usePending } from './pending.ts';
import { NoteField, Protocol } from './protocol.tsx';
import { Questions } from './questions.tsx';
import { Prompt112, Rescue } from './rescue.tsx';
import { Takes } from './takes.tsx';
import type { Sheet } from './use-sheet.ts';

/** Three columns: what is asked, who comes and what is given, what happened. The same on the sheet and on the page. */
export function Board({ sheet, start }: { sheet: Sheet; start?: React.ReactNode }) {
  const w = useWords(crisis);
  const { language } = useLanguage();
  const [task, setTask] = useState<Task | null>(null);
  const ids = { ask: useId(), who: useId(), numbers: useId(), rescue: useId(), log: useId(), task: useId() };
  const third = useRef<HTMLElement>(null);
  const { view, level } = sheet;
  const closed = view?.state === 'closed';
  useSeen(sheet);
  useChord('F8', w.putThrough, () => document.querySelector<HTMLAnchorElement>('[data-put-through]')?.click());
  // What was opened is looked at: on a phone it lies far below.
  useEffect(() => {
    if (task) third.current?.querySelector<HTMLElement>('select, input, textarea, button')?.focus();
  }, [task]);
  const help = useRef<HTMLElement>(null);
  // What came of it stands on top, and the cursor with it.
  const done = () => {
    setTask(null);
    help.current?.focus({ preventScroll: true });
    if (matchMedia('(max-width: 60rem)').matches) requestAnimationFrame(() => help.current?.scrollIntoView({ block: 'start' }));
  };
  // Said to whoever is on the phone and waits; who has taken over knows.
  const waits = view === undefined || view.state === 'raised';
  // With nobody on duty there is nobody to put through to; the card says what to do instead.
  const nobody = (view?.onDuty ?? sheet.roster?.onDuty ?? []).length === 0;
  const doing =
    sheet.script && level && (!nobody || level === 'RED') && level !== 'GREEN' && waits && !sheet.may('acknowledge')
      ? sheet.script.body.levels[level].do
      : [];
  // What the ambulance asks stands before the numbers when it is needed now.
  const rescue = (
    <>
      <h3 id={ids.rescue}>{w.rescue}</h3>
      <Rescue sheet={sheet} />
    </>
  );
  return (
    <div className="board" data-density="dicht">
      <section className="questions" aria-labelledby={ids.ask}>
        <div>
          <h3 id={ids.ask}>{closed ? w.askedHead : w.ask}</h3>
          {!closed && <p className="q s">{w.askLead}</p>}
        </div>
        <Questions sheet={sheet} />
        <div className="foot">
          {sheet.calm && <Banner tone="yes">{w.levelWhat.GREEN}</Banner>}
          <LevelBanner sheet={sheet} />
        </div>
      </section>
      <section className="help" aria-labelledby={ids.who} ref={help} tabIndex={-1}>
        <h3 id={ids.who}>{closed ? w.outcomeHead : w.takes}</h3>
        <Cut sheet={sheet} />
        {start}
        <Prompt112 sheet={sheet} />
        {closed ? <Ended sheet={sheet} /> : <Takes sheet={sheet} />}
        <Unfinished sheet={sheet} />
        <Answering sheet={sheet} task={task} onTask={setTask} />
        {doing.length > 0 && (
          <ul className="doing s">
            {doing.map((one) => (
              <li key={one.de}>{one[language]}</li>
            ))}
          </ul>
        )}
        {!closed && (
          <>
            {level === 'RED' && rescue}
            <Numbers numbers={sheet.numbers} here={view?.address != null} headId={ids.numbers} />
            {level !== 'RED' && rescue}
          </>
        )}
      </section>
      <section className="happened" aria-labelledby={task ? ids.task : ids.log} ref={third}>
        {task ? (
          <>
            <div className="row">
              <Button small kind="quiet" icon={ArrowLeft} onPress={done}>
                {w.protocol}
              </Button>
              <h3 id={ids.task}>{w.tasks[task]}</h3>
            </div>
            {task === 'hand-over' && <HandOver sheet={sheet} onDone={done} />}
            {task === 'lower' && <Lower sheet={sheet} onDone={done} />}
            {task === 'de-escalate' && <DeEscalate sheet={sheet} onDone={done} />}
            {task === 'false-alarm' && <FalseAlarm sheet={sheet} onDone={done} />}
            {task === 'outcome' && <Outcome sheet={sheet} onDone={done} />}
            {task === 'review' && <Review sheet={sheet} onDone={done} />}
          </>
        ) : (
          <>
            <h3 id={ids.log}>{w.protocol}</h3>
            <Protocol sheet={sheet} />
            <NoteField sheet={sheet} />
            {sheet.may('save-record') && !(sheet.may('hand-over') && view?.state !== 'raised') && (
              <Button wide icon={Send} onPress={() => setTask('hand-over')}>
                {w.prepare}
              </Button>
            )}
          </>
        )}
      </section>
    </div>
  );
}

/** Alarms of mine that I look at count as seen. */
function useSeen(sheet: Sheet): void {
  const { accountId } = useMe();
  const { id, view } = sheet;
  const unseen = view?.state === 'raised' && view.pages.some((page) => page.accountId === accountId && page.state !== 'seen');
  useEffect(() => {
    if (id && unseen) void call(room.markSeen, { params: { id }, body: {} }).catch(() => undefined);
  }, [id, unseen]);
}

/** Whoever takes over sees that the level stands on half of the questions: an open one may count as danger (rule book A.1.5). */
function Unfinished({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisis);
  const { view, script, answers } = sheet;
  const all = script?.body.questions.length ?? 0;
  const asked = script?.body.questions.filter(({ id }) => answers[id] !== undefined).length ?? 0;
  const taken = view?.state === 'acknowledged' || view?.state === 'in_contact';
  if (!view || !taken || view.scriptFinished || asked === 0 || asked === all) return null;
  return <Banner tone="partly">{w.notFinished(asked, all)}</Banner>;
}

/** Without a connection: what was not sent, and what to do now. */
function Cut({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisis);
  const { count, cut } = usePending();
  if (!cut || count === 0) return null;
  return (
    <Banner tone="offline" live="assertive">
      <b>{sheet.id === null ? w.offlineTitle : w.offlineSome}</b> {sheet.id === null ? w.offlineText : ''} {w.waitingEntries(count)}
    </Banner>
  );
}

/** How it ended, and what was agreed. */
function Ended({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisis);
  const format = useFormat();
  const { view } = sheet;
  if (!view?.closedAt) return null;
  return (
    <dl className="kv ended">
      <dt>{w.page.because}</dt>
      <dd>
        {format.when(view.closedAt)}, {view.closedByName}: {w.closedBecause[view.closedBecause ?? ''] ?? ''}
      </dd>
      {view.closedReason && (
        <>
          <dt>{w.reasonLabel}</dt>
          <dd className="said">{view.closedReason}</dd>
        </>
      )}
      {view.nextStep && (
        <>
          <dt>{w.nextStep}</dt>
          <dd className="said">{view.nextStep}</dd>
        </>
      )}
      {view.callBackAt && (
        <>
          <dt>{w.callbackAt}</dt>
          <dd>{format.when(view.callBackAt)}</dd>
        </>
      )}
      {view.reviewedAt ? (
        <>
          <dt>{w.page.review}</dt>
          <dd>
            {format.when(view.reviewedAt)}, {view.reviewedByName}
            {view.reviewNote && <span className="said">: {view.reviewNote}</span>}
          </dd>
        </>
      ) : (
        view.reviewDueAt && (
          <>
            <dt>{w.page.review}</dt>
            <dd>{w.page.reviewDue(format.when(view.reviewDueAt))}</dd>
          </>
        )
      )}
    </dl>
  );
}
