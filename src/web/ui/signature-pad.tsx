import { useEffect, useRef } from 'react';
import './signature-pad.css';

type Point = [number, number];
export type Stroke = Point[];
const [WIDTH, HEIGHT] = [1000, 400];
/** What a signature may hold at the most, as `Strokes` of the notes' contract takes it. */
const [MOST_STROKES, MOST_OF_A_STROKE, MOST_POINTS] = [60, 1500, 4000];
/** A point nearer to the last one than this adds nothing to see. */
const NEAR = 4;

/** A field to sign in, by finger, pen or mouse; lines are kept in a field of 1000 × 400, whatever the size of the screen. */
export function SignaturePad(props: { label: string; empty: string; strokes: Stroke[]; onChange: (strokes: Stroke[]) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Stroke | null>(null);
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
    if (!stroke || !last || Math.hypot(next[0] - last[0], next[1] - last[1]) < NEAR || points() + stroke.length >= MOST_POINTS) return;
    stroke.push(next);
    const context = canvas.current?.getContext('2d');
    if (context) paint(context, [...strokes, stroke]);
  };
  const end = () => {
    const stroke = drawing.current;
    drawing.current = null;
    if (stroke && strokes.length < MOST_STROKES) props.onChange([...strokes, stroke.slice(0, MOST_OF_A_STROKE)]);
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

function paint(context: CanvasRenderingContext2D, strokes: readonly Stroke[]): void {
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
