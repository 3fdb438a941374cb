import { ChevronDown, ChevronRight, Star } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { gapOf } from '#rooms/cases/rules/assessment.ts';
import { talkingPoints } from '#rooms/cases/rules/two-views.ts';
import { announce, Icon, State } from '../../../ui/index.ts';
import { assessment } from '../../../words/assessment.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import type { Assessment, DomainRating, Round } from './data.ts';
import { ruled } from './data.ts';
import { DomainForm } from './domain-form.tsx';

/** All domains of a round; in the open one each unfolds into its form, one after the other. */
export function DomainList({ caseId, data, round }: { caseId: string; data: Assessment; round: Round }) {
  const w = useWords(assessment);
  const { language } = useLanguage();
  const running = round.completedOn === null;
  const [open, setOpen] = useState<string | null>(null);
  const left = useRef<string | null>(null);
  const name = (code: string) => data.domains.find((domain) => domain.code === code)?.[language] ?? code;
  const before = data.rounds.find(({ round: number }) => number === round.round - 1);
  const show = (code: string | null) => {
    left.current = code === null ? open : null;
    setOpen(code);
    if (code) announce(name(code));
  };
  useEffect(() => {
    if (left.current) document.getElementById(`domain-${left.current}`)?.focus();
  });
  return (
    <>
      <div className="domain-head" aria-hidden>
        <span />
        <span>{w.own}</span>
        <span>{w.professional}</span>
      </div>
      <ol className="domains">
        {round.ratings.map((rating, index) => {
          const [previous, next] = [round.ratings[index - 1], round.ratings[index + 1]];
          const step = (to: DomainRating | undefined) => (to ? { name: name(to.domain), go: () => show(to.domain) } : null);
          const is = open === rating.domain;
          return (
            <li key={rating.id} data-open={is || undefined}>
              <DomainRow
                rating={rating}
                name={name(rating.domain)}
                before={before?.ratings.find(({ domain }) => domain === rating.domain)}
                anew={round.kind === 'evaluation'}
                {...(running ? { open: is, onPress: () => show(is ? null : rating.domain) } : {})}
              />
              {running && is && (
                <DomainForm
                  key={rating.id}
                  caseId={caseId}
                  rating={rating}
                  today={data.today}
                  previous={step(previous)}
                  next={step(next)}
                  onDone={() => show(null)}
                />
              )}
            </li>
          );
        })}
      </ol>
      {running && <p className="s q no-print">{w.keysHint}</p>}
    </>
  );
}

function DomainRow(props: {
  rating: DomainRating;
  name: string;
  before: DomainRating | undefined;
  anew: boolean;
  open?: boolean;
  onPress?: () => void;
}) {
  const w = useWords(assessment);
  const { rating } = props;
  const rated = ruled(rating);
  const [point] = talkingPoints([rated]);
  const gap = gapOf(rated);
  const marks = (
    <span className="marks">
      {rating.priority && (
        <State tone="act" icon={Star}>
          {w.marks.priority}
        </State>
      )}
      {rating.notNow && <State tone="open">{w.marks.notNow}</State>}
      {point && <State tone="partly">{w.marks.talk(point.apart)}</State>}
      {rating.carried && <span className="s q">{w.marks.carried}</span>}
      {gap && <State tone="open">{w.gaps[gap]}</State>}
    </span>
  );
  const own =
    rating.notDiscussed !== null
      ? `${w.notDiscussed}: ${w.notDiscusseds[rating.notDiscussed]}`
      : rating.client.missing
        ? w.missings[rating.client.missing]
        : viewWords(w, rating.client);
  const professional = viewWords(w, rating.professional);
  const cells = (
    <>
      <span className="name">
        {props.onPress && <Icon of={props.open ? ChevronDown : ChevronRight} />}
        <b>{props.name}</b>
        {marks}
      </span>
      <span className="view">
        <span className="vh">{w.own}: </span>
        <Level severity={rating.client.severity} kind="own" />
        {own}
        {rating.client.source === 'portal' && rating.client.severity !== null && <span className="s q"> ({w.fromPortal})</span>}
      </span>
      <span className="view">
        <span className="vh">{w.professional}: </span>
        <Level severity={rating.professional.severity} kind="professional" />
        {rating.notDiscussed === null && professional}
      </span>
    </>
  );
  const wish = rating.client.wish && !props.open && <q className="said wish">{rating.client.wish}</q>;
  const last =
    props.before && props.anew && props.open ? (
      <p className="s q before">{w.before(viewWords(w, props.before.client), viewWords(w, props.before.professional))}</p>
    ) : null;
  return (
    <>
      {props.onPress ? (
        <button id={`domain-${rating.domain}`} type="button" className="domain-row" aria-expanded={props.open} onClick={props.onPress}>
          {cells}
        </button>
      ) : (
        <div className="domain-row">{cells}</div>
      )}
      {wish}
      {last}
      {!props.onPress && <Written rating={rating} />}
    </>
  );
}

/** What was written beside the numbers of a completed round, to unfold: nothing of it changes any more. */
function Written({ rating: { client, professional, ...rating } }: { rating: DomainRating }) {
  const w = useWords(assessment);
  const format = useFormat();
  const later = rating.notNow && `${w.notNows[rating.notNow.reason]}, ${format.date(rating.notNow.on)}`;
  const parts = [
    [w.written.sentence, rating.sentence],
    [w.written.note, professional.note],
    [w.written.missing, client.missingNote],
    [w.written.notDiscussed, rating.notDiscussedNote],
    [w.notNow, [later, rating.notNow?.note].filter(Boolean).join(': ')],
  ].filter(([, text]) => text);
  if (parts.length === 0) return null;
  return (
    <details className="domain-written">
      <summary>{w.written.open}</summary>
      <dl>
        {parts.map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

type View = Pick<DomainRating['professional'], 'severity' | 'need'>;

/** "3 schwer, ungedeckt" */
function viewWords(w: { severities: readonly string[]; needs: Readonly<Record<string, string>>; emptyView: string }, view: View): string {
  const severity = view.severity === null ? null : `${view.severity} ${w.severities[view.severity]}`;
  return [severity, view.need && w.needs[view.need]].filter(Boolean).join(', ') || w.emptyView;
}

/** Four cells, filled up to the severity: shape beside the word. */
function Level({ severity, kind }: { severity: number | null; kind: 'own' | 'professional' }) {
  return (
    <svg className={`level ${kind}`} viewBox="0 0 40 12" aria-hidden focusable={false}>
      {[1, 2, 3, 4].map((cell) =>
        kind === 'own' ? (
          <circle key={cell} cx={cell * 10 - 5} cy={6} r={3.5} data-on={severity !== null && cell <= severity ? '' : undefined} />
        ) : (
          <rect
            key={cell}
            x={cell * 10 - 8.5}
            y={2.5}
            width={7}
            height={7}
            data-on={severity !== null && cell <= severity ? '' : undefined}
          />
        ),
      )}
    </svg>
  );
}
