import { Camera, CircleCheck, FileUp } from 'lucide-react';
import { type DragEvent, useEffect, useId, useRef, useState } from 'react';
import type { Audience } from '#rooms/records/rules/limits.ts';
import { type Problem, problemOf } from '../../../problem.ts';
import { announce, Banner, Button, Icon } from '../../../ui/index.ts';
import { currentLanguage, useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { problems } from '../../../words/problems.ts';
import type { KeptFile } from './kept.ts';
import { sendFile } from './send.ts';
import './papers.css';

await papers.load(currentLanguage());

export interface UploadedNow {
  id: string;
  name: string;
  notes: KeptFile['notes'];
  state: KeptFile['state'];
}

interface UploadFieldProps {
  personId: string;
  /** muster-26, decision, proof-of-sending, signature, release, letter … */
  kind: string;
  /** `office` for papers of the administration, `care` for what the office must not read. */
  audience: Audience;
  /** What it belongs to. */
  object?: { kind: string; id: string } | undefined;
  label?: string;
  hint?: string;
  /** Beside the field: what the server said about another field of the form. */
  error?: string | undefined;
  onKept: (file: UploadedNow) => void;
}

const ACCEPTED = '.pdf,.jpg,.jpeg,.png,.docx,application/pdf,image/jpeg,image/png,image/heic';

/** One file: dropped, chosen, or photographed with a phone. Says how far it is, can be cancelled, and answers clearly. */
export function UploadField(props: UploadFieldProps) {
  const w = useWords(papers).upload;
  const id = useId();
  const chooser = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { running, kept, fault, send, cancel } = useSending(props);

  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && !running) void send(file);
  };
  const pick = (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    input.value = '';
    if (file) void send(file);
  };
  return (
    <fieldset className="upload stack tight" aria-describedby={`${id}-hint`}>
      <legend>{props.label ?? w.label}</legend>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the buttons inside are the first */}
      <div
        className="drop"
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {running ? (
          <div className="sending">
            <p className="row">
              <span className="grow name">{w.sending(running.name)}</span>
              <Button small onPress={cancel}>
                {w.cancel}
              </Button>
            </p>
            <progress aria-label={w.sending(running.name)} max={100} value={running.percent} />
            <span className="s q">{running.percent < 100 ? w.percent(running.percent) : w.checking}</span>
          </div>
        ) : (
          <>
            <div className="ways">
              <Button icon={FileUp} onPress={() => chooser.current?.click()}>
                {w.choose}
              </Button>
              <Button icon={Camera} className="camera" onPress={() => camera.current?.click()}>
                {w.photo}
              </Button>
              <span className="q s dropping">{w.drop}</span>
            </div>
            <p className="q s" id={`${id}-hint`}>
              {props.hint ?? w.hint}
            </p>
          </>
        )}
        <input ref={chooser} type="file" accept={ACCEPTED} hidden tabIndex={-1} onChange={(event) => pick(event.currentTarget)} />
        <input
          ref={camera}
          type="file"
          accept="image/*"
          capture="environment"
          hidden
          tabIndex={-1}
          onChange={(event) => pick(event.currentTarget)}
        />
      </div>
      {kept && (
        <div className="kept s" role="status">
          <p>
            <Icon of={CircleCheck} /> {w.kept(kept.name)}
          </p>
          {kept.state === 'pending' && <p className="q">{w.pending}</p>}
          {kept.notes.map((note) => (
            <p key={note} className="q">
              {w.notes[note]}
            </p>
          ))}
        </div>
      )}
      {fault && (
        <Banner tone="no" live="assertive">
          {fault}
        </Banner>
      )}
      {!fault && props.error && <p className="below err">{props.error}</p>}
    </fieldset>
  );
}

function useSending({ personId, kind, audience, object, onKept }: UploadFieldProps) {
  const w = useWords(papers).upload;
  const general = useWords(problems);
  const [running, setRunning] = useState<{ name: string; percent: number } | null>(null);
  const [kept, setKept] = useState<UploadedNow | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const control = useRef<AbortController | null>(null);
  useEffect(() => () => control.current?.abort(), []);

  const send = async (file: File) => {
    setKept(null);
    setFault(null);
    setRunning({ name: file.name, percent: 0 });
    const stop = new AbortController();
    control.current = stop;
    try {
      const fields = { personId, kind, audience, ...(object ? { objectKind: object.kind, objectId: object.id } : {}) };
      const onProgress = (share: number) => setRunning({ name: file.name, percent: Math.round(share * 100) });
      const done = { ...(await sendFile({ file, fields, signal: stop.signal, onProgress })), name: file.name };
      setKept(done);
      announce(w.kept(file.name));
      onKept(done);
    } catch (cause) {
      if (stop.signal.aborted) announce(w.cancelled);
      else setFault(faultOf(problemOf(cause)));
    } finally {
      setRunning(null);
    }
  };
  /** Our own sentence for why a file is not taken, else the server's. */
  const faultOf = (problem: Problem): string => {
    const { reason, hint } = (problem.body.facts ?? {}) as { reason?: keyof typeof w.reasons; hint?: keyof typeof w.hints };
    if (problem.code === 'file-refused' && hint && w.hints[hint]) return w.hints[hint];
    if (problem.code === 'file-refused' && reason && w.reasons[reason]) return w.reasons[reason];
    if (problem.code === 'file-too-large') return w.tooLarge;
    if (problem.code === 'offline') return w.offline;
    if (problem.code === 'too-many') return w.busy;
    return problem.sentence(general);
  };
  return { running, kept, fault, send, cancel: () => control.current?.abort() };
}
