import { useRef, useState } from 'react';
import type { Signature } from '#rooms/soziotherapie/contract/notes.ts';
import type { SessionRow } from '#rooms/soziotherapie/contract/sessions.ts';
import { moveSession, signSession } from '#rooms/soziotherapie/contract/sessions.ts';
import { call } from '../../../call.ts';
import { useMay } from '../../../me.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, SidePanel, State, TextField } from '../../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { sessions as sessionWords } from '../../../words/sessions.ts';
import { amountOf } from '../../visit/amount.ts';
import { localOf } from '../../visit/device/device-clock.ts';
import { SignatureSheet, useSignedLine } from '../../visit/signature.tsx';
import { useUnits } from '../../visit/units.ts';
import { sentenceOf } from '../../visit/warnings.tsx';
import { TONES, useAgain, useSession } from './data.ts';
import { MovePanel } from './move-panel.tsx';
import { Notes } from './notes-view.tsx';
import { WriteForm } from './write-form.tsx';
import '../../visit/visit.css';

/** Steps that need no more than, at most, a reason. */
const PLAIN = ['confirm', 'mark-no-show', 'cancel-by-client', 'cancel-by-provider', 'release-late', 'dispute', 'settle'] as const;
type Plain = (typeof PLAIN)[number];
const isPlain = (event: string): event is Plain => (PLAIN as readonly string[]).includes(event);
const WITHOUT_REASON = new Set<Plain>(['confirm', 'settle']);

type Task = { kind: 'step'; event: Plain } | { kind: 'write' } | { kind: 'move' } | { kind: 'sign' } | null;

/** One unit: how it stands, who pays, what was written, and what comes next. */
export function SessionPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const w = useWords(sessionWords);
  const format = useFormat();
  const care = useMay('soziotherapie.care');
  const { data: session } = useSession(id);
  const [task, setTask] = useState<Task>(null);
  if (!session) return null;
  const title = `${format.day(session.day)} ${session.start.slice(11)} – ${session.end.slice(11)}`;
  const done = () => setTask(null);
  return (
    <SidePanel title={title} onClose={onClose}>
      <Facts session={session} />
      {task?.kind === 'write' ? (
        <WriteForm session={session} onDone={done} />
      ) : task?.kind === 'move' ? (
        <MovePanel session={session} onDone={done} />
      ) : task?.kind === 'step' ? (
        <Step session={session} event={task.event} onDone={done} />
      ) : (
        <Steps session={session} care={care} onTask={setTask} />
      )}
      {task?.kind === 'sign' && <Sign session={session} onDone={done} />}
      {care ? <Notes session={session} /> : <p className="s q">{w.noteHidden}</p>}
    </SidePanel>
  );
}

type Full = NonNullable<ReturnType<typeof useSession>['data']>;

function Facts({ session }: { session: Full }) {
  const w = useWords(sessionWords);
  const format = useFormat();
  const units = useUnits();
  const { language } = useLanguage();
  const { setting, minutes, state, parts } = session;
  return (
    <section className="stack">
      <p className="row wrap">
        <State tone={TONES[state]}>{w.stateOf[state]}</State>
        <span>
          {w.minutes(minutes, units(amountOf(setting, minutes).hundredths))}, {setting === 'group' ? w.group : w.single}
        </span>
        {session.practitioner && <span className="q">{session.practitioner}</span>}
      </p>
      <dl className="kv">
        <dt>{w.place}</dt>
        <dd>
          {session.placeKind && w.placeOf[session.placeKind]}
          {session.address && `, ${session.address}`}
        </dd>
        <dt>{w.cover}</dt>
        <dd>
          {parts.length === 0 && <span className="q">{w.coverNone}</span>}
          <ul className="plain">
            {parts.map(({ prescriptionId, status, minutes: part, because }) => (
              <li key={`${prescriptionId} ${status}`}>
                {w.coverPart(part, w.coverOf[status])}
                {because && <span className="s q"> {sentenceOf(because, {}, language).title}</span>}
              </li>
            ))}
          </ul>
          {session.riskConfirmed && <span className="s q">{w.riskTaken}</span>}
        </dd>
        {session.deliveredAt && (
          <>
            <dt>{w.note}</dt>
            <dd>
              {session.documentedAt ? w.documentedAt(format.when(session.documentedAt)) : w.deliveredAt(format.when(session.deliveredAt))}
            </dd>
          </>
        )}
        {session.signedHow && session.signedAt && (
          <>
            <dt>{w.event.sign}</dt>
            <dd>
              {w.signedAt(w.signedHow[session.signedHow], format.when(session.signedAt))}
              {session.signatureReason && `: ${session.signatureReason}`}
            </dd>
          </>
        )}
        {session.lateReason && (
          <>
            <dt>{w.lateReason}</dt>
            <dd>
              {session.lateReason} {session.lateReleased && <span className="q">{w.lateReleased}</span>}
            </dd>
          </>
        )}
      </dl>
      {session.offReason && <p>{w.offReason(session.offReason)}</p>}
    </section>
  );
}

