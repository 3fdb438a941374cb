import { CircleDot, Hourglass, Lock, Plus, UserRound } from 'lucide-react';
import { useState } from 'react';
import { Banner, Button, type Column, Empty, Progress, Reason, State, Table } from '../../ui/index.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { gallery } from '../../words/gallery.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { shell } from '../../words/shell.ts';
import { Sample } from './controls.tsx';

const ANSWERS = ['yes', 'partly', 'open', 'no'] as const;

export function GroupSamples() {
  const w = useWords(gallery);
  const s = useWords(shell);
  return (
    <>
      <Sample title={w.answers}>
        <ul className="why">
          {ANSWERS.map((answer) => (
            <li key={answer}>
              <Reason answer={answer}>{s.answer[answer]}</Reason>
            </li>
          ))}
        </ul>
      </Sample>
      <Sample title={w.lights}>
        <div className="row wrap">
          <State tone="yes">{w.inPlan}</State>
          <State tone="partly">{w.until}</State>
          <State tone="no">{w.overdue}</State>
        </div>
        <div className="row wrap">
          <State tone="open" icon={Lock}>
            {w.reserved}
          </State>
          <State tone="act" icon={CircleDot}>
            {w.free}
          </State>
          <State tone="partly" icon={Hourglass}>
            {w.trial}
          </State>
        </div>
      </Sample>
      <Sample title={w.banners}>
        <Banner icon={Lock}>{w.bannerHeld}</Banner>
        <Banner tone="yes" icon={UserRound} action={<Button small>{w.open}</Button>}>
          {w.bannerKnown}
        </Banner>
        <Banner tone="partly">{w.bannerReach}</Banner>
        <Banner tone="no">{w.bannerNoDuty}</Banner>
        <Banner tone="offline">{s.offline}</Banner>
        <p className="voice">{w.voice}</p>
      </Sample>
      <Sample title={w.empty}>
        <Empty
          action={
            <Button kind="main" icon={Plus}>
              {w.openPlace}
            </Button>
          }
        >
          {w.nothing}
        </Empty>
        <Progress text={w.letters} done={3} of={4} onCancel={() => undefined} atOnce />
      </Sample>
      <Sample title={w.type}>
        <p className="large">1234567 Übergrößenträger</p>
        <p className="specimen">{w.specimen}</p>
        <p>{w.specimenText}</p>
        <p className="said">{w.specimenVoice}</p>
      </Sample>
    </>
  );
}

interface Row {
  id: string;
  name: string;
  since: string;
  sessions: number;
}

const ROWS: Row[] = [
  { id: '1', name: 'Kowalski, Anna-Lena', since: '2026-02-27', sessions: 3 },
  { id: '2', name: 'Äppelmann, Otto', since: '2026-01-12', sessions: 12 },
  { id: '3', name: 'Rosenthal, Daniel', since: '2026-02-09', sessions: 4 },
];

export function ListSamples() {
  const w = useWords(gallery);
  const format = useFormat();
  const [tab, setTab] = useState('overview');
  const columns: Column<Row>[] = [
    { key: 'name', head: w.client, cell: (row) => <a href="#list">{row.name}</a>, sortBy: (row) => row.name },
    { key: 'since', head: w.since, cell: (row) => format.date(row.since), sortBy: (row) => row.since },
    { key: 'sessions', head: w.sessions, cell: (row) => row.sessions, sortBy: (row) => row.sessions, figures: true },
  ];
  return (
    <>
      <Sample title={w.table}>
        <div id="list">
          <Table
            label={w.table}
            columns={columns}
            rows={ROWS}
            rowKey={(row) => row.id}
            start={{ key: 'since' }}
            current="2"
            filter
            fileName="liste"
          />
        </div>
      </Sample>
      <Sample title={w.tabs}>
        <div>
          <Tabs
            label={w.tabs}
            value={tab}
            onChange={setTab}
            tabs={(['overview', 'plan', 'course'] as const).map((key) => ({ key, label: w[key] }))}
          >
            <p>{w.tabText}</p>
          </Tabs>
        </div>
      </Sample>
    </>
  );
}
