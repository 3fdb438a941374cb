import { useEffect, useRef } from 'react';

export type Stroke = [number, number][];
const [WIDTH, HEIGHT] = [1000, 400];
const [MOST_STROKES, MOST_POINTS] = [60, 1200];

/** A field to sign in, by finger, pen or mouse; lines are kept in a field of 1000 × 400, whatever the size of the screen. */
export function Pad(props: { label: string; empty: string; strokes: Stroke[]; onChange: (strokes: Stroke[]) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Stroke | null>(null);
  const { strokes } = props;
  const paint = (all: readonly Stroke[]) => {
    const context = canvas.current?.getContext('2d');
    if (!context || !canvas.current) return;
    context.clearRect(0, 0, WIDTH, HEIGHT);
    context.lineWidth = 7;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.strokeStyle = getComputedStyle(canvas.current).color;
    for (const stroke of all) {
      context.beginPath();
      for (const [x, y] of stroke) context.lineTo(x, y);
      context.stroke();
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: painted anew when the lines change
  useEffect(() => paint(strokes), [strokes]);
  const at = (event: React.PointerEvent): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    const within = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value)));
    return [
      within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH),
      within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT),
    ];
  };
  const end = () => {
    if (drawing.current && strokes.length < MOST_STROKES) props.onChange([...strokes, drawing.current]);
    drawing.current = null;
  };
  return (
    <div className="plan-pad">
      <canvas
        ref={canvas}
        width={WIDTH}
        height={HEIGHT}
        role="img"
        aria-label={props.label}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const [x, y] = at(event);
          drawing.current = [
            [x, y],
            [x, Math.min(HEIGHT, y + 1)],
          ];
        }}
        onPointerMove={(event) => {
          const stroke = drawing.current;
          if (!stroke || stroke.length >= MOST_POINTS) return;
          stroke.push(at(event));
          paint([...strokes, stroke]);
        }}
        onPointerUp={end}
        onPointerCancel={end}
      />
      {strokes.length === 0 && <span className="s q">{props.empty}</span>}
    </div>
  );
}
