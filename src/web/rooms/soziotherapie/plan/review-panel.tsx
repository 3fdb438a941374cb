import { useState } from 'react';
import { type GOAL_STATES, holdReview, OUTCOMES } from '#rooms/soziotherapie/contract/reviews.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { useFields } from '../../../typed.ts';
import { announce, Banner, Button, DateField, Segments, SidePanel, TextArea, TextField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import { useReadAgain } from '../data.ts';
import type { Reviews } from './data.ts';
import { Comparison } from './reviews.tsx';

type State = (typeof GOAL_STATES)[number];
const STATES: readonly State[] = ['open', 'partly', 'reached', 'given-up'];

interface Entry {
  doneOn: string | null;
  outcome: (typeof OUTCOMES)[number];
  goals: Record<string, { state: State | null; note: string }>;
  agreed: string;
  summary: string;
  gaf: string;
}

/** The review with the client: what took place stands above, each goal is asked once, the outcome leads on. */
export default function ReviewPanel(props: {
  episodeId: string;
  reviews: Reviews;
  onClose: () => void;
  onDraft: (planId: string) => void;
}) {
  const { reviews } = props;
  const w = useWords(planWords).review;
  const format = useFormat();
  const readAgain = useReadAgain();
  const empty: Entry = {
    doneOn: Temporal.Now.plainDateISO(format.zone).toString(),
    outcome: 'continue',
    goals: {},
    agreed: '',
    summary: '',
    gaf: '',
  };
  const draft = useFields<Entry>(`review ${props.episodeId} ${reviews.reviews.length}`, empty);
  const { value, change } = draft;
  const [tried, setTried] = useState(false);
  const goals = reviews.comparison?.goals ?? [];
  const open = goals.filter(({ id }) => !value.goals[id]?.state);
  const gaf = value.gaf.trim() === '' ? null : Number(value.gaf);
  const gafFault = gaf !== null && !(Number.isInteger(gaf) && gaf >= 1 && gaf <= 100);
  const words = useWords(planWords);
  const submit = useSubmit(async () => {
    const { nextDueOn, draftPlanId } = await call(holdReview, {
      params: { id: props.episodeId },
      body: {
        planId: reviews.planId ?? '',
        doneOn: value.doneOn ?? '',
        outcome: value.outcome,
        goals: goals.map(({ id }) => ({ goalId: id, state: value.goals[id]?.state ?? 'open', note: value.goals[id]?.note ?? '' })),
        agreed: value.agreed,
        summary: value.summary,
        gaf,
      },
    });
    draft.reset(empty);
    await readAgain();
    announce(w.saved(format.day(nextDueOn)));
    if (draftPlanId) props.onDraft(draftPlanId);
    else props.onClose();
  });
  const goTo = (id: string) => () => {
    setTried(true);
    document.getElementById(`review-${id}`)?.querySelector('input')?.focus();
  };
  const missing = open[0] ? [{ what: w.goalsMissing, go: goTo(open[0].id) }] : [];
  const setGoal = (id: string, part: Partial<Entry['goals'][string]>) =>
    change({ goals: { ...value.goals, [id]: { ...(value.goals[id] ?? { state: null, note: '' }), ...part } } });
  return (
    <SidePanel
      title={w.panel}
      onClose={props.onClose}
      footer={
        <Button kind="main" busy={submit.busy} missing={missing} onPress={() => (gafFault ? setTried(true) : submit.run())}>
          {w.save}
        </Button>
      }
    >
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      {reviews.comparison && <Comparison comparison={reviews.comparison} />}
      {goals.map(({ id, text }) => (
        <div key={id} id={`review-${id}`} className="plan-asked">
          <Segments
            label={w.goal(text)}
            value={value.goals[id]?.state ?? null}
            onChange={(state) => setGoal(id, { state })}
            choices={STATES.map((state) => ({ value: state, label: w.states[state] }))}
            error={tried && !value.goals[id]?.state ? w.goalMissing : undefined}
          />
          <TextField label={w.note} value={value.goals[id]?.note ?? ''} onChange={(note) => setGoal(id, { note })} maxLength={500} />
        </div>
      ))}
      <TextArea
        label={w.agreed}
        hint={w.agreedHint}
        rows={3}
        value={value.agreed}
        onChange={(agreed) => change({ agreed })}
        maxLength={4000}
      />
      <TextArea
        label={w.summary}
        hint={w.summaryHint}
        rows={3}
        value={value.summary}
        onChange={(summary) => change({ summary })}
        maxLength={2000}
      />
      <TextField
        label={w.gaf}
        inputMode="numeric"
        figures
        value={value.gaf}
        onChange={(next) => change({ gaf: next })}
        maxLength={3}
        error={gafFault ? words.faults['plan-gaf-impossible']?.({}) : undefined}
      />
      <DateField
        label={w.doneOn}
        lean="past"
        ageless
        value={value.doneOn}
        onChange={(doneOn) => change({ doneOn })}
        error={submit.at('/doneOn')}
      />
      <Segments
        label={w.outcome}
        value={value.outcome}
        onChange={(outcome) => change({ outcome })}
        choices={OUTCOMES.map((outcome) => ({ value: outcome, label: w.outcomes[outcome] }))}
        hint={w.outcomeHint[value.outcome]}
      />
    </SidePanel>
  );
}
