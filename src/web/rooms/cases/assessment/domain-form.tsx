import { type KeyboardEvent, useEffect, useRef } from 'react';
import {
  MISSING_REASONS,
  NEEDS,
  NOT_DISCUSSED_REASONS,
  NOT_NOW_REASONS,
  SEVERITIES,
  type Severity,
} from '#rooms/cases/rules/assessment.ts';
import { talkingPoints } from '#rooms/cases/rules/two-views.ts';
import { problemOf } from '../../../problem.ts';
import { Banner, Button, CheckRow, DateField, Saved, Segments, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { assessment } from '../../../words/assessment.ts';
import { useWords } from '../../../words/language.tsx';
import { problems } from '../../../words/problems.ts';
import { type DomainRating, type Fields, ruled } from './data.ts';
import { useRating } from './use-rating.ts';

const choices = <Code extends string>(codes: readonly Code[], names: Readonly<Record<Code, string>>) =>
  codes.map((value) => ({ value, label: names[value] }));

interface Step {
  name: string;
  go: () => void;
}

/** One domain, both views beside each other, saved by itself. Digits choose the severity, Alt with an arrow goes on. */
export function DomainForm(props: {
  caseId: string;
  rating: DomainRating;
  today: string;
  previous: Step | null;
  next: Step | null;
  onDone: () => void;
}) {
  const w = useWords(assessment);
  const faults = useWords(problems);
  const { fields, state, change, flush, theirs, keepMine, takeTheirs } = useRating(props.caseId, props.rating);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const [point] = talkingPoints([ruled({ ...fields, domain: props.rating.domain })]);
  const go = (step: Step | null) => {
    void flush();
    if (step) step.go();
    else props.onDone();
  };
  const hear = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    if (event.key === 'ArrowDown') go(props.next);
    else if (props.previous) go(props.previous);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears the keys of the fields inside
    <div className="domain-form" onKeyDown={hear}>
      {theirs ? (
        <Banner
          tone="partly"
          live="polite"
          action={
            <span className="row">
              <Button small onPress={keepMine}>
                {w.keepMine}
              </Button>
              <Button small onPress={takeTheirs}>
                {w.takeTheirs}
              </Button>
            </span>
          }
        >
          {w.conflict}
        </Banner>
      ) : (
        state.kind === 'failed' && <Banner tone="no">{problemOf(state.fault).sentence(faults)}</Banner>
      )}
      <div className="two-views">
        <fieldset className="own">
          <legend>{w.own}</legend>
          <Ratings view={fields.client} onChange={(part) => change({ client: { ...fields.client, ...part } })} firstRef={first} />
          <TextArea
            label={w.wish}
            voice
            maxLength={1000}
            value={fields.client.wish}
            onChange={(wish) => change({ client: { ...fields.client, wish } })}
          />
          {fields.client.severity === null && fields.client.need === null && (
            <>
              <SelectField
                label={w.missing}
                empty={w.missingNone}
                choices={choices(MISSING_REASONS, w.missings)}
                value={fields.client.missing}
                onChange={(missing) => change({ client: { ...fields.client, missing } })}
              />
              {fields.client.missing === 'other' && (
                <TextField
                  label={w.because}
                  maxLength={300}
                  value={fields.client.missingNote}
                  onChange={(missingNote) => change({ client: { ...fields.client, missingNote } })}
                />
              )}
            </>
          )}
        </fieldset>
        <fieldset className="professional">
          <legend>{w.professional}</legend>
          <Ratings view={fields.professional} onChange={(part) => change({ professional: { ...fields.professional, ...part } })} />
          <TextArea
            label={w.note}
            maxLength={2000}
            value={fields.professional.note}
            onChange={(note) => change({ professional: { ...fields.professional, note } })}
          />
        </fieldset>
      </div>
      {point && (
        <TextArea
          label={w.sentence(point.apart)}
          hint={w.sentenceHint}
          maxLength={1000}
          value={fields.sentence}
          onChange={(sentence) => change({ sentence })}
        />
      )}
      <More fields={fields} change={change} today={props.today} />
      <footer className="row">
        <Button kind="main" onPress={() => go(props.next)}>
          {props.next ? w.next(props.next.name) : w.ready}
        </Button>
        {props.previous && (
          <Button kind="quiet" onPress={() => go(props.previous)}>
            {w.back(props.previous.name)}
          </Button>
        )}
        <Saved state={state} />
      </footer>
    </div>
  );
}

