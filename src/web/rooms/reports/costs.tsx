import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type CostsAnswer, costs as costsEndpoint, issueCosts } from '#rooms/reports/contract.ts';
import { shareCosts } from '#rooms/reports/rules/costs.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, CheckRow, type Column, SelectField, Table, TextField } from '../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { reports } from '../../words/reports.ts';
import { usePeriod } from './period.ts';

type Statement = CostsAnswer['statements'][number];
type Member = CostsAnswer['members'][number];

/** Kostenumlage: the network's cost of a year by membership, never by placements (§ 73 (7) SGB V). */
export function Costs() {
  const w = useWords(reports);
  const { year, choose } = usePeriod();
  const { data } = useQuery({ queryKey: ['costs', year], queryFn: () => call(costsEndpoint, { params: { year } }) });
  const thisYear = Temporal.Now.plainDateISO('Europe/Berlin').year;
  const years = Array.from({ length: 6 }, (_, index) => String(thisYear - index));
  return (
    <>
      <header className="report-head">
        <h2>{w.costs.title(year)}</h2>
        <div className="row end no-print">
          <SelectField
            label={w.year}
            hideLabel
            choices={years.map((value) => ({ value, label: w.yearOf(Number(value)) }))}
            value={String(year)}
            onChange={(value) => value && choose({ year: Number(value) })}
          />
        </div>
      </header>
      <Banner tone="open">{w.costs.law}</Banner>
      {data && <Issue key={`${year}/${data.statements.length}`} data={data} />}
      {data?.statements.length === 0 && <p className="q">{w.costs.none}</p>}
      {data?.statements.map((statement) => (
        <Issued key={statement.id} year={year} statement={statement} />
      ))}
    </>
  );
}

