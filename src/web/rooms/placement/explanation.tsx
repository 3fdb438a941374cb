import type { Explained } from '#rooms/placement/contract.ts';
import { Reason, SidePanel } from '../../ui/index.ts';
import { ANSWERS, type Line, sentenceOf } from './note.ts';
import { useWording } from './wording.ts';

/** Every criterion of one place with its answer, its sentence and its points. The number stands at the end, with how it came about. */
export default function Explanation({ one, ruleVersion, onClose }: { one: Explained; ruleVersion: number; onClose: () => void }) {
  const { w, f } = useWording();
  const hard = one.lines.filter(({ id }) => id.startsWith('H'));
  const soft = one.lines.filter(({ id }) => id.startsWith('S'));
  const max = soft.reduce((sum, line) => sum + line.max, 0);
  const points = soft.reduce((sum, line) => sum + line.points, 0);
  return (
    <SidePanel title={w.why.title(one.card.name)} onClose={onClose}>
      <section aria-labelledby="h-hard">
        <h3 id="h-hard">{w.why.hard}</h3>
        <Lines lines={hard} />
      </section>
      {soft.length > 0 && (
        <section aria-labelledby="h-soft">
          <h3 id="h-soft">{w.why.soft}</h3>
          <Lines lines={soft} />
        </section>
      )}
      {one.score !== null && (
        <details className="s q">
          <summary>{w.why.numbers}</summary>
          <p>{w.why.score(f.number(one.score), f.number(Math.round(points * 100) / 100), f.number(max), ruleVersion)}</p>
        </details>
      )}
    </SidePanel>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const wording = useWording();
  const { w, f } = wording;
  const names: Readonly<Record<string, string>> = w.criteria;
  return (
    <ul className="plain lines">
      {lines.map((line) => (
        <li key={line.id}>
          <Reason answer={ANSWERS[line.verdict]}>
            <b>{names[line.id] ?? line.id}</b>
          </Reason>
          <span className="q s grow">{sentenceOf(line, wording)}</span>
          {line.max > 0 && <span className="s num nw">{w.why.points(f.number(line.points), f.number(line.max))}</span>}
        </li>
      ))}
    </ul>
  );
}
