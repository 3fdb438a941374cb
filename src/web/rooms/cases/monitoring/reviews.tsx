import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { changeStay, holdReview, type Monitoring, recordStay } from '#rooms/cases/contract/monitoring.ts';
import { plusDays } from '#rooms/cases/rules/findings/days.ts';
import { REVIEW_LEADS_TO, REVIEW_OUTCOMES, type ReviewOutcome } from '#rooms/cases/rules/monitoring.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { announce, Banner, Button, CheckRow, DateField, Empty, SelectField, State, TextArea } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { monitoring } from '../../../words/monitoring.ts';
import { useReadCaseAgain } from '../data.ts';
import { toField, useFirstField } from '../fields.ts';

const PAGES = { plan: 'hilfeplan', reassessment: 'uebersicht', evaluation: 'evaluation', dormant: 'uebersicht' } as const;

/** When the plan is looked at again, what came out, and where that leads. */
export function Reviews({
  caseId,
  data,
  writing,
  setWriting,
}: {
  caseId: string;
  data: Monitoring;
  writing: boolean;
  setWriting: (on: boolean) => void;
}) {
  const w = useWords(monitoring).review;
  const format = useFormat();
  const { review, reviews } = data;
  return (
    <section className="card stack" aria-labelledby="h-review" id="review">
      <h2 id="h-review">{w.title}</h2>
      <p className="s">
        {review.dueOn === null ? (
          w.noPlan
        ) : review.overdue ? (
          <State tone="no">{w.overdue(format.listed(plusDays(review.dueOn, 1)))}</State>
        ) : (
          <b>{w.due(format.day(review.dueOn))}</b>
        )}{' '}
        <span className="q">{w.every(review.everyDays)}</span>
      </p>
      {reviews.length > 0 && (
        <ul className="plain watch-list">
          {reviews.map((one, index) => {
            const leads = REVIEW_LEADS_TO[one.outcome];
            return (
              <li key={one.id}>
                <p className="top">
                  <b>{format.listed(one.reviewedOn)}</b> {w.outcomes[one.outcome]}
                  {!one.withClient && <span className="q s">{w.withoutClient}</span>}
                </p>
                {one.note && <p className="s">{one.note}</p>}
                {leads && index === 0 && (
                  <p className="s">
                    <Link to={to.caseFile(caseId, PAGES[leads])}>{w.leads[leads]}</Link>
                  </p>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {writing ? (
        <ReviewForm caseId={caseId} today={data.today} onClose={() => setWriting(false)} />
      ) : (
        data.mayWrite && (
          <div>
            <Button onPress={() => setWriting(true)}>{w.hold}</Button>
          </div>
        )
      )}
    </section>
  );
}

function ReviewForm({ caseId, today, onClose }: { caseId: string; today: string; onClose: () => void }) {
  const words = useWords(monitoring);
  const w = words.review;
  const again = useReadCaseAgain();
  const form = useFirstField<HTMLFormElement>();
  const sheet = `cases.review.${caseId}`;
  const [on, setOn] = useTyped<string | null>(sheet, 'on', today);
  const [outcome, setOutcome] = useTyped<ReviewOutcome | null>(sheet, 'outcome', null);
  const [withClient, setWithClient] = useTyped(sheet, 'withClient', true);
  const [note, setNote] = useTyped(sheet, 'note', '');
  const submit = useSubmit(async () => {
    if (outcome === null) return;
    await call(holdReview, { params: { id: caseId }, body: { reviewedOn: on ?? today, outcome, withClient, note: note.trim() } });
    announce(w.saved);
    forget(sheet);
    onClose();
    await again();
  });
  return (
    <form ref={form} className="fields contact-form" noValidate onSubmit={(event) => void submit.run(event)}>
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <DateField label={w.on} lean="past" ageless value={on} onChange={setOn} error={submit.at('/reviewedOn')} />
      <SelectField
        label={w.outcome}
        empty="–"
        choices={REVIEW_OUTCOMES.map((value) => ({ value, label: w.outcomes[value] }))}
        value={outcome}
        onChange={setOutcome}
      />
      <div className="wide">
        <CheckRow checked={withClient} onChange={setWithClient}>
          {w.withClient}
        </CheckRow>
      </div>
      <div className="wide">
        <TextArea label={w.note} rows={3} maxLength={2000} value={note} onChange={setNote} error={submit.at('/note')} />
      </div>
      <p className="what-next wide">
        <Button
          type="submit"
          kind="main"
          busy={submit.busy}
          missing={outcome ? [] : [{ what: w.outcome, go: () => toField(form.current, w.outcome) }]}
        >
          {w.save}
        </Button>
        <Button kind="quiet" onPress={onClose}>
          {words.cancel}
        </Button>
      </p>
    </form>
  );
}

/** Stays in hospital: what follows a discharge is watched (finding G4). */
export function Stays({ caseId, data }: { caseId: string; data: Monitoring }) {
  const w = useWords(monitoring).stay;
  const format = useFormat();
  const [writing, setWriting] = useState<string | null>(null);
  return (
    <section className="card stack" aria-labelledby="h-stays">
      <h2 id="h-stays">{w.title}</h2>
      {data.stays.length === 0 && writing === null && <Empty>{w.none}</Empty>}
      <ul className="plain watch-list">
        {data.stays.map((stay) => (
          <li key={stay.id}>
            <p className="top">
              <b>{w.span(format.listed(stay.admittedOn), stay.dischargedOn && format.listed(stay.dischargedOn))}</b>
              {stay.dischargedOn === null && <State tone="partly">{w.inside}</State>}
              {!stay.followUpNeeded && <span className="q s">{w.noFollowUp}</span>}
              {data.mayWrite && stay.dischargedOn === null && writing !== stay.id && (
                <span className="end">
                  <Button small onPress={() => setWriting(stay.id)}>
                    {w.leave}
                  </Button>
                </span>
              )}
            </p>
            {writing === stay.id && <StayForm caseId={caseId} stay={stay} onClose={() => setWriting(null)} />}
          </li>
        ))}
      </ul>
      {writing === 'new' ? (
        <StayForm caseId={caseId} onClose={() => setWriting(null)} />
      ) : (
        data.mayWrite && (
          <div>
            <Button small onPress={() => setWriting('new')}>
              {w.add}
            </Button>
          </div>
        )
      )}
    </section>
  );
}

function StayForm({ caseId, stay, onClose }: { caseId: string; stay?: Monitoring['stays'][number]; onClose: () => void }) {
  const words = useWords(monitoring);
  const w = words.stay;
  const again = useReadCaseAgain();
  const form = useFirstField<HTMLFormElement>();
  const [admittedOn, setAdmitted] = useState<string | null>(stay?.admittedOn ?? null);
  const [dischargedOn, setDischarged] = useState<string | null>(null);
  const [followUpNeeded, setFollowUp] = useState(stay?.followUpNeeded ?? true);
  const submit = useSubmit(async () => {
    if (stay) await call(changeStay, { params: { id: stay.id }, body: { dischargedOn, followUpNeeded } });
    else await call(recordStay, { params: { id: caseId }, body: { admittedOn: admittedOn ?? '', dischargedOn, followUpNeeded } });
    announce(w.saved);
    onClose();
    await again();
  });
  const missing = stay
    ? dischargedOn
      ? []
      : [{ what: w.discharged, go: () => toField(form.current, w.discharged) }]
    : admittedOn
      ? []
      : [{ what: w.admitted, go: () => toField(form.current, w.admitted) }];
  return (
    <form ref={form} className="fields contact-form" noValidate onSubmit={(event) => void submit.run(event)}>
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      {!stay && (
        <DateField label={w.admitted} lean="past" ageless value={admittedOn} onChange={setAdmitted} error={submit.at('/admittedOn')} />
      )}
      <DateField
        label={w.discharged}
        {...(stay ? {} : { hint: w.dischargedHint })}
        lean="past"
        ageless
        value={dischargedOn}
        onChange={setDischarged}
        error={submit.at('/dischargedOn')}
      />
      <div className="wide">
        <CheckRow checked={followUpNeeded} onChange={setFollowUp}>
          {w.followUp}
        </CheckRow>
      </div>
      <p className="what-next wide">
        <Button type="submit" kind="main" small busy={submit.busy} missing={missing}>
          {w.save}
        </Button>
        <Button kind="quiet" small onPress={onClose}>
          {words.cancel}
        </Button>
      </p>
    </form>
  );
}
