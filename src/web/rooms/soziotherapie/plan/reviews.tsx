import { CalendarCheck, FileText, Hospital } from 'lucide-react';
import type { Comparison as Compared, ReviewRow } from '#rooms/soziotherapie/contract/reviews.ts';
import { markReported } from '#rooms/soziotherapie/contract/reviews.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { Banner, Button, State } from '../../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import { useReadAgain } from '../data.ts';
import { type Reviews as Answer, pdfOfReport } from './data.ts';
import { Figures } from './figures.tsx';
import { GafChart } from './gaf-chart.tsx';

const TONES = { green: 'yes', yellow: 'partly', red: 'no' } as const;

/** R6: when the next review is due, what took place since the last one, and what was agreed in each. */
export function Reviews({ reviews, onHold, onLink }: { reviews: Answer; onHold: () => void; onLink: (reviewId: string) => void }) {
  const w = useWords(planWords).review;
  const format = useFormat();
  const { due, comparison } = reviews;
  return (
    <section className="card" aria-labelledby="plan-review">
      <div className="head wrap">
        <h2 id="plan-review">{w.title}</h2>
        {due && (
          <State tone={TONES[due.colour]}>{due.colour === 'red' ? w.overdue(format.day(due.dueOn)) : w.due(format.day(due.dueOn))}</State>
        )}
        {due?.inpatient && (
          <State tone="open" icon={Hospital}>
            {w.inpatient}
          </State>
        )}
        {due && reviews.mayWrite && (
          <span className="end no-print">
            <Button small kind={due.colour === 'green' ? 'plain' : 'main'} icon={CalendarCheck} onPress={onHold}>
              {w.hold}
            </Button>
          </span>
        )}
      </div>
      {due ? (
        <p className="s q">
          {due.grid ? w.grid : w.chain} {w.setting(due.source)}
        </p>
      ) : (
        <p className="q">{w.notYet}</p>
      )}
      {comparison && <Comparison comparison={comparison} />}
      <GafChart ratings={reviews.ratings} />
      {reviews.reviews.length > 0 && <h3>{w.held}</h3>}
      {reviews.reviews.map((review) => (
        <Held key={review.id} review={review} mayWrite={reviews.mayWrite} onLink={() => onLink(review.id)} />
      ))}
    </section>
  );
}

/** Units, attendance and goals since the last review. */
export function Comparison({ comparison }: { comparison: Compared }) {
  const w = useWords(planWords).review;
  const format = useFormat();
  const figures: [number, string][] = [
    [comparison.units, w.units],
    [comparison.delivered, w.delivered],
    [comparison.noShow, w.noShow],
    [comparison.cancelledByClient, w.cancelledByClient],
    [comparison.cancelledByProvider, w.cancelledByProvider],
    ...(comparison.inpatientDays > 0 ? [[comparison.inpatientDays, w.inpatientDays] as [number, string]] : []),
  ];
  return (
    <div className="plan-comparison">
      <p className="s q">{w.since(format.date(comparison.from), format.date(comparison.to))}</p>
      <Figures figures={figures} />
      <ul className="plan-rows">
        {comparison.goals.map(({ id, text, touched }) => (
          <li key={id}>
            <span className="said">„{text}“</span>
            <span className={touched > 0 ? 's b' : 's q'}>{w.touched(touched)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Held({ review, mayWrite, onLink }: { review: ReviewRow; mayWrite: boolean; onLink: () => void }) {
  const words = useWords(planWords);
  const w = words.review;
  const format = useFormat();
  const { language } = useLanguage();
  const readAgain = useReadAgain();
  const sent = useSubmit(async () => {
    await call(markReported, { params: { id: review.id }, body: {}, ifMatch: review.version });
    await readAgain();
  });
  return (
    <details className="plan-more">
      <summary>
        {format.date(review.doneOn)}, {w.outcomes[review.outcome]}
        <span className="s q">
          {' '}
          {words.version(review.planNumber)}, {review.recordedByName}
        </span>
      </summary>
      <ul className="plan-rows">
        {review.goals.map(({ goalId, text, state, note }) => (
          <li key={goalId}>
            <span>
              <span className="said">„{text}“</span>
              {note && <span className="s q block">{note}</span>}
            </span>
            <span className="s b">{w.states[state]}</span>
          </li>
        ))}
      </ul>
      {review.agreed && (
        <>
          <h4>{w.agreed}</h4>
          <p className="plan-prose">{review.agreed}</p>
        </>
      )}
      {review.summary && (
        <>
          <h4>{w.summary}</h4>
          <p className="plan-prose">{review.summary}</p>
        </>
      )}
      <p className="s q">
        {review.reportedAt ? w.reportedOn(format.when(review.reportedAt), review.reportedTo ?? '') : w.unreported}
        {review.outcome === 'end' ? '' : ` · ${w.next(format.day(review.nextDueOn))}`}
      </p>
      {sent.sentence && <Banner tone="no">{sent.sentence}</Banner>}
      <p className="row wrap no-print">
        <a className="btn sm" href={pdfOfReport(review.id, language)} download>
          <FileText className="i" aria-hidden="true" />
          {w.report}
        </a>
        {mayWrite && (
          <Button small onPress={onLink}>
            {words.links.sendReport}
          </Button>
        )}
        {mayWrite && !review.reportedAt && (
          <Button small kind="quiet" busy={sent.busy} onPress={sent.run}>
            {w.markSent}
          </Button>
        )}
      </p>
    </details>
  );
}
