import { useEffect, useId, useRef, useState } from 'react';
import type { Signature } from '#rooms/soziotherapie/contract/notes.ts';
import { Button, CheckRow, Modal, Segments, TextField } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';

type Point = [number, number];
type How = Signature['how'];
const [WIDTH, HEIGHT] = [1000, 400];
const MOST_POINTS = 4000;
const HOW: readonly How[] = ['screen', 'paper', 'not-possible', 'refused'];

/** The client's line of the service record: drawn with a finger, on paper, or why there is none (by keys too). */
export function SignatureSheet(props: {
  /** Who signs, where the page knows. */
  name: string | null;
  line: string;
  value: Signature | null;
  onTake: (signature: Signature | null) => void;
  onClose: () => void;
}) {
  const w = useWords(visitWords);
  const title = useId();
  const [how, setHow] = useState<How>(props.value?.how ?? 'screen');
  const [strokes, setStrokes] = useState<Point[][]>(props.value?.how === 'screen' ? props.value.strokes : []);
  const [reason, setReason] = useState(props.value && 'reason' in props.value ? props.value.reason : '');
  const [byGuardian, setByGuardian] = useState(props.value?.how === 'screen' && props.value.byGuardian);
  const [error, setError] = useState<string | undefined>();
  const take = () => {
    if (how === 'screen' && strokes.length === 0) return setError(w.signDrawMissing);
    if ((how === 'not-possible' || how === 'refused') && reason.trim().length < 3) return setError(w.signReasonMissing);
    if (how === 'screen') props.onTake({ how, strokes, byGuardian });
    else if (how === 'paper') props.onTake({ how });
    else props.onTake({ how, reason: reason.trim() });
    return props.onClose();
  };
  return (
    <Modal className="sign-here" labelledBy={title} onClose={props.onClose}>
      <header>
        <h2 id={title}>{props.name === null ? w.sign : w.signTitle(props.name)}</h2>
        <p className="s q">{props.line}</p>
      </header>
      <Segments
        label={w.signHow}
        hideLabel
        value={how}
        onChange={(next) => {
          setHow(next);
          setError(undefined);
        }}
        choices={HOW.map((value) => ({ value, label: w.signHowOf[value] }))}
      />
      {how === 'screen' && (
        <>
          <Pad label={w.signField} empty={w.drawHere} strokes={strokes} onChange={setStrokes} />
          <CheckRow checked={byGuardian} onChange={setByGuardian}>
            {w.byGuardian}
          </CheckRow>
        </>
      )}
      {(how === 'not-possible' || how === 'refused') && (
        <TextField label={w.signReason} value={reason} onChange={setReason} maxLength={300} error={error} />
      )}
      {error && how === 'screen' && (
        <p className="below err" role="alert">
          {error}
        </p>
      )}
      <footer>
        {how === 'screen' && (
          <Button
            onPress={() => {
              setStrokes([]);
              setError(undefined);
            }}
          >
            {w.clear}
          </Button>
        )}
        <Button onPress={props.onClose}>{w.withoutSignature}</Button>
        <Button kind="main" className="grow" onPress={take}>
          {w.take}
        </Button>
      </footer>
    </Modal>
  );
}

/** The lines live in a field of 1000 × 400, whatever the size of the screen. */
function Pad(props: { label: string; empty: string; strokes: Point[][]; onChange: (strokes: Point[][]) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Point[] | null>(null);
  const { strokes } = props;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context) paint(context, strokes);
  }, [strokes]);
  const at = (event: React.PointerEvent): Point => {
    const box = event.currentTarget.getBoundingClientRect();
    const clamp = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      clamp(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
      clamp(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
    ];
  };
  const points = () => strokes.reduce((sum, stroke) => sum + stroke.length, 0);
  const move = (event: React.PointerEvent) => {
    const stroke = drawing.current;
    const last = stroke?.at(-1);
    const next = at(event);
    if (!stroke || !last || Math.hypot(next[0] - last[0], next[1] - last[1]) < 4 || points() + stroke.length >= MOST_POINTS) return;
    stroke.push(next);
    const context = canvas.current?.getContext('2d');
    if (context) paint(context, [...strokes, stroke]);
  };
  const end = () => {
    const stroke = drawing.current;
    drawing.current = null;
    if (stroke && strokes.length < 60) props.onChange([...strokes, stroke.slice(0, 1500)]);
  };
  return (
    <div className="pad" role="img" aria-label={strokes.length > 0 ? `${props.label}: ${strokes.length}` : props.label}>
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          drawing.current = [at(event)];
        }}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={end}
      />
      {strokes.length === 0 && <span aria-hidden="true">{props.empty}</span>}
    </div>
  );
}

function paint(context: CanvasRenderingContext2D, strokes: readonly (readonly Point[])[]): void {
  context.clearRect(0, 0, WIDTH, HEIGHT);
  context.strokeStyle = getComputedStyle(context.canvas).color;
  context.fillStyle = context.strokeStyle;
  context.lineWidth = 6;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const [first, ...rest] of strokes) {
    if (!first) continue;
    context.beginPath();
    if (rest.length === 0) {
      context.arc(first[0], first[1], 4, 0, Math.PI * 2);
      context.fill();
      continue;
    }
    context.moveTo(first[0], first[1]);
    for (const [x, y] of rest) context.lineTo(x, y);
    context.stroke();
  }
}

/** "Do 05.03., 14:03 bis 14:50, 0,75 TE": what is signed. */
export function useSignedLine(): (start: string, end: string, units: string) => string {
  const w = useWords(visitWords);
  const format = useFormat();
  return (start, end, units) => w.signLine(format.day(start.slice(0, 10)), start.slice(11, 16), end.slice(11, 16), units);
}
