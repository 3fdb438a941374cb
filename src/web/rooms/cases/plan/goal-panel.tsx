import { useRef, useState } from 'react';
import { addGoal, changeGoal, type GoalWish, reviseGoal, setIncompatible } from '#rooms/cases/contract/plan.ts';
import { DOMAIN_CODES, type DomainCode } from '#rooms/cases/rules/area-domains.ts';
import { LEVELS } from '#rooms/cases/rules/gas.ts';
import { GOAL_LEVELS, SMART } from '#rooms/cases/rules/goal.ts';
import { call } from '../../../call.ts';
import { useUnsaved } from '../../../drafts.ts';
import { useSubmit } from '../../../submit.ts';
import { useFields } from '../../../typed.ts';
import { announce, Banner, Button, CheckRow, DateField, Segments, SelectField, SidePanel, TextArea, TextField } from '../../../ui/index.ts';
import { casePlan } from '../../../words/case-plan.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { useReadCaseAgain } from '../data.ts';
import { domainName, type Goal, levelText, type Plan } from './data.ts';

const SCALE = ['2', '1', '0', '-1', '-2'] as const;
const FACTORS = ['', '1', '2', '3'] as const;
const OPEN: readonly Goal['status'][] = ['proposed', 'agreed', 'active'];
const REASONS = { specific: '', measurable: '', accepted: '', realistic: '', dated: '' };

const empty = (domain: DomainCode): GoalWish => ({
  domain,
  level: 'Handlung',
  words: { text: '', indicator: '', reasons: REASONS, scale: { '-2': '', '-1': '', '0': '', '1': '', '2': '' } },
  smart: [],
  importance: null,
  difficulty: null,
  baseline: -1,
  targetOn: null,
  soziotherapieGoalId: null,
});
const wishOf = (goal: Goal): GoalWish => {
  const { domain, level, words, smart, importance, difficulty, baseline, targetOn, soziotherapieGoalId } = goal;
  return { domain, level, words, smart, importance, difficulty, baseline, targetOn, soziotherapieGoalId };
};

