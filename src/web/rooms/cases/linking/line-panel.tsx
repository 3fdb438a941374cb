import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import * as wire from '#rooms/cases/contract/linking.ts';
import { nextStepOf } from '#rooms/cases/rules/line-next.ts';
import { PSYCHOTHERAPY, SOZIOTHERAPIE } from '#rooms/cases/rules/line-types.ts';
import * as episodes from '#rooms/soziotherapie/contract/episodes.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { announce, Banner, Button, type Missing, SelectField, SidePanel, State, TextArea } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { linking } from '../../../words/linking.ts';
import { CASES, useReadCaseAgain } from '../data.ts';
import type { Names } from './data.ts';
import { LineForm } from './line-form.tsx';
import { LineMove } from './line-move.tsx';
import { LineParts } from './line-parts.tsx';
import { LINE_TONES } from './tones.ts';

interface PanelProps {
  line: wire.LineView;
  names: Names;
  others: readonly wire.LineView[];
  mayChange: boolean;
  onClose: () => void;
  /** Another attempt for the same need. */
  onAgain: () => void;
  /** Looks for a provider in the directory. */
  onSeek: () => void;
  /** Writes a referral for this service. */
  onRefer: () => void;
}

/** One service: how far it is, what can be done with it, the four parts of linking, its course. */
export function LinePanel({ line, names, others, mayChange, onClose, onAgain, onSeek, onRefer }: PanelProps) {
  const w = useWords(linking);
  const f = useFormat();
  const [editing, setEditing] = useState(false);
  const next = nextStepOf(line);
  if (editing)
    return (
      <LineForm
        caseId={line.caseId}
        names={names}
        wished={{}}
        line={line}
        others={others}
        onClose={() => setEditing(false)}
        onSaved={() => setEditing(false)}
      />
    );
  const name = names.service(line.serviceType);
  return (
    <SidePanel title={line.provider.name ? `${name}, ${line.provider.name}` : name} onClose={onClose}>
      <div className="stack line-panel">
        <p>
          <State tone={LINE_TONES[line.state]}>
            {w.states[line.state]}
            {line.onTrial ? `, ${w.trial}` : ''}
          </State>{' '}
          <span className="s q">
            {[w.since(f.date(line.since)), line.domain ? names.domain(line.domain) : null, next.step === 'none' ? null : w.steps[next.step]]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
        {line.mirrors && <p className="s q">{w.mirrored[line.mirrors]}</p>}
        <Joined line={line} />
        {mayChange && <LineActions line={line} onSeek={onSeek} onRefer={onRefer} />}
        {mayChange && line.events.length > 0 && <LineMove key={line.version} line={line} />}
        {mayChange && next.step === 'look-for-other' && (
          <div>
            <Button kind="main" onPress={onAgain}>
              {w.steps['look-for-other']}
            </Button>
          </div>
        )}
        <LineParts line={line} mayChange={mayChange} />
        <section className="stack" aria-labelledby="h-course">
          <h3 id="h-course">{w.course}</h3>
          <ul className="plain line-course">
            {line.course.map(({ state, on }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the course only grows at its end
              <li key={index}>
                <time dateTime={on}>{f.date(on)}</time> {w.states[state]}
              </li>
            ))}
          </ul>
        </section>
        {mayChange && (
          <div>
            <Button small onPress={() => setEditing(true)}>
              {w.edit}
            </Button>
          </div>
        )}
      </div>
    </SidePanel>
  );
}

/** Into the search for a place, or over to a practice of Soziotherapie. */
function LineActions({ line, onSeek, onRefer }: { line: wire.LineView; onSeek: () => void; onRefer: () => void }) {
  const w = useWords(linking);
  const navigate = useNavigate();
  const again = useReadCaseAgain();
  const search = useSubmit(async () => {
    const { requestId } = await call(wire.openPlaceSearch, { params: { lineId: line.id }, body: {} });
    await again();
    await navigate({ to: to.placeSearch(requestId) });
  });
  const early = line.state === 'identified' || line.state === 'prepared';
  if (line.serviceType === PSYCHOTHERAPY && (line.mirrors === 'request' || (early && line.mirrors === null)))
    return (
      <div className="stack">
        <div>
          <Button kind={early ? 'main' : 'plain'} busy={search.busy} onPress={() => void search.run()}>
            {line.mirrors === 'request' ? w.goOnSeeking : w.seekPlace}
          </Button>
        </div>
        {search.sentence && <Banner tone="no">{search.sentence}</Banner>}
      </div>
    );
  if (line.serviceType === SOZIOTHERAPIE && early && line.mirrors === null) return <HandOver line={line} />;
  if (!early || line.mirrors !== null) return null;
  return (
    <div className="row wrap">
      <Button onPress={onSeek}>{w.findService}</Button>
      <Button kind="main" onPress={onRefer}>
        {w.sendReferral}
      </Button>
    </div>
  );
}

function HandOver({ line }: { line: wire.LineView }) {
  const w = useWords(linking);
  const again = useReadCaseAgain();
  const [open, setOpen] = useState(false);
  const sheet = `cases.line-over.${line.id}`;
  const [practiceId, setPracticeId] = useTyped<string | null>(sheet, 'practiceId', null);
  const [note, setNote] = useTyped(sheet, 'note', '');
  const { data } = useQuery({
    queryKey: ['soziotherapie', 'practices'],
    queryFn: ({ signal }) => call(episodes.listPractices, { signal }),
    enabled: open,
  });
  const submit = useSubmit(async () => {
    await call(wire.handToSoziotherapie, {
      params: { lineId: line.id },
      body: { practiceId: practiceId ?? '', ...(note.trim() ? { note: note.trim() } : {}) },
    });
    announce(w.handed);
    forget(sheet);
    await again();
  });
  if (!open)
    return (
      <div>
        <Button kind="main" onPress={() => setOpen(true)}>
          {w.handOver}
        </Button>
      </div>
    );
  const missing: Missing[] = practiceId
    ? []
    : [{ what: w.practiceMissing, go: () => document.querySelector<HTMLElement>('.line-panel select')?.focus() }];
  return (
    <section className="stack" aria-labelledby="h-hand">
      <h3 id="h-hand">{w.handOver}</h3>
      <SelectField
        label={w.practice}
        value={practiceId}
        onChange={setPracticeId}
        choices={(data?.practices ?? []).map(({ organisationId, name, place }) => ({ value: organisationId, label: `${name}, ${place}` }))}
      />
      <TextArea label={w.handNote} hint={w.handNoteHint} value={note} onChange={setNote} maxLength={600} />
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div>
        <Button kind="main" missing={missing} busy={submit.busy} onPress={() => void submit.run()}>
          {w.handNow}
        </Button>
      </div>
    </section>
  );
}

/** What the case may know of the mirrored request or episode. */
function Joined({ line }: { line: wire.LineView }) {
  const w = useWords(linking);
  const f = useFormat();
  const { data } = useQuery({
    queryKey: [CASES, 'mirrored', line.id, line.version],
    queryFn: ({ signal }) => call(wire.getMirrored, { params: { lineId: line.id }, signal }),
    enabled: line.mirrors === 'request' || line.mirrors === 'episode',
  });
  if (!data) return null;
  const { request, episode } = data;
  if (request)
    return (
      <Banner>
        <b>{w.request.title}</b>:{' '}
        {[
          w.request.states[request.state] ?? request.state,
          request.practitioner ? w.request.with(request.practitioner) : null,
          request.firstAt ? w.request.first(f.whenLong(request.firstAt)) : null,
          request.state === 'waiting' && request.waitingSince ? w.request.waiting(f.date(request.waitingSince)) : null,
        ]
          .filter(Boolean)
          .join(', ')}
      </Banner>
    );
  if (!episode) return null;
  const { summary } = episode;
  return (
    <div className="stack">
      <Banner>
        <b>{w.episode.title}</b>: {w.episode.states[episode.state] ?? episode.state},{' '}
        {w.episode.at(episode.practice, f.date(episode.since))}
      </Banner>
      {summary ? (
        <>
          <p className="s">
            {[
              w.episode.hours(f.number(summary.usedHours), f.number(summary.approvedHours)),
              summary.nextReviewOn ? w.episode.review(f.date(summary.nextReviewOn)) : null,
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          {summary.goals.length > 0 && (
            <section aria-labelledby="h-sozio-goals">
              <h3 id="h-sozio-goals">{w.episode.goals}</h3>
              <ul>
                {summary.goals.map((goal) => (
                  <li key={goal}>{goal}</li>
                ))}
              </ul>
            </section>
          )}
        </>
      ) : (
        <p className="s q">{w.episode.noRelease}</p>
      )}
    </div>
  );
}
