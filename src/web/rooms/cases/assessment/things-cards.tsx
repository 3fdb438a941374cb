import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import * as wire from '#rooms/cases/contract/assessment.ts';
import { RESOURCE_KINDS, type ResourceKind } from '#rooms/cases/rules/assessment.ts';
import { findInstrument, INSTRUMENTS } from '#rooms/cases/rules/instruments.ts';
import { organisations } from '#rooms/directory/contract/network.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { Banner, Button, DateField, SelectField, TextField } from '../../../ui/index.ts';
import { assessment } from '../../../words/assessment.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { useReadCaseAgain } from '../data.ts';
import type { Assessment, DomainRating } from './data.ts';

const RATERS = ['client', 'professional', 'partner', 'relative'] as const;

/** What helps already, by kind. */
export function ResourcesCard({ caseId, data }: { caseId: string; data: Assessment }) {
  const w = useWords(assessment);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const [adding, setAdding] = useState(false);
  const [changing, setChanging] = useState<string | null>(null);
  const remove = async ({ id, version }: Assessment['resources'][number]) => {
    await call(wire.removeResource, { params: { id }, body: {}, ifMatch: version });
    await readAgain();
  };
  return (
    <section className="card" aria-labelledby="assessment-resources">
      <h2 id="assessment-resources">{w.resources.title}</h2>
      {data.resources.length === 0 && <p className="q">{w.resources.none}</p>}
      {RESOURCE_KINDS.map((kind) => {
        const found = data.resources.filter((resource) => resource.kind === kind);
        if (found.length === 0) return null;
        return (
          <div key={kind} className="things">
            <h3>{w.resources.kinds[kind]}</h3>
            <ul>
              {found.map((resource) => (
                <li key={resource.id} data-gone={resource.removedOn ? '' : undefined}>
                  {changing === resource.id ? (
                    <ResourceForm caseId={caseId} data={data} resource={resource} onDone={() => setChanging(null)} />
                  ) : (
                    <>
                      <span>
                        {resource.text} <span className="s q">{w.short[resource.domain]}</span>
                        {resource.removedOn && <span className="s q"> {w.resources.removed(format.date(resource.removedOn))}</span>}
                      </span>
                      {!resource.removedOn && (
                        <span className="end">
                          <Button
                            kind="quiet"
                            small
                            label={`${w.resources.change}: ${resource.text}`}
                            onPress={() => setChanging(resource.id)}
                          >
                            {w.resources.change}
                          </Button>
                          <Button kind="quiet" small label={`${w.resources.remove}: ${resource.text}`} onPress={() => remove(resource)}>
                            {w.resources.remove}
                          </Button>
                        </span>
                      )}
                    </>
                  )}
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      {adding ? (
        <ResourceForm caseId={caseId} data={data} onDone={() => setAdding(false)} />
      ) : (
        <Button small icon={Plus} onPress={() => setAdding(true)}>
          {w.resources.add}
        </Button>
      )}
    </section>
  );
}

function ResourceForm({
  caseId,
  data,
  resource,
  onDone,
}: {
  caseId: string;
  data: Assessment;
  /** The one that is changed; absent where one is added. */
  resource?: Assessment['resources'][number];
  onDone: () => void;
}) {
  const w = useWords(assessment);
  const { language } = useLanguage();
  const readAgain = useReadCaseAgain();
  const sheet = `cases.resource.${resource?.id ?? `new.${caseId}`}`;
  const [kind, setKind] = useTyped<ResourceKind>(sheet, 'kind', resource?.kind ?? 'personal');
  const [domain, setDomain] = useTyped<DomainRating['domain']>(sheet, 'domain', resource?.domain ?? 'D1');
  const [text, setText] = useTyped(sheet, 'text', resource?.text ?? '');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const send = useSubmit(async () => {
    const body = { kind, domain, text };
    if (resource) await call(wire.changeResource, { params: { id: resource.id }, body, ifMatch: resource.version });
    else await call(wire.addResource, { params: { id: caseId }, body });
    forget(sheet);
    await readAgain();
    setText('');
    onDone();
  });
  return (
    <form className="thing-form" onSubmit={send.run}>
      {send.sentence && <Banner tone="no">{send.sentence}</Banner>}
      <TextField
        label={w.resources.text}
        maxLength={500}
        required
        value={text}
        onChange={setText}
        error={send.at('/text')}
        inputRef={first}
      />
      <div className="pair">
        <SelectField
          label={w.resources.kind}
          choices={RESOURCE_KINDS.map((value) => ({ value, label: w.resources.kinds[value] }))}
          value={kind}
          onChange={(value) => value && setKind(value)}
        />
        <SelectField
          label={w.resources.domain}
          choices={data.domains.map(({ code, ...name }) => ({ value: code, label: name[language] }))}
          value={domain}
          onChange={(value) => value && setDomain(value)}
        />
      </div>
      <div className="row">
        <Button kind="main" small type="submit" busy={send.busy}>
          {w.papers.save}
        </Button>
        <Button kind="quiet" small onPress={onDone}>
          {w.keep}
        </Button>
      </div>
    </form>
  );
}

/** Scores by instrument: name, version, number, day, who rated. */
export function InstrumentsCard({ caseId, data }: { caseId: string; data: Assessment }) {
  const w = useWords(assessment);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const [adding, setAdding] = useState(false);
  const withdraw = async ({ id, version }: Assessment['instruments'][number]) => {
    await call(wire.withdrawInstrument, { params: { id }, body: {}, ifMatch: version });
    await readAgain();
  };
  return (
    <section className="card" aria-labelledby="assessment-instruments">
      <h2 id="assessment-instruments">{w.instruments.title}</h2>
      {data.instruments.length === 0 ? (
        <p className="q">{w.instruments.none}</p>
      ) : (
        <ul className="things">
          {data.instruments.map((result) => (
            <li key={result.id} data-gone={result.withdrawn ? '' : undefined}>
              <span>
                <b>{result.instrument}</b> {result.instrumentVersion} <b className="num">{format.number(result.score)}</b>{' '}
                <span className="s q">
                  {format.date(result.ratedOn)}, {result.partner ?? w.instruments.raters[result.rater]}
                  {result.withdrawn && ` · ${w.instruments.withdrawn}`}
                </span>
              </span>
              {!result.withdrawn && (
                <span className="end">
                  <Button kind="quiet" small label={`${w.instruments.withdraw}: ${result.instrument}`} onPress={() => withdraw(result)}>
                    {w.instruments.withdraw}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      {adding ? (
        <InstrumentForm caseId={caseId} today={data.today} onDone={() => setAdding(false)} />
      ) : (
        <Button small icon={Plus} onPress={() => setAdding(true)}>
          {w.instruments.add}
        </Button>
      )}
    </section>
  );
}

function InstrumentForm({ caseId, today, onDone }: { caseId: string; today: string; onDone: () => void }) {
  const w = useWords(assessment).instruments;
  const { papers, keep } = useWords(assessment);
  const readAgain = useReadCaseAgain();
  const sheet = `cases.instrument.${caseId}`;
  const [instrument, setInstrument] = useTyped(sheet, 'instrument', '');
  const [instrumentVersion, setVersion] = useTyped(sheet, 'instrumentVersion', '');
  const [score, setScore] = useTyped(sheet, 'score', '');
  const [ratedOn, setRatedOn] = useTyped<string | null>(sheet, 'ratedOn', today);
  const [rater, setRater] = useTyped<(typeof RATERS)[number]>(sheet, 'rater', 'professional');
  const [partner, setPartner] = useTyped<string | null>(sheet, 'partner', null);
  const { data: directory } = useQuery({
    queryKey: ['directory', 'organisations'],
    queryFn: ({ signal }) => call(organisations, { signal }),
    enabled: rater === 'partner',
    staleTime: 60_000,
  });
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  const known = findInstrument(instrument);
  const number = Number(score.replace(',', '.'));
  const readable = score.trim() !== '' && Number.isFinite(number);
  const send = useSubmit(async () => {
    if (!readable) return;
    const body = { instrument, instrumentVersion, score: Math.round(number * 100) / 100, ratedOn: ratedOn ?? today, rater };
    const partnerId = rater === 'partner' ? partner : null;
    await call(wire.addInstrument, { params: { id: caseId }, body: { ...body, partnerId } });
    forget(sheet);
    await readAgain();
    onDone();
  });
  return (
    <form className="thing-form" onSubmit={send.run}>
      {send.sentence && <Banner tone="no">{send.sentence}</Banner>}
      <div className="pair">
        <SelectField
          label={w.name}
          empty={w.otherName}
          choices={INSTRUMENTS.map(({ name }) => ({ value: name, label: name }))}
          value={known?.name ?? null}
          onChange={(value) => setInstrument(value ?? '')}
          selectRef={first}
        />
        <TextField label={w.freeName} maxLength={60} value={instrument} onChange={setInstrument} error={send.at('/instrument')} />
      </div>
      <div className="pair">
        <TextField
          label={w.score}
          inputMode="decimal"
          figures
          value={score}
          onChange={setScore}
          hint={known ? w.scoreHint(known.min, known.max) : undefined}
          error={send.at('/score') ?? (score !== '' && !readable ? w.notANumber : undefined)}
        />
        <TextField label={w.version} maxLength={20} value={instrumentVersion} onChange={setVersion} />
      </div>
      <div className="pair">
        <DateField label={w.on} lean="past" ageless strict value={ratedOn} onChange={setRatedOn} error={send.at('/ratedOn')} />
        <SelectField
          label={w.rater}
          choices={RATERS.map((value) => ({ value, label: w.raters[value] }))}
          value={rater}
          onChange={(value) => value && setRater(value)}
        />
      </div>
      {rater === 'partner' && (
        <SelectField
          label={w.partner}
          empty={w.choosePartner}
          choices={(directory?.organisations ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={partner}
          onChange={setPartner}
          error={send.at('/partnerId')}
        />
      )}
      <div className="row">
        <Button kind="main" small type="submit" busy={send.busy}>
          {papers.save}
        </Button>
        <Button kind="quiet" small onPress={onDone}>
          {keep}
        </Button>
      </div>
    </form>
  );
}
