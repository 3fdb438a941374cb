import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { inBerlin } from '#kernel/time.ts';
import { readOutcomes } from '#rooms/cases/contract/outcomes.ts';
import type { AreaCode } from '#rooms/cases/rules/areas.ts';
import { USUAL_LIMIT } from '#rooms/cases/rules/load.ts';
import type { Outcome, OutcomePart } from '#rooms/cases/rules/outcomes.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, Segments, SelectField, TakeAlong } from '../../ui/index.ts';
import { caseload } from '../../words/caseload.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { outcomes as outcomeWords } from '../../words/outcomes.ts';
import { problems } from '../../words/problems.ts';
import { CASES } from './data.ts';
import { useAreaNames } from './filter-bar.tsx';
import { PERIODS, type Period, periodOf } from './result-period.ts';

await outcomeWords.load(currentLanguage());

type Audience = 'team' | 'others';

/** What came of it: O1 to O14, each down to its definition, as picture and as table. */
export default function Results() {
  const w = useWords(outcomeWords);
  const faults = useWords(problems);
  const format = useFormat();
  const me = useMe();
  const areas = useAreaNames();
  const [period, setPeriod] = useState<Period>('months');
  const [area, setArea] = useState<string | null>(null);
  const [managerId, setManager] = useState<string | null>(null);
  const [audience, setAudience] = useState<Audience>('team');
  const wish = {
    ...periodOf(period, inBerlin(Temporal.Now.instant()).toPlainDate()),
    ...(area ? { area: area as AreaCode } : {}),
    ...(managerId ? { managerId } : {}),
  };
  const ask = (whom: Audience, signal?: AbortSignal) =>
    call(readOutcomes, { query: { ...wish, audience: whom }, ...(signal ? { signal } : {}) });
  const { data, error } = useQuery({
    queryKey: [CASES, 'outcomes', wish, audience],
    queryFn: ({ signal }) => ask(audience, signal),
    placeholderData: keepPreviousData,
  });
  const texts = useTexts(new Map((data?.managers ?? []).map(({ accountId, name }) => [accountId, name])));
  const managers = data?.leads
    ? data.managers.map(({ accountId, name }) => ({ value: accountId, label: name }))
    : [{ value: me.accountId, label: w.self }];
  return (
    <section className="stack" aria-labelledby="h-results">
      <h2 id="h-results" className="vh">
        {w.title}
      </h2>
      <div className="results-head">
        <SelectField
          label={w.period}
          choices={PERIODS.map((value) => ({ value, label: w.periods[value] }))}
          value={period}
          onChange={(value) => setPeriod(value ?? 'months')}
        />
        <SelectField
          label={w.area}
          empty={w.anyArea}
          choices={[...areas].map(([value, label]) => ({ value, label }))}
          value={area}
          onChange={setArea}
        />
        <SelectField label={w.manager} empty={w.wholeTeam} choices={managers} value={managerId} onChange={setManager} />
        <Segments
          label={w.audience}
          choices={(['team', 'others'] as const).map((value) => ({ value, label: w.audiences[value] }))}
          value={audience}
          onChange={setAudience}
        />
      </div>
      <div className="row wrap">
        <span className="q s num" role="status">
          {data && `${format.date(data.from)} – ${format.date(data.to)}, ${w.countedAt(format.when(data.countedAt))}`}
        </span>
        <span className="end row wrap">
          <span className="s q">{w.fileNote}</span>
          <TakeAlong list="other" fileName={w.file} title={w.title} content={async () => texts.sheet((await ask('others')).outcomes)} />
        </span>
      </div>
      <Banner tone="open">{w.noCause}</Banner>
      {audience === 'others' && <p className="s q">{w.others}</p>}
      {error && <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>}
      {data && (
        <div className="results-grid">
          {data.outcomes.map((outcome) => (
            <Figure key={outcome.id} outcome={outcome} texts={texts} />
          ))}
        </div>
      )}
    </section>
  );
}

