import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { ACCESS_FEATURES } from '#kernel/codes.ts';
import { type FoundService, type ServiceSearchWish, searchServices } from '#rooms/directory/contract/services.ts';
import { SERVICE_PAYERS, type ServiceCriterion, TARGET_GROUPS } from '#rooms/directory/rules/services.ts';
import { call } from '../../../call.ts';
import { Banner, Button, CheckRow, Chips, Empty, SelectField, State, TextField } from '../../../ui/index.ts';
import { codes } from '../../../words/codes.ts';
import { useWords } from '../../../words/language.tsx';
import { services as serviceWords } from '../../../words/services.ts';
import { useFirstField } from '../fields.ts';
import { useServiceTypes } from './service-names.ts';
import './service-search.css';

/** What a case already knows; everything can be changed. */
export type ServiceSearchStart = Partial<ServiceSearchWish>;
const TONES = { fits: 'yes', clarify: 'partly', excluded: 'no' } as const;
const MARKS = { yes: 'yes', no: 'no', clarify: 'partly', 'not-asked': 'open' } as const;
const SPOKEN = ['de', 'en', 'tr', 'ar', 'uk', 'ru', 'pl', 'fa', 'fr', 'gsg'] as const;

/** The search of services from inside a case: the same hard and soft pattern as the phone desk, each criterion with its reason. */
export default function ServiceSearch({
  start,
  onRefer,
}: {
  start: ServiceSearchStart;
  onRefer: (service: FoundService['service']) => void;
}) {
  const w = useWords(serviceWords);
  const c = useWords(codes);
  const types = useServiceTypes();
  const [wish, setWish] = useState<ServiceSearchStart>(start);
  const [given, setGiven] = useState<readonly ServiceCriterion[]>([]);
  const [all, setAll] = useState(false);
  const change = (part: ServiceSearchStart) => {
    setGiven([]);
    setWish({ ...wish, ...part });
  };
  const number = (text: string) => (/^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : undefined);
  const asked = wish.serviceType ? relaxed({ ...wish, serviceType: wish.serviceType }, given) : null;
  const { data, isFetching, isError, refetch } = useQuery({
    queryKey: ['services', 'search', asked],
    queryFn: () => call(searchServices, { body: asked as ServiceSearchWish }),
    enabled: asked !== null,
    placeholderData: (before) => before,
  });
  const s = w.search;
  const box = useFirstField<HTMLElement>();
  const [many] = useState(
    () => [start.payer, start.targetGroups?.length, start.languages?.length, start.access?.length].filter(Boolean).length,
  );
  const shown = data?.found.filter(({ verdict }) => all || verdict !== 'excluded') ?? [];
  const count = (verdict: FoundService['verdict']) => data?.found.filter((one) => one.verdict === verdict).length ?? 0;
  return (
    <section className="service-search" aria-label={s.title} ref={box}>
      <div className="stack service-wish">
        <SelectField
          label={w.type}
          empty={s.start}
          choices={types}
          value={wish.serviceType ?? null}
          onChange={(value) => change({ serviceType: value ?? undefined })}
        />
        <div className="row wrap service-pair">
          <TextField
            label={s.where}
            inputMode="numeric"
            figures
            maxLength={5}
            value={wish.postalCode ?? ''}
            onChange={(text) => change({ postalCode: text.trim() || undefined })}
          />
          <TextField
            label={s.age}
            inputMode="numeric"
            figures
            maxLength={3}
            value={wish.age === undefined ? '' : String(wish.age)}
            onChange={(text) => change({ age: number(text) })}
          />
          <TextField
            label={s.maxWaiting}
            inputMode="numeric"
            figures
            maxLength={4}
            value={wish.maxWaitingDays === undefined ? '' : String(wish.maxWaitingDays)}
            onChange={(text) => change({ maxWaitingDays: number(text) })}
          />
        </div>
        <details open={many > 0}>
          <summary>{s.more}</summary>
          <div className="stack">
            <SelectField
              label={s.payer}
              empty={s.any}
              choices={SERVICE_PAYERS.map((value) => ({ value, label: w.payerNames[value] }))}
              value={wish.payer ?? null}
              onChange={(value) => change({ payer: value ?? undefined })}
            />
            <Chips
              label={s.groups}
              choices={TARGET_GROUPS.map((value) => ({ value, label: w.targetGroups[value] }))}
              value={wish.targetGroups ?? []}
              onChange={(targetGroups) => change({ targetGroups })}
            />
            <Chips
              label={s.languages}
              choices={SPOKEN.map((value) => ({ value, label: w.languageNames[value] ?? value }))}
              value={(wish.languages ?? []) as (typeof SPOKEN)[number][]}
              onChange={(languages) => change({ languages })}
            />
            <Chips
              label={s.access}
              choices={ACCESS_FEATURES.map((value) => ({ value, label: c.access[value] }))}
              value={wish.access ?? []}
              onChange={(access) => change({ access })}
            />
          </div>
        </details>
      </div>
      <div className="stack" aria-busy={isFetching}>
        {!asked && <p className="q">{s.start}</p>}
        {isError && (
          <Banner
            tone="no"
            live="polite"
            action={
              <Button small onPress={() => void refetch()}>
                {s.reset}
              </Button>
            }
          >
            {w.noneFound}
          </Banner>
        )}
        {asked && data && (
          <>
            <p role="status">
              <b>{data.found.length === 0 ? s.none : s.found(count('fits'), count('clarify'))}</b>{' '}
              <span className="s q">{s.why_order}</span>
            </p>
            {data.found.length > 0 && count('fits') === 0 && <Banner tone="partly">{s.noneFits}</Banner>}
            {data.relaxations.length > 0 && (
              <fieldset className="whatif service-whatif">
                <legend className="label">{s.whatIf}</legend>
                <div className="row wrap">
                  {data.relaxations.map(({ criterion, fits, clarify }) => (
                    <Button key={criterion} small onPress={() => (mayRelax(criterion) ? setGiven([...given, criterion]) : setAll(true))}>
                      {s.without(w.criteria[criterion], fits, clarify)}
                    </Button>
                  ))}
                </div>
              </fieldset>
            )}
            {given.length > 0 && (
              <Button small kind="quiet" onPress={() => setGiven([])}>
                {s.reset}
              </Button>
            )}
            {shown.length === 0 && data.found.length === 0 && <Empty>{s.none}</Empty>}
            <ol className="service-found">
              {shown.map((one) => (
                <Found key={one.service.id} found={one} onRefer={() => onRefer(one.service)} />
              ))}
            </ol>
            {count('excluded') > 0 && (
              <CheckRow checked={all} onChange={setAll}>
                {s.shown} ({count('excluded')})
              </CheckRow>
            )}
          </>
        )}
      </div>
    </section>
  );
}