/** A goal: her sentence first, then how it is seen, the SMART check with reasons, and the five texts of its scale. */
export default function GoalPanel(props: {
  caseId: string;
  plan: Plan;
  goal: Goal | null;
  domain?: string | undefined;
  onClose: () => void;
}) {
  const { caseId, plan, goal } = props;
  const all = useWords(casePlan);
  const w = all.form;
  const { language } = useLanguage();
  const readAgain = useReadCaseAgain();
  const revising = goal !== null && goal.status !== 'proposed';
  const start = goal ? wishOf(goal) : empty((props.domain as DomainCode | undefined) ?? 'D1');
  const draft = useFields<GoalWish>(`goal ${caseId} ${goal?.id ?? `new ${props.domain ?? ''}`}`, start);
  const { value, change } = draft;
  const { words } = value;
  const [tried, setTried] = useState(false);
  const setWords = (part: Partial<GoalWish['words']>) => change({ words: { ...words, ...part } });
  const others = plan.goals.filter(({ id, status }) => id !== goal?.id && OPEN.includes(status) && id !== goal?.replacesId);
  const before = others.filter(({ id }) => goal?.incompatibleWith.includes(id)).map(({ id }) => id);
  const [against, setAgainst] = useState<readonly string[]>(before);
  const moved = against.length !== before.length || against.some((id) => !before.includes(id));
  useUnsaved(moved);
  // what was saved already when the second step failed is not saved twice
  const kept = useRef<{ id: string; version: number; gaps: readonly unknown[] } | null>(null);
  const write = async () => {
    // an agreed goal whose words stand is not revised only because another one is in its way
    if (goal && !draft.dirty) return { id: goal.id, version: goal.version, gaps: goal.gaps };
    return goal
      ? call(revising ? reviseGoal : changeGoal, { params: { id: goal.id }, ifMatch: goal.version, body: value })
      : call(addGoal, { params: { id: caseId }, body: value });
  };
  const submit = useSubmit(async () => {
    kept.current ??= await write();
    const made = kept.current;
    draft.reset(value);
    if (moved || (against.length > 0 && made.id !== goal?.id))
      await call(setIncompatible, { params: { id: made.id }, ifMatch: made.version, body: { goalIds: [...against] } });
    await readAgain();
    announce(made.gaps.length > 0 ? w.savedWith(made.gaps.length) : w.saved);
    props.onClose();
  });
  const bare = words.text.trim() === '' && value.soziotherapieGoalId === null;
  const focusText = () => {
    setTried(true);
    document.querySelector<HTMLTextAreaElement>('.goal-text textarea')?.focus();
  };
  const factor = (label: string, at: 'importance' | 'difficulty') => (
    <Segments
      label={label}
      value={String(value[at] ?? '') as (typeof FACTORS)[number]}
      onChange={(next) => change({ [at]: next === '' ? null : Number(next) })}
      choices={FACTORS.map((one) => ({ value: one, label: w.factor[one] }))}
    />
  );
  return (
    <SidePanel
      title={goal ? (revising ? w.revise : w.change) : w.add}
      onClose={props.onClose}
      footer={
        <Button
          kind="main"
          busy={submit.busy}
          missing={bare ? [{ what: all.gaps['goal-text-missing'], go: focusText }] : []}
          onPress={submit.run}
        >
          {w.save}
        </Button>
      }
    >
      {revising && <Banner tone="open">{w.reviseLead}</Banner>}
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      {plan.soziotherapieGoals.length > 0 && (
        <SelectField
          label={w.soziotherapie}
          empty={w.own}
          value={value.soziotherapieGoalId}
          onChange={(soziotherapieGoalId) => change({ soziotherapieGoalId })}
          choices={plan.soziotherapieGoals.map(({ id, text }) => ({ value: id, label: text }))}
          error={submit.at('/soziotherapieGoalId')}
        />
      )}
      {value.soziotherapieGoalId === null && (
        <div className="goal-text">
          <TextArea
            label={w.text}
            hint={w.textHint}
            voice
            rows={2}
            maxLength={400}
            value={words.text}
            onChange={(text) => setWords({ text })}
            error={tried && bare ? all.gaps['goal-text-missing'] : undefined}
          />
        </div>
      )}
      <SelectField
        label={w.domain}
        value={value.domain}
        onChange={(domain) => domain && change({ domain })}
        choices={DOMAIN_CODES.map((code) => ({ value: code, label: domainName(language, code) }))}
      />
      <Segments
        label={w.level}
        value={value.level}
        onChange={(level) => change({ level })}
        choices={GOAL_LEVELS.map((one) => ({ value: one, label: w.levels[one] }))}
      />
      <TextField label={w.indicator} value={words.indicator} maxLength={300} onChange={(indicator) => setWords({ indicator })} />
      <DateField label={w.targetOn} lean="future" value={value.targetOn} onChange={(targetOn) => change({ targetOn })} />
      <section className="stack tight" aria-labelledby="goal-scale">
        <h3 id="goal-scale">{w.scale}</h3>
        {SCALE.map((level) => (
          <TextField
            key={level}
            label={w.levelsOf[level]}
            value={words.scale[level]}
            maxLength={300}
            onChange={(text) => setWords({ scale: { ...words.scale, [level]: text } })}
          />
        ))}
        <Segments
          label={w.baseline}
          value={String(value.baseline)}
          onChange={(next) => change({ baseline: Number(next) as GoalWish['baseline'] })}
          choices={LEVELS.map((level) => ({ value: String(level), label: levelText(level) }))}
        />
        {factor(w.importance, 'importance')}
        {factor(w.difficulty, 'difficulty')}
      </section>
      {others.length > 0 && (
        <section className="stack tight" aria-labelledby="goal-against">
          <h3 id="goal-against">{w.against}</h3>
          <p className="s q">{w.againstHint}</p>
          {others.map((other) => (
            <CheckRow
              key={other.id}
              checked={against.includes(other.id)}
              onChange={(on) => setAgainst(on ? [...against, other.id] : against.filter((id) => id !== other.id))}
            >
              {other.words.text}
            </CheckRow>
          ))}
        </section>
      )}
      <section className="stack tight" aria-labelledby="goal-smart">
        <h3 id="goal-smart">{w.smart}</h3>
        <p className="s q">{w.smartHint}</p>
        {SMART.map((flag) => (
          <div key={flag} className="smart-row">
            <CheckRow
              checked={value.smart.includes(flag)}
              onChange={(on) => change({ smart: on ? [...value.smart, flag] : value.smart.filter((one) => one !== flag) })}
            >
              {w.flags[flag]}
            </CheckRow>
            <TextField
              label={w.reason(w.flags[flag])}
              hideLabel
              placeholder={w.reason(w.flags[flag])}
              value={words.reasons[flag]}
              maxLength={300}
              onChange={(text) => setWords({ reasons: { ...words.reasons, [flag]: text } })}
            />
          </div>
        ))}
      </section>
    </SidePanel>
  );
}