/** Words and numbers of a figure, for the page and for the file. */
function useTexts(names: ReadonlyMap<string, string>) {
  const w = useWords(outcomeWords);
  const c = useWords(caseload);
  const format = useFormat();
  const phases: Record<string, string> = c.phases;
  const number = (value: number) => value.toLocaleString(format.tag);
  const value = ({ value: found, unit, hidden }: OutcomePart) =>
    hidden ? w.hidden : found === null ? w.noData : w.units[unit](number(found));
  const part = ({ key }: OutcomePart) => w.parts[key] ?? phases[key] ?? names.get(key) ?? key;
  const from = ({ count, n, hidden }: OutcomePart) =>
    hidden || n === 0 ? '' : count === null ? w.from(number(n)) : w.of(number(count), number(n));
  return {
    value,
    part,
    from,
    sheet: (all: readonly Outcome[]) => ({
      head: ['', w.head.figure, w.head.part, w.head.value, w.head.count, w.head.n],
      rows: all.flatMap(({ id, parts }) =>
        parts.map((one) => [
          id,
          w.names[id],
          part(one),
          value(one),
          one.hidden || one.count === null ? '' : String(one.count),
          one.hidden ? '' : String(one.n),
        ]),
      ),
    }),
  };
}

type Texts = ReturnType<typeof useTexts>;

/** One figure: its number large, its parts as bars with an equal table, and how it is counted. */
function Figure({ outcome, texts }: { outcome: Outcome; texts: Texts }) {
  const w = useWords(outcomeWords);
  const [asTable, setAsTable] = useState(false);
  const { id, parts } = outcome;
  const [first] = parts;
  const single = parts.length === 1 && first;
  return (
    <section className="card outcome" aria-labelledby={`h-${id}`}>
      <h3 id={`h-${id}`}>
        <span className="q num">{id}</span> {w.names[id]}
      </h3>
      {single && (
        <p>
          <span className="big num">{texts.value(single)}</span> <span className="s q num">{texts.from(single)}</span>
        </p>
      )}
      {!single && parts.length === 0 && <p className="q">{w.noData}</p>}
      {!single && parts.length > 0 && (asTable ? <PartTable outcome={outcome} texts={texts} /> : <Bars parts={parts} texts={texts} />)}
      {!single && parts.length > 0 && (
        <div className="no-print">
          <Button small kind="quiet" label={`${w.names[id]}: ${asTable ? w.asChart : w.asTable}`} onPress={() => setAsTable(!asTable)}>
            {asTable ? w.asChart : w.asTable}
          </Button>
        </div>
      )}
      <details>
        <summary>{w.how}</summary>
        <p>{w.definitions[id]}</p>
      </details>
    </section>
  );
}

/** Bars beside their numbers; the number says it all, so the bar is silent. Numbers of one unit share one scale. */
function Bars({ parts, texts }: { parts: readonly OutcomePart[]; texts: Texts }) {
  const top = (unit: OutcomePart['unit']) =>
    unit === 'percent'
      ? 100
      : unit === 'grade'
        ? 10
        : Math.max(unit === 'points' ? USUAL_LIMIT : 1, ...parts.filter((one) => one.unit === unit).map(({ value }) => value ?? 0));
  return (
    <div className="bars">
      {parts.map((one) => (
        <div key={one.key} style={{ display: 'contents' }}>
          <span>{texts.part(one)}</span>
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect className="track" width="100" height="10" />
            <rect className="fill" width={Math.max(0, Math.min(100, ((one.value ?? 0) / top(one.unit)) * 100))} height="10" />
          </svg>
          <span className="num nw">
            {texts.value(one)} <span className="q s">{texts.from(one)}</span>
          </span>
        </div>
      ))}
    </div>
  );
}

function PartTable({ outcome, texts }: { outcome: Outcome; texts: Texts }) {
  const w = useWords(outcomeWords);
  return (
    <table className="list" aria-labelledby={`h-${outcome.id}`}>
      <thead>
        <tr>
          <th scope="col">{w.head.part}</th>
          <th scope="col" className="r">
            {w.head.value}
          </th>
          <th scope="col" className="r">
            {w.head.n}
          </th>
        </tr>
      </thead>
      <tbody>
        {outcome.parts.map((one) => (
          <tr key={one.key}>
            <th scope="row">{texts.part(one)}</th>
            <td className="r num">{texts.value(one)}</td>
            <td className="r num">{texts.from(one)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
