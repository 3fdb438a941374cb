import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { WITHDRAWN_VIA } from '#rooms/consent/rules/release.ts';
import * as soz from '#rooms/soziotherapie/contract/releases.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, Dialog, Empty, SelectField, State } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { ReleaseForm } from './release-form.tsx';

const TONES = { given: 'yes', withdrawn: 'no', expired: 'open' } as const;
type Via = (typeof WITHDRAWN_VIA)[number];

/** To whom the client opens herself, until when, and how she takes it back. */
export function Releases({ episodeId, personId }: { episodeId: string; personId: string }) {
  const w = useWords(papers).releases;
  const queries = useQueryClient();
  const [giving, setGiving] = useState(false);
  const queryKey = ['soziotherapie', 'releases', episodeId];
  const { data } = useQuery({ queryKey, queryFn: () => call(soz.listReleases, { params: { id: episodeId } }) });
  const again = () => queries.invalidateQueries({ queryKey });
  if (!data) return null;
  return (
    <section className="card stack" aria-labelledby="h-releases">
      <h2 id="h-releases">{w.title}</h2>
      {data.releases.length === 0 ? (
        <Empty>{w.none}</Empty>
      ) : (
        <ul className="plain lines">
          {data.releases.map((release) => (
            <ReleaseLine key={release.id} release={release} onChanged={again} />
          ))}
        </ul>
      )}
      {data.mayGive && !giving && (
        <div>
          <Button kind="main" onPress={() => setGiving(true)}>
            {w.give}
          </Button>
        </div>
      )}
      {giving && (
        <ReleaseForm
          episodeId={episodeId}
          personId={personId}
          onClose={() => setGiving(false)}
          onSaved={async (name) => {
            setGiving(false);
            announce(w.saved(name));
            await again();
          }}
        />
      )}
    </section>
  );
}

function ReleaseLine({ release, onChanged }: { release: soz.ReleaseView; onChanged: () => unknown }) {
  const w = useWords(papers).releases;
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [via, setVia] = useState<Via>('spoken');
  const withdraw = useSubmit(async () => {
    const done = await call(soz.withdrawRelease, { params: { id: release.id }, body: { via }, ifMatch: release.version });
    announce([w.withdrawnNow(done.closedLinks), ...(done.told === 'task' ? [w.toldByTask] : [])].join(' '));
    setAsking(false);
    await onChanged();
  });
  const { standing } = release;
  return (
    <li>
      <span className="what">
        <b>{release.recipientName}</b>
        <span className="s q">
          {[w.kinds[release.recipientKind], format.list(release.classes.map((one) => w.classNames[one])), w.purposes[release.purpose]].join(
            ' · ',
          )}
        </span>{' '}
        <State tone={release.endsSoon ? 'partly' : TONES[standing]}>
          {standing === 'given'
            ? `${release.endsSoon ? w.endsSoon : w.standings.given}, ${w.validUntil(format.date(release.untilOn))}`
            : standing === 'withdrawn' && release.withdrawnAt && release.withdrawnVia
              ? w.withdrawnAt(format.when(release.withdrawnAt), w.vias[release.withdrawnVia])
              : w.standings[standing]}
        </State>
      </span>
      {standing === 'given' && (
        <span className="acts">
          <Button small label={w.withdrawNamed(release.recipientName)} onPress={() => setAsking(true)}>
            {w.withdraw}
          </Button>
        </span>
      )}
      {asking && (
        <Dialog
          question={w.withdrawTitle(release.recipientName)}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.notNow}</Button>
              <Button kind="main" busy={withdraw.busy} onPress={() => void withdraw.run()}>
                {w.withdrawNow}
              </Button>
            </>
          }
        >
          <p>{w.withdrawText}</p>
          <SelectField
            label={w.via}
            value={via}
            onChange={(value) => value && setVia(value)}
            choices={WITHDRAWN_VIA.map((value) => ({ value, label: w.vias[value] }))}
          />
          {withdraw.sentence && <Banner tone="no">{withdraw.sentence}</Banner>}
        </Dialog>
      )}
    </li>
  );
}