const mayRelax = (criterion: ServiceCriterion) => criterion !== 'capacity' && criterion !== 'type';

/** The wish without what was given up for a moment; the fields keep what stands in them. */
function relaxed(wish: ServiceSearchWish, given: readonly ServiceCriterion[]): ServiceSearchWish {
  const { serviceType, postalCode, age, payer, targetGroups, languages, access, maxWaitingDays } = wish;
  const has = (criterion: ServiceCriterion) => !given.includes(criterion);
  return {
    serviceType,
    ...(postalCode && /^\d{5}$/.test(postalCode) && has('area') ? { postalCode } : {}),
    ...(age !== undefined && age <= 120 && has('age') ? { age } : {}),
    ...(payer && has('payer') ? { payer } : {}),
    ...(targetGroups?.length && has('target-group') ? { targetGroups } : {}),
    ...(languages?.length && has('language') ? { languages } : {}),
    ...(access?.length && has('access') ? { access } : {}),
    ...(maxWaitingDays !== undefined && maxWaitingDays <= 1500 && has('waiting') ? { maxWaitingDays } : {}),
  };
}

function Found({ found, onRefer }: { found: FoundService; onRefer: () => void }) {
  const w = useWords(serviceWords);
  const id = useId();
  const { service, verdict, lines } = found;
  const loud = lines.filter((line) => line.verdict === 'no' || line.verdict === 'clarify');
  const quiet = lines.filter((line) => line.verdict === 'yes' || line.verdict === 'not-asked');
  const said = (line: (typeof lines)[number]) => (
    <li key={line.criterion}>
      <State tone={MARKS[line.verdict]}>{w.criteria[line.criterion]}</State> <span>{w.notes[line.note]?.(line.values) ?? line.note}</span>
    </li>
  );
  return (
    <li className="service-one" aria-labelledby={id}>
      <div className="row wrap">
        <h3 id={id}>{service.name}</h3>
        <State tone={TONES[verdict]}>{w.search[verdict]}</State>
        <span className="end">
          <Button small kind={verdict === 'fits' ? 'main' : 'plain'} onPress={onRefer} label={`${w.search.refer}: ${service.name}`}>
            {w.search.refer}
          </Button>
        </span>
      </div>
      <p className="s q">
        {[
          service.organisation,
          service.contactPhone ?? service.organisationPhone,
          service.asked > 0 ? `${w.answers}: ${w.answersOf(service.answered, service.asked)}` : w.noAnswers,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {loud.length > 0 && <ul className="service-lines">{loud.map(said)}</ul>}
      <details>
        <summary>{w.search.reasons}</summary>
        <ul className="service-lines">{quiet.map(said)}</ul>
      </details>
    </li>
  );
}