/** Severity and need of one view. A digit on the bar chooses at once. */
function Ratings<View extends Pick<Fields['professional'], 'severity' | 'need'>>(props: {
  view: View;
  onChange: (part: Partial<Pick<Fields['professional'], 'severity' | 'need'>>) => void;
  firstRef?: React.Ref<HTMLInputElement>;
}) {
  const w = useWords(assessment);
  const byDigit = (event: KeyboardEvent<HTMLElement>) => {
    const found = SEVERITIES.find((severity) => event.key === String(severity));
    if (found === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    props.onChange({ severity: found });
    event.currentTarget.querySelectorAll('input')[SEVERITIES.indexOf(found)]?.focus(); // so that it is said what was chosen
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hears digits on the radios inside */}
      <div onKeyDown={byDigit}>
        <Segments
          label={w.severity}
          choices={SEVERITIES.map((severity) => ({
            value: String(severity),
            label: `${severity} ${w.severities[severity] ?? ''}`,
          }))}
          value={props.view.severity === null ? null : String(props.view.severity)}
          onChange={(value) => props.onChange({ severity: Number(value) as Severity })}
          {...(props.firstRef ? { firstRef: props.firstRef } : {})}
        />
      </div>
      <Segments label={w.need} choices={choices(NEEDS, w.needs)} value={props.view.need} onChange={(need) => props.onChange({ need })} />
    </>
  );
}

/** What not every domain needs: not discussed, circumstances, priority, "not now". Open where something stands in it. */
function More({ fields, change, today }: { fields: Fields; change: (change: Partial<Fields>) => void; today: string }) {
  const w = useWords(assessment);
  const used = fields.notDiscussed || fields.selfManaged || fields.informalSupport || fields.priority || fields.notNow;
  return (
    <details className="more" open={used ? true : undefined}>
      <summary>{w.more}</summary>
      <div className="more-grid">
        <CheckRow checked={fields.priority} onChange={(priority) => change({ priority })}>
          {w.priority}
        </CheckRow>
        <SelectField
          label={w.notNow}
          empty={w.notNowNone}
          choices={choices(NOT_NOW_REASONS, w.notNows)}
          value={fields.notNow?.reason ?? null}
          onChange={(reason) =>
            change({ notNow: reason ? { reason, on: fields.notNow?.on ?? today, note: fields.notNow?.note ?? '' } : null })
          }
        />
        {fields.notNow && (
          <>
            <DateField
              label={w.notNowOn}
              lean="past"
              ageless
              strict
              value={fields.notNow.on}
              onChange={(on) => fields.notNow && on && change({ notNow: { ...fields.notNow, on } })}
            />
            <TextField
              label={w.because}
              maxLength={300}
              value={fields.notNow.note}
              onChange={(note) => fields.notNow && change({ notNow: { ...fields.notNow, note } })}
            />
          </>
        )}
        <Segments
          label={w.selfManaged}
          choices={choices(['yes', 'no', 'unknown'] as const, w.selfManageds)}
          value={fields.selfManaged}
          onChange={(selfManaged) => change({ selfManaged })}
        />
        <Segments
          label={w.informal}
          choices={choices(['enough', 'not-enough', 'unknown'] as const, w.informals)}
          value={fields.informalSupport}
          onChange={(informalSupport) => change({ informalSupport })}
        />
        <SelectField
          label={w.notDiscussed}
          empty={w.notDiscussedNone}
          choices={choices(NOT_DISCUSSED_REASONS, w.notDiscusseds)}
          value={fields.notDiscussed}
          onChange={(notDiscussed) => change({ notDiscussed })}
        />
        {fields.notDiscussed && (
          <TextField
            label={w.because}
            maxLength={300}
            value={fields.notDiscussedNote}
            onChange={(notDiscussedNote) => change({ notDiscussedNote })}
          />
        )}
      </div>
    </details>
  );
}
