import { Check } from 'lucide-react';
import { useId, useState } from 'react';
import type { DayVisit } from '#rooms/soziotherapie/contract/day-plan.ts';
import type { MeasureKind } from '#rooms/soziotherapie/rules/note.ts';
import { Icon } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';

const USUAL: readonly MeasureKind[] = ['MOTIVATION_TRAINING', 'COORDINATION', 'SOCIAL_ENVIRONMENT', 'ILLNESS_PERCEPTION', 'CRISIS_HELP'];
const RARE: readonly MeasureKind[] = ['WILL_FORMATION', 'PLAN', 'DOCUMENTATION'];

/** The kinds of measures (ST-RL § 3); the rarer ones behind "…". */
export function What({ value, onChange }: { value: readonly MeasureKind[]; onChange: (kinds: MeasureKind[]) => void }) {
  const w = useWords(visitWords);
  const [all, setAll] = useState(false);
  const shown = [...USUAL, ...RARE.filter((kind) => all || value.includes(kind))];
  const toggle = (kind: MeasureKind, on: boolean) => onChange(on ? [...value, kind] : value.filter((one) => one !== kind));
  return (
    <fieldset className="g" data-place="kinds">
      <legend>{w.what}</legend>
      <div className="tags">
        {shown.map((kind) => (
          <label key={kind} className="chip">
            <input type="checkbox" checked={value.includes(kind)} onChange={({ target }) => toggle(kind, target.checked)} />
            <Icon of={Check} />
            {w.measure[kind]}
          </label>
        ))}
        {shown.length < USUAL.length + RARE.length && (
          <button type="button" className="chip more" onClick={() => setAll(true)}>
            …<span className="vh">{w.moreKinds}</span>
          </button>
        )}
      </div>
    </fieldset>
  );
}

/** The goals of the plan in force, in the client's words; near ones first. Several may be touched. */
export function Goals(props: { goals: DayVisit['goals']; value: readonly string[]; onChange: (ids: string[]) => void }) {
  const w = useWords(visitWords);
  const id = useId();
  const near = props.goals.filter(({ kind }) => kind === 'near');
  const far = props.goals.filter(({ kind }) => kind === 'far');
  const [all, setAll] = useState(near.length === 0 || far.some((goal) => props.value.includes(goal.id)));
  if (props.goals.length === 0) return <p className="s q">{w.noGoals}</p>;
  const toggle = (goal: string, on: boolean) => props.onChange(on ? [...props.value, goal] : props.value.filter((one) => one !== goal));
  return (
    <fieldset className="g" data-place="goals" aria-describedby={id}>
      <legend id={id}>{w.goal}</legend>
      <div className="goals">
        {[...near, ...(all ? far : [])].map(({ id: goal, text }) => (
          <label key={goal} className="goal">
            <input type="checkbox" checked={props.value.includes(goal)} onChange={({ target }) => toggle(goal, target.checked)} />
            <span>„{text.replace(/^[„"»“]+|[“"«”]+$/g, '')}“</span>
          </label>
        ))}
        {!all && far.length > 0 && (
          <button type="button" className="btn quiet" onClick={() => setAll(true)}>
            {w.farGoals}
          </button>
        )}
      </div>
    </fieldset>
  );
}
