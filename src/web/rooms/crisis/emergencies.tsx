import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import * as room from '#rooms/crisis/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { Problem } from '../../problem.ts';
import { usePageTitle } from '../../shell/title.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, type Column, Dialog, Empty, State, Table } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { script } from '../../words/script.ts';
import { shell } from '../../words/shell.ts';
import { Board } from './board.tsx';
import { millis, running, serverNow, useServerNow } from './clock.ts';
import { openQuery, type Row, recentQuery, scriptQuery } from './data.ts';
import { HeadAside, useLead } from './head.tsx';
import { LevelBadge } from './level-banner.tsx';
import { mostUrgentFirst } from './own-strip.tsx';
import { noteRaisedHere } from './raised-here.ts';
import { Scripts } from './script.tsx';
import { useSheet } from './use-sheet.ts';
import './crisis.css';

await Promise.all([crisis, script].map((book) => book.load(currentLanguage())));

const SCRIPT = 'leitfaden';

/** Notfälle: what is open with its clock, what was closed, and for the clinical lead the script. */
export default function Emergencies() {
  const w = useWords(crisis);
  const { id } = useParams({ strict: false });
  const lead = useMay('crisis.lead');
  return (
    <div className="page emergencies">
      {lead && (
        <nav className="tabs" aria-label={w.title}>
          <Link to={to.emergencies()} aria-current={id === SCRIPT ? undefined : 'page'} activeProps={{}} activeOptions={{ exact: true }}>
            {w.page.toList}
          </Link>
          <Link to={to.emergency(SCRIPT)} aria-current={id === SCRIPT ? 'page' : undefined} activeProps={{}}>
            {w.page.toScript}
          </Link>
        </nav>
      )}
      {id === SCRIPT && lead ? <Scripts /> : id && id !== SCRIPT ? <Case key={id} id={id} /> : <Lists />}
    </div>
  );
}

function Lists() {
  const w = useWords(crisis);
  const queries = useQueryClient();
  const lead = useMay('crisis.lead');
  const { data } = useQuery({ ...openQuery, refetchInterval: 15_000 });
  const { data: known } = useQuery(scriptQuery);
  const responds = useMay('crisis.respond');
  const watches = useMay('placement.desk');
  // Off duty nothing is visible, and "none is open" would not be true.
  const offDuty = responds && !watches && known?.roster.mine === false && data?.emergencies.length === 0;
  const { data: recent } = useQuery(recentQuery);
  useLive(['crisis.emergency', 'gap'], () => void queries.invalidateQueries({ queryKey: ['crisis'] }));
  return (
    <>
      <section className="card stack" aria-labelledby="h-open">
        <div className="row wrap">
          <h2 id="h-open">{w.page.open}</h2>
          <span className="end">{lead && <Drill />}</span>
        </div>
        {data &&
          (data.emergencies.length === 0 ? (
            <Empty>{offDuty ? w.page.offDuty : lead ? w.page.noneOfYours : w.page.none}</Empty>
          ) : (
            <Running rows={mostUrgentFirst(data.emergencies)} />
          ))}
      </section>
      <section className="card stack" aria-labelledby="h-closed">
        <h2 id="h-closed">{w.page.closed}</h2>
        {recent && <Closed rows={recent.emergencies} none={offDuty ? w.page.offDuty : lead ? w.page.noneForReview : w.page.noneClosed} />}
      </section>
    </>
  );
}

