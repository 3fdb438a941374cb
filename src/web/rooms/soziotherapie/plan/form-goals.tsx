import { useState } from 'react';
import { MEASURE_KINDS, type Measure, MOST_FAR_GOALS, MOST_NEAR_GOALS } from '#rooms/soziotherapie/rules/forms/muster-27.ts';
import { Chips, DateField, Segments, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import { Add, type At, Item, replaced, type Section, without } from './form-parts.tsx';

export function FarGoalFields({ content, change, at }: Section) {
  const w = useWords(planWords);
  const { farGoals } = content;
  return (
    <>
      {farGoals.map((goal, index) => (
        <Item
          key={goal.id}
          name={w.form.farOf(index + 1)}
          warning={at(`/farGoals/${index}`).warning}
          onRemove={() =>
            change({
              farGoals: without(farGoals, index),
              nearGoals: content.nearGoals.map((near) => (near.farGoalId === goal.id ? { ...near, farGoalId: null } : near)),
            })
          }
        >
          <TextArea
            label={w.form.goalText}
            voice
            maxLength={400}
            value={goal.text}
            onChange={(text) => change({ farGoals: replaced(farGoals, index, { text }) })}
            {...at(`/farGoals/${index}/text`)}
          />
          <TextField
            label={w.form.goalSign}
            maxLength={400}
            value={goal.sign}
            onChange={(sign) => change({ farGoals: replaced(farGoals, index, { sign }) })}
            {...at(`/farGoals/${index}/sign`)}
          />
        </Item>
      ))}
      {farGoals.length < MOST_FAR_GOALS && (
        <Add onPress={() => change({ farGoals: [...farGoals, { id: crypto.randomUUID(), text: '', sign: '' }] })}>{w.form.addFar}</Add>
      )}
    </>
  );
}

export function NearGoalFields({ content, change, at }: Section) {
  const w = useWords(planWords);
  const { farGoals, nearGoals } = content;
  const short = (text: string, n: number) => (text ? `${w.form.farOf(n)}: ${text.slice(0, 60)}` : w.form.farOf(n));
  return (
    <>
      {nearGoals.map((goal, index) => (
        <Item
          key={goal.id}
          name={w.near(index + 1)}
          onRemove={() =>
            change({
              nearGoals: without(nearGoals, index),
              measures: content.measures.map((one) => ({ ...one, nearGoalIds: one.nearGoalIds.filter((id) => id !== goal.id) })),
            })
          }
        >
          <TextArea
            label={w.form.goalText}
            voice
            maxLength={400}
            value={goal.text}
            onChange={(text) => change({ nearGoals: replaced(nearGoals, index, { text }) })}
            {...at(`/nearGoals/${index}/text`)}
          />
          <div className="plan-grid">
            <SelectField
              label={w.form.towards}
              value={goal.farGoalId}
              onChange={(farGoalId) => change({ nearGoals: replaced(nearGoals, index, { farGoalId }) })}
              choices={farGoals.map(({ id, text }, far) => ({ value: id, label: short(text, far + 1) }))}
              {...at(`/nearGoals/${index}/farGoalId`)}
            />
            <TextField
              label={w.form.goalSign}
              maxLength={400}
              value={goal.sign}
              onChange={(sign) => change({ nearGoals: replaced(nearGoals, index, { sign }) })}
            />
          </div>
        </Item>
      ))}
      {nearGoals.length < MOST_NEAR_GOALS && (
        <Add
          onPress={() =>
            change({
              nearGoals: [
                ...nearGoals,
                { id: crypto.randomUUID(), farGoalId: farGoals.length === 1 ? (farGoals[0]?.id ?? null) : null, text: '', sign: '' },
              ],
            })
          }
        >
          {w.form.addNear}
        </Add>
      )}
    </>
  );
}

const MOST_MEASURES = 12;

export function MeasureFields({ content, change, at }: Section) {
  const w = useWords(planWords);
  const { measures } = content;
  const last = measures.at(-1);
  const set = (index: number) => (part: Partial<Measure>) => change({ measures: replaced(measures, index, part) });
  return (
    <>
      {measures.map((measure, index) => (
        <Item key={measure.id} name={w.form.measureOf(index + 1)} onRemove={() => change({ measures: without(measures, index) })}>
          <MeasureItem measure={measure} set={set(index)} at={(part) => at(`/measures/${index}${part}`)} content={content} />
        </Item>
      ))}
      {measures.length < MOST_MEASURES && (
        <Add
          onPress={() =>
            change({
              measures: [
                ...measures,
                {
                  id: crypto.randomUUID(),
                  kind: 'MOTIVATION_TRAINING',
                  text: '',
                  nearGoalIds: [],
                  frequency: 1,
                  per: 'WEEK',
                  from: last?.from ?? null,
                  to: last?.to ?? null,
                  setting: 'single',
                },
              ],
            })
          }
        >
          {w.form.addMeasure}
        </Add>
      )}
    </>
  );
}

function MeasureItem(props: { measure: Measure; set: (part: Partial<Measure>) => void; at: At; content: Section['content'] }) {
  const { measure, set, at } = props;
  const w = useWords(planWords);
  const near = props.content.nearGoals.map(({ id, text }, index) => ({
    value: id,
    label: w.near(index + 1),
    spoken: `${w.near(index + 1)} ${text}`,
  }));
  return (
    <>
      <div className="plan-grid">
        <SelectField
          label={w.form.kind}
          value={measure.kind}
          onChange={(kind) => kind && set({ kind })}
          choices={MEASURE_KINDS.map((kind) => ({ value: kind, label: w.measures[kind] }))}
        />
        <TextField label={w.form.what} maxLength={400} value={measure.text} onChange={(text) => set({ text })} {...at('/text')} />
      </div>
      {near.length > 0 && (
        <Chips label={w.form.forGoals} choices={near} value={measure.nearGoalIds} onChange={(nearGoalIds) => set({ nearGoalIds })} />
      )}
      <div className="plan-grid four">
        <Often measure={measure} set={set} {...at('/frequency')} />
        <SelectField
          label={w.form.per}
          value={measure.per}
          onChange={(per) => per && set({ per })}
          choices={(['WEEK', 'MONTH'] as const).map((per) => ({ value: per, label: w.form.perOf[per] }))}
        />
        <DateField label={w.form.from} ageless value={measure.from} onChange={(from) => set({ from })} error={at('/from').error} />
        <DateField label={w.form.to} ageless value={measure.to} onChange={(to) => set({ to })} error={at('/to').error} />
      </div>
      <Segments
        label={w.form.setting}
        value={measure.setting}
        onChange={(setting) => set({ setting })}
        choices={(['single', 'group'] as const).map((setting) => ({ value: setting, label: w.setting[setting] }))}
        {...at('/setting')}
      />
    </>
  );
}

/** "1", "0,5": quarters of a contact. */
function Often({ measure, set, error }: { measure: Measure; set: (part: Partial<Measure>) => void; error: string | undefined }) {
  const w = useWords(planWords).form;
  const format = useFormat();
  const [text, setText] = useState(() => (measure.frequency === null ? '' : format.number(measure.frequency)));
  const type = (next: string) => {
    setText(next);
    const value = Number(next.replace(',', '.'));
    const fits = next.trim() !== '' && Number.isFinite(value) && value >= 0 && value <= 30;
    set({ frequency: fits ? Math.round(value * 4) / 4 : null });
  };
  return (
    <TextField
      label={w.often}
      inputMode="decimal"
      figures
      maxLength={5}
      value={text}
      onChange={type}
      onLeave={() => setText(measure.frequency === null ? text : format.number(measure.frequency))}
      error={error}
    />
  );
}