function Issue({ data }: { data: CostsAnswer }) {
  const w = useWords(reports);
  const format = useFormat();
  const queries = useQueryClient();
  const last = data.statements[0];
  const [total, setTotal] = useState(last ? (last.totalCents / 100).toFixed(2).replace('.', format.number(0.5).charAt(1)) : '');
  const [bySeat, setBySeat] = useState(last?.bySeat ?? false);
  const [members, setMembers] = useState<readonly Member[]>(() => {
    const known = new Map(last?.shares.map((share) => [share.practitionerId, share]));
    // A correction begins with what was stated; whoever was not in it stays out.
    return data.members.map((member) => {
      const share = known.get(member.practitionerId);
      return share ? { ...member, months: share.months, seatPercent: share.seatPercent } : last ? { ...member, months: 0 } : member;
    });
  });
  const plain = total
    .replaceAll(/[\s€]/g, '')
    .replace(/\.(?=\d{3}(\D|$))/g, '')
    .replace(',', '.');
  const cents = /^\d+(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
  const shares = cents === null ? null : shareCosts(cents, members, bySeat);
  const set = (id: string, change: Partial<Member>) =>
    setMembers(members.map((member) => (member.practitionerId === id ? { ...member, ...change } : member)));
  const submit = useSubmit(async () => {
    const body = {
      totalCents: cents ?? 0,
      bySeat,
      members: members.map(({ practitionerId, months, seatPercent }) => ({ practitionerId, months, seatPercent })),
    };
    const { statementVersion } = await call(issueCosts, { params: { year: data.year }, body });
    announce(w.costs.issued(statementVersion));
    await queries.invalidateQueries({ queryKey: ['costs', data.year] });
  });
  return (
    <section className="card" aria-labelledby="issue">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (cents !== null) void submit.run();
        }}
      >
        <h3 id="issue">{last ? w.costs.correct : w.costs.issue}</h3>
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        <div className="cost-head">
          <TextField
            label={w.costs.total}
            hint={w.costs.totalHint}
            figures
            inputMode="decimal"
            maxLength={16}
            value={total}
            onChange={setTotal}
            error={total !== '' && cents === null ? w.costs.totalFault : undefined}
          />
          <CheckRow checked={bySeat} onChange={setBySeat}>
            {w.costs.bySeat}
          </CheckRow>
        </div>
        <div className="scroll">
          <table className="list" aria-label={w.costs.members}>
            <thead>
              <tr>
                <th scope="col">{w.costs.name}</th>
                <th scope="col">{w.costs.months}</th>
                {bySeat && <th scope="col">{w.costs.seat}</th>}
                <th scope="col" className="r">
                  {w.costs.preview}
                </th>
              </tr>
            </thead>
            <tbody>
              {members.map((member, index) => (
                <tr key={member.practitionerId}>
                  <th scope="row">{member.name}</th>
                  <td>
                    <Choice
                      label={w.costs.monthsOf(member.name)}
                      value={member.months}
                      values={[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}
                      onChange={(months) => set(member.practitionerId, { months })}
                    >
                      {(value) => String(value)}
                    </Choice>
                  </td>
                  {bySeat && (
                    <td>
                      <Choice
                        label={w.costs.seatOf(member.name)}
                        value={member.seatPercent}
                        values={[25, 50, 75, 100] as const}
                        onChange={(seatPercent) => set(member.practitionerId, { seatPercent })}
                      >
                        {(value) => `${value} %`}
                      </Choice>
                    </td>
                  )}
                  <td className="r">{shares?.[index] ? format.euro(shares[index].cents) : w.notShown}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div>
          <Button type="submit" kind="main" busy={submit.busy}>
            {last ? w.costs.correct : w.costs.issue}
          </Button>
        </div>
      </form>
    </section>
  );
}

function Choice<Value extends number>(props: {
  label: string;
  value: Value;
  values: readonly Value[];
  onChange: (value: Value) => void;
  children: (value: Value) => ReactNode;
}) {
  return (
    <select
      className="input"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => {
        const chosen = props.values.find((value) => String(value) === event.target.value);
        if (chosen !== undefined) props.onChange(chosen);
      }}
    >
      {props.values.map((value) => (
        <option key={value} value={value}>
          {props.children(value)}
        </option>
      ))}
    </select>
  );
}

function Issued({ year, statement }: { year: number; statement: Statement }) {
  const w = useWords(reports);
  const format = useFormat();
  const { language } = useLanguage();
  type Share = Statement['shares'][number];
  const title = w.costs.version(statement.statementVersion, format.when(statement.issuedAt));
  const columns: Column<Share>[] = [
    { key: 'name', head: w.costs.name, cell: (row) => row.name, sortBy: (row) => row.name },
    { key: 'months', head: w.costs.months, cell: (row) => row.months, sortBy: (row) => row.months, figures: true },
    ...(statement.bySeat
      ? [
          {
            key: 'seat',
            head: w.costs.seat,
            cell: (row: Share) => `${row.seatPercent} %`,
            sortBy: (row: Share) => row.seatPercent,
            figures: true,
          },
        ]
      : []),
    {
      key: 'share',
      head: w.costs.share,
      cell: (row) => format.euro(row.cents),
      sortBy: (row) => row.cents,
      text: (row) => format.euro(row.cents),
      figures: true,
    },
    {
      key: 'letter',
      head: w.costs.letter,
      cell: (row) => (
        <a
          href={`/api/cost-statements/${statement.id}/${row.practitionerId}?language=${language}`}
          target="_blank"
          rel="noopener"
          aria-label={w.costs.letterOf(row.name)}
        >
          PDF
        </a>
      ),
      text: () => '',
    },
  ];
  return (
    <section className="card" aria-labelledby={statement.id}>
      <h3 id={statement.id}>{title}</h3>
      <p className="sub">
        {w.costs.sum}: <b className="num">{format.euro(statement.totalCents)}</b>
        {statement.bySeat ? `. ${w.costs.bySeat}.` : ''}
      </p>
      <Table
        label={title}
        columns={columns}
        rows={statement.shares}
        rowKey={(row) => row.practitionerId}
        fileName={w.costs.file(year, statement.statementVersion)}
        exported="figures"
      />
    </section>
  );
}