function Running({ rows }: { rows: readonly Row[] }) {
  const w = useWords(crisis);
  const format = useFormat();
  const now = useServerNow();
  return (
    <ul className="running-cases">
      {rows.map((row) => (
        <li key={row.id} className="running-case" data-level={row.level}>
          <span className="time">{running(now - millis(row.raisedAt))}</span>
          <span className="row">
            <LevelBadge level={row.level} />
            {row.drill && <State tone="open">{w.drill}</State>}
          </span>
          <span>
            <b>{row.person ?? w.nobodyNamed}</b> <span className="q">{w.state[row.state]}</span>
            <br />
            <span className="s">
              {row.acknowledgedAt && row.acknowledgedByName
                ? w.paging.acknowledged(row.acknowledgedByName, format.clock(row.acknowledgedAt))
                : w.page.nobodyYet}
            </span>
          </span>
          <Link className="btn" to={to.emergency(row.id)}>
            {w.alarm.open}
            <span className="vh"> {w.openNamed(row.person ?? w.nobodyNamed)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Closed({ rows, none }: { rows: readonly Row[]; none: string }) {
  const w = useWords(crisis);
  const format = useFormat();
  const review = (row: Row) => {
    if (row.reviewedAt) return { tone: 'yes', text: w.page.reviewed(format.when(row.reviewedAt)) } as const;
    if (!row.reviewDueAt) return null;
    return millis(row.reviewDueAt) < serverNow()
      ? ({ tone: 'no', text: w.page.reviewOverdue(format.when(row.reviewDueAt)) } as const)
      : ({ tone: 'partly', text: w.page.reviewDue(format.when(row.reviewDueAt)) } as const);
  };
  const columns: Column<Row>[] = [
    {
      key: 'raised',
      head: w.page.raised,
      cell: (row) => <Link to={to.emergency(row.id)}>{format.when(row.raisedAt)}</Link>,
      sortBy: (row) => row.raisedAt,
      text: (row) => format.when(row.raisedAt),
    },
    {
      key: 'person',
      head: w.page.person,
      cell: (row) => (
        <>
          {row.person ?? w.nobodyNamed} {row.drill && <State tone="open">{w.drill}</State>}
        </>
      ),
      sortBy: (row) => row.person,
    },
    {
      key: 'level',
      head: w.page.highest,
      cell: (row) => <LevelBadge level={row.highestLevel} />,
      sortBy: (row) => row.highestLevel,
      text: (row) => w.level[row.highestLevel],
    },
    { key: 'who', head: w.page.who, cell: (row) => row.acknowledgedByName ?? '–', sortBy: (row) => row.acknowledgedByName },
    {
      key: 'because',
      head: w.page.because,
      cell: (row) => w.closedBecause[row.closedBecause ?? ''] ?? w.state[row.state],
      sortBy: (row) => row.closedBecause,
      text: (row) => w.closedBecause[row.closedBecause ?? ''] ?? '',
    },
    {
      key: 'review',
      head: w.page.review,
      cell: (row) => {
        const state = review(row);
        return state ? <State tone={state.tone}>{state.text}</State> : <span className="q">{w.page.noReview}</span>;
      },
      sortBy: (row) => row.reviewDueAt,
      text: (row) => review(row)?.text ?? w.page.noReview,
    },
  ];
  return (
    <Table
      label={w.page.closed}
      columns={columns}
      rows={rows}
      rowKey={(row) => row.id}
      start={{ key: 'raised', down: true }}
      filter
      fileName={w.page.file}
      exported="emergencies"
      empty={<Empty>{none}</Empty>}
    />
  );
}

/** One emergency as a page: where the alarm on a phone leads. */
function Case({ id }: { id: string }) {
  const w = useWords(crisis);
  const sheet = useSheet({ id, call: null, opener: null });
  const lead = useLead(sheet);
  usePageTitle(w.sheetTitleOncall);
  const gone = sheet.fault instanceof Problem && (sheet.fault.status === 404 || sheet.fault.status === 403);
  if (gone)
    return (
      <Empty
        action={
          <Link className="btn" to={to.emergencies()}>
            {w.page.back}
          </Link>
        }
      >
        {w.page.notFound}
      </Empty>
    );
  return (
    <>
      <header className="case-head">
        <Link to={to.emergencies()} className="btn sm">
          <ArrowLeft className="i" strokeWidth={1.75} aria-hidden />
          {w.page.back}
        </Link>
        <div className="grow">
          <h2>{sheet.view?.person ?? w.nobodyNamed}</h2>
          <p className="q">{withoutName(lead, sheet.view?.person ?? w.nobodyNamed)}</p>
        </div>
        <HeadAside sheet={sheet} />
      </header>
      {sheet.view?.drill && (
        <Banner>
          <b>{w.drill}.</b> {w.drillText}
        </Banner>
      )}
      <div className="case-board">{sheet.view && <Board sheet={sheet} />}</div>
    </>
  );
}

/** The name stands above already. */
const withoutName = (lead: string, name: string): string =>
  lead.startsWith(name) ? lead.slice(name.length).replace(/^[,.]\s*/, '') : lead;

/** An exercise: real clock, real paging, marked everywhere. */
function Drill() {
  const w = useWords(crisis);
  const s = useWords(shell);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const submit = useSubmit(async () => {
    const { id } = await call(room.raise, { body: { from: 'button', drill: true } });
    await queries.invalidateQueries({ queryKey: openQuery.queryKey });
    setAsking(false);
    if (!id) return;
    noteRaisedHere(id);
    await navigate({ to: to.emergency(id) });
  });
  return (
    <>
      <Button onPress={() => setAsking(true)}>{w.page.startDrill}</Button>
      {asking && (
        <Dialog
          question={w.page.drillQuestion}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{s.cancel}</Button>
              <Button kind="main" busy={submit.busy} onPress={() => void submit.run()}>
                {w.raiseDrill}
              </Button>
            </>
          }
        >
          <p>{w.page.drillText}</p>
          {submit.sentence && (
            <Banner tone="no" live="assertive">
              {submit.sentence}
            </Banner>
          )}
        </Dialog>
      )}
    </>
  );
}