/** What may come next (SESSION_TABLE), the usual one first. */
function Steps({ session, care, onTask }: { session: SessionRow; care: boolean; onTask: (task: Task) => void }) {
  const w = useWords(sessionWords);
  const { next, state } = session;
  const planned = state === 'PLANNED' || state === 'CONFIRMED';
  // What has not begun can be moved or called off; nothing of it can be told yet (R21).
  const ahead = planned && session.start > localOf(Temporal.Now.instant());
  const writes =
    care && !ahead && (next.includes('document') || next.includes('document-very-late') || (planned && next.includes('deliver')));
  const plain = next.filter(isPlain).filter((event) => event !== 'mark-no-show' || !ahead);
  if (!writes && plain.length === 0 && !next.includes('sign')) return null;
  return (
    <section className="stack" aria-label={w.steps}>
      <div className="row wrap">
        {writes && (
          <Button kind="main" onPress={() => onTask({ kind: 'write' })}>
            {w.event.document}
          </Button>
        )}
        {next.includes('sign') && care && (
          <Button kind="main" onPress={() => onTask({ kind: 'sign' })}>
            {w.event.sign}
          </Button>
        )}
        {planned && <Button onPress={() => onTask({ kind: 'move' })}>{w.move}</Button>}
        {plain.map((event) => (
          <Button key={event} kind={event === 'release-late' ? 'main' : 'plain'} onPress={() => onTask({ kind: 'step', event })}>
            {w.event[event]}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** A step with its reason. */
function Step({ session, event, onDone }: { session: SessionRow; event: Plain; onDone: () => void }) {
  const w = useWords(sessionWords);
  const again = useAgain();
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const needs = !WITHOUT_REASON.has(event);
  const short = needs && reason.trim().length < 3;
  const submit = useSubmit(async () => {
    const body = { event, ...(reason.trim() ? { reason: reason.trim() } : {}) };
    await call(moveSession, { params: { id: session.id }, body, ifMatch: session.version });
    announce(w.done);
    again();
    onDone();
  });
  return (
    <form
      className="stack"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        setAsked(true);
        if (!short) void submit.run();
      }}
    >
      <h3>{w.event[event]}</h3>
      {needs && (
        <TextField
          label={w.reason}
          value={reason}
          onChange={setReason}
          maxLength={60}
          error={asked && short ? w.reasonMissing : submit.at('/reason')}
        />
      )}
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div className="row">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.event[event]}
        </Button>
        <Button onPress={onDone}>{w.back}</Button>
      </div>
    </form>
  );
}

function Sign({ session, onDone }: { session: SessionRow; onDone: () => void }) {
  const w = useWords(sessionWords);
  const again = useAgain();
  const line = useSignedLine();
  const units = useUnits();
  const taken = useRef<Signature | null>(null);
  const [sheet, setSheet] = useState(true);
  const submit = useSubmit(async () => {
    if (!taken.current) return;
    await call(signSession, { params: { id: session.id }, body: taken.current, ifMatch: session.version });
    announce(w.done);
    again();
    onDone();
  });
  const take = (signature: Signature | null) => {
    taken.current = signature;
    setSheet(false);
    void submit.run();
  };
  if (sheet)
    return (
      <SignatureSheet
        name={null}
        line={line(session.start, session.end, units(amountOf(session.setting, session.minutes).hundredths))}
        value={null}
        onTake={take}
        onClose={() => taken.current === null && onDone()}
      />
    );
  return (
    <section className="stack">
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div className="row">
        <Button kind="main" busy={submit.busy} onPress={() => submit.run()}>
          {w.event.sign}
        </Button>
        <Button onPress={onDone}>{w.back}</Button>
      </div>
    </section>
  );
}
