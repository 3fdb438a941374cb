import { useQuery } from '@tanstack/react-query';
import { FileSpreadsheet, Printer } from 'lucide-react';
import { inBerlin } from '#kernel/time.ts';
import { figures as figuresEndpoint } from '#rooms/reports/contract.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, type Column, Icon, SelectField, Table } from '../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { reports } from '../../words/reports.ts';
import { Demand, Unserved } from './demand.tsx';
import { Fairness, OwnNumbers } from './fairness.tsx';
import { allRows, DefinitionLink, KeyFigures } from './key-figures.tsx';
import { usePeriod } from './period.ts';
import { PlacesChart } from './places-chart.tsx';
import { Publish } from './publish.tsx';
import { WaitChart } from './wait-chart.tsx';
import { Emergencies, Freshness, Work } from './work.tsx';

/** The year in figures: first five big ones, then pictures with their tables, then everything as a list. */
export function Overview() {
  const w = useWords(reports);
  const format = useFormat();
  const { language } = useLanguage();
  const { year, area, choose } = usePeriod();
  const faults = useWords(problems);
  const { data, error } = useQuery({
    queryKey: ['figures', year, area],
    queryFn: () => call(figuresEndpoint, { params: { year }, query: { area } }),
    placeholderData: (before) => before,
  });
  if (error) {
    const now = inBerlin(Temporal.Now.instant()).year;
    return (
      <Banner tone="open" live="polite" action={<Button onPress={() => choose({ year: now, area: '' })}>{w.yearOf(now)}</Button>}>
        {problemOf(error).sentence(faults)}
      </Banner>
    );
  }
  if (!data) return null;
  const years = Array.from({ length: data.thisYear - data.firstYear + 1 }, (_, index) => String(data.thisYear - index));
  const link = (file: string) => `/api/figures/${data.year}/${file}?${new URLSearchParams({ area: data.area, language })}`;
  return (
    <>
      <header className="report-head">
        <h2>{w.title(data.year)}</h2>
        <span className="q">{w.period(data.running, format.when(data.asOf))}</span>
        <div className="row end no-print">
          <SelectField
            label={w.year}
            hideLabel
            choices={years.map((value) => ({ value, label: w.yearOf(Number(value)) }))}
            value={String(data.year)}
            onChange={(value) => value && choose({ year: Number(value) })}
          />
          {data.open && (
            <SelectField
              label={w.area}
              hideLabel
              choices={data.areas.map((value) => ({ value, label: w.areaOf(value) }))}
              value={data.area === '' ? null : data.area}
              empty={w.everywhere}
              onChange={(value) => choose({ area: value ?? '' })}
            />
          )}
          <a className="btn" href={link('workbook')} download>
            <Icon of={FileSpreadsheet} />
            {w.workbook}
          </a>
          <a className="btn" href={`/api/figures/${data.year}/report?language=${language}`} target="_blank" rel="noopener">
            <Icon of={Printer} />
            {w.printed}
          </a>
        </div>
      </header>
      <KeyFigures figures={data} />
      {data.own && <OwnNumbers own={data.own} />}
      <div className="two">
        <PlacesChart figures={data} />
        <WaitChart figures={data} />
        <Demand figures={data} />
        {data.helpers ? <Fairness figures={data} helpers={data.helpers} /> : <Unserved figures={data} />}
        <Emergencies figures={data} />
        <Work figures={data} />
        <Freshness figures={data} />
        {data.helpers && <Unserved figures={data} />}
      </div>
      {data.open && !data.running && <Publish year={data.year} />}
      <section className="card" aria-labelledby="all-figures">
        <h3 id="all-figures">{w.all.title}</h3>
        <p className="sub">{w.all.unmarked}</p>
        <Table
          label={w.all.title}
          columns={columns(w, data.year)}
          rows={allRows(data, w)}
          rowKey={({ key }) => key}
          fileName={w.file(data.year)}
          exported="figures"
        />
      </section>
    </>
  );
}

type Line = ReturnType<typeof allRows>[number];

function columns(w: typeof import('../../words/de/reports.ts').words, year: number): Column<Line>[] {
  const { report } = w.report;
  return [
    { key: 'label', head: report.figure, cell: (row) => row.label, text: (row) => row.label },
    { key: 'value', head: String(year), cell: (row) => row.value, text: (row) => row.value, figures: true },
    { key: 'basis', head: report.basis, cell: (row) => row.basis, text: (row) => row.basis },
    { key: 'before', head: String(year - 1), cell: (row) => row.before, text: (row) => row.before, figures: true },
    {
      key: 'definition',
      head: report.definition,
      cell: (row) => <DefinitionLink of={row.id} short />,
      text: (row) => `${row.id}: ${w.definitions[row.id].text}`,
    },
  ];
}
