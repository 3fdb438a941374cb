import { useQuery } from '@tanstack/react-query';
import { Copy, Lock, Plus, Printer, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { recordAssessmentPaper, withdrawAssessmentPaper } from '#rooms/cases/contract/assessment.ts';
import * as wire from '#rooms/cases/contract/network-map.ts';
import { call } from '../../../call.ts';
import { problemOf } from '../../../problem.ts';
import { useSavedFirst } from '../../../saved-first.ts';
import { useSubmit } from '../../../submit.ts';
import { Banner, Button, Dialog, Empty, SelectField, State } from '../../../ui/index.ts';
import { currentLanguage, useFormat, useWords } from '../../../words/language.tsx';
import { networkMap } from '../../../words/network-map.ts';
import { problems } from '../../../words/problems.ts';
import { caseQuery, useReadCaseAgain } from '../data.ts';
import type { TabProps } from '../tab-props.ts';
import { type Maps, mapsQuery, type NetworkMap } from './data.ts';
import { Editor } from './editor.tsx';
import { Differences, Figures } from './figures.tsx';
import { PeopleList } from './people-list.tsx';
import { Picture } from './picture.tsx';
import './network-map.css';

await networkMap.load(currentLanguage());

/** The network maps of a case: draw, compare before and after, print; or that the client does not want one. */
export default function NetworkMapTab({ caseId }: TabProps) {
  const w = useWords(networkMap);
  const faults = useWords(problems);
  const format = useFormat();
  const { data, error } = useQuery(mapsQuery(caseId));
  const { data: head } = useQuery(caseQuery(caseId));
  const [chosen, setChosen] = useState<string | null>(null);
  const [against, setAgainst] = useState<string | null>(null);
  if (error && !data) return <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>;
  if (!data) return null;
  const map = data.maps.find(({ id }) => id === chosen) ?? data.maps[0];
  if (!map) return <None caseId={caseId} data={data} />;
  const other = data.maps.find(({ id }) => id === against && id !== map.id);
  const named = (one: NetworkMap) => w.mapOf(w.titles[one.title], format.date(one.drawnOn));
  const [before, after] = other && other.drawnOn < map.drawnOn ? [other, map] : [map, other];
  return (
    <div className="network-map">
      <header className="network-head">
        <h2>
          {w.title}{' '}
          <span className="q print-only">
            {head?.called} · {named(map)}
          </span>
        </h2>
        {data.maps.length > 1 && (
          <>
            <SelectField
              label={w.maps}
              hideLabel
              choices={data.maps.map((one) => ({ value: one.id, label: named(one) }))}
              value={map.id}
              onChange={setChosen}
            />
            <SelectField
              label={w.compare}
              hideLabel
              empty={w.compareNone}
              choices={data.maps.filter(({ id }) => id !== map.id).map((one) => ({ value: one.id, label: `${w.compare}: ${named(one)}` }))}
              value={other?.id ?? null}
              onChange={setAgainst}
            />
          </>
        )}
        {map.fixedOn && <State tone="yes">{w.fixed(format.date(map.fixedOn))}</State>}
        <Commands caseId={caseId} data={data} map={map} onDrawn={setChosen} />
      </header>
      {before && after ? (
        <>
          <div className="network-pair">
            {[before, after].map((one) => (
              <section key={one.id} className="card" aria-label={named(one)}>
                <h3>{named(one)}</h3>
                <Picture map={one} label={named(one)} />
                <PeopleList map={one} open={null} />
              </section>
            ))}
          </div>
          <Differences before={before} after={after} />
        </>
      ) : map.fixedOn || !data.mayDraw ? (
        <div className="network-columns">
          <section className="card" aria-label={named(map)}>
            <Picture map={map} label={named(map)} />
            <p className="s q">
              {w.legend} {map.ties && w.legendTies}
            </p>
          </section>
          <div className="stack">
            <PeopleList map={map} open={null} />
            <Figures map={map} />
          </div>
        </div>
      ) : (
        <Editor key={map.id} caseId={caseId} map={map} />
      )}
    </div>
  );
}

function Commands(props: { caseId: string; data: Maps; map: NetworkMap; onDrawn: (id: string) => void }) {
  const w = useWords(networkMap);
  const { map } = props;
  const readAgain = useReadCaseAgain();
  const [asking, setAsking] = useState<'fix' | 'drop' | null>(null);
  const savedFirst = useSavedFirst();
  const copy = useSubmit(async () => {
    await savedFirst();
    const body = { title: map.title === 'before' ? ('between' as const) : ('after' as const), copyOf: map.id };
    const { id } = await call(wire.drawNetworkMap, { params: { id: props.caseId }, body });
    await readAgain();
    props.onDrawn(id);
  });
  const act = useSubmit(async () => {
    if (!asking) return;
    if (asking === 'fix') await savedFirst();
    const now = (await call(wire.readNetworkMaps, { params: { id: props.caseId } })).maps.find(({ id }) => id === map.id);
    const endpoint = asking === 'fix' ? wire.fixNetworkMap : wire.dropNetworkMap;
    await call(endpoint, { params: { id: map.id }, body: {}, ifMatch: now?.version ?? map.version });
    setAsking(null);
    await readAgain();
  });
  return (
    <span className="row end no-print">
      {copy.sentence && <Banner tone="no">{copy.sentence}</Banner>}
      {props.data.mayDraw && (
        <>
          <Button small icon={Copy} busy={copy.busy} onPress={() => copy.run()}>
            {w.drawCopy}
          </Button>
          {!map.fixedOn && (
            <Button small icon={Lock} onPress={() => setAsking('fix')}>
              {w.fix}
            </Button>
          )}
          <Button kind="quiet" small icon={Trash2} onPress={() => setAsking('drop')}>
            {w.drop}
          </Button>
        </>
      )}
      <Button small icon={Printer} onPress={() => window.print()}>
        {w.print}
      </Button>
      {asking && (
        <Dialog
          question={asking === 'fix' ? w.fixQuestion : w.dropQuestion}
          onClose={() => setAsking(null)}
          answers={
            <>
              <Button kind="main" busy={act.busy} onPress={() => act.run()}>
                {asking === 'fix' ? w.fix : w.drop}
              </Button>
              <Button onPress={() => setAsking(null)}>{w.keep}</Button>
            </>
          }
        >
          <p>{asking === 'fix' ? w.fixDetail : w.dropDetail}</p>
          {act.sentence && <Banner tone="no">{act.sentence}</Banner>}
        </Dialog>
      )}
    </span>
  );
}

/** No map yet: draw the first, or keep that none is wanted. */
function None({ caseId, data }: { caseId: string; data: Maps }) {
  const w = useWords(networkMap);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const [asking, setAsking] = useState(false);
  const { declined } = data;
  const draw = useSubmit(async () => {
    await call(wire.drawNetworkMap, { params: { id: caseId }, body: { title: 'before', copyOf: null } });
    await readAgain();
  });
  const decline = useSubmit(async () => {
    const body = { kind: 'network-map-declined', on: data.today, form: 'spoken', note: '' } as const;
    await call(recordAssessmentPaper, { params: { id: caseId }, body });
    setAsking(false);
    await readAgain();
  });
  const undecline = async () => {
    if (!declined) return;
    await call(withdrawAssessmentPaper, { params: { id: declined.id }, body: {} });
    await readAgain();
  };
  return (
    <section className="card" aria-label={w.title}>
      <Empty
        action={
          data.mayDraw && (
            <span className="row">
              <Button kind="main" icon={Plus} busy={draw.busy} onPress={() => draw.run()}>
                {w.draw}
              </Button>
              {declined ? (
                <Button kind="quiet" onPress={undecline}>
                  {w.undecline}
                </Button>
              ) : (
                <Button kind="quiet" onPress={() => setAsking(true)}>
                  {w.decline}
                </Button>
              )}
            </span>
          )
        }
      >
        {declined ? w.declined(format.date(declined.on)) : w.none}
      </Empty>
      {draw.sentence && <Banner tone="no">{draw.sentence}</Banner>}
      {asking && (
        <Dialog
          question={w.declineQuestion}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button kind="main" busy={decline.busy} onPress={() => decline.run()}>
                {w.declineYes}
              </Button>
              <Button onPress={() => setAsking(false)}>{w.keep}</Button>
            </>
          }
        >
          <p>{w.declineDetail}</p>
          {decline.sentence && <Banner tone="no">{decline.sentence}</Banner>}
        </Dialog>
      )}
    </section>
  );
}
