import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as wire from '#rooms/cases/contract/releases.ts';
import { WITHDRAWN_VIA } from '#rooms/consent/rules/release.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, Dialog, Empty, SelectField, State } from '../../../ui/index.ts';
import { caseReleases } from '../../../words/case-releases.ts';
import { currentLanguage, useFormat, useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { CaseReleaseForm } from './form.tsx';

await Promise.all([caseReleases, papers].map((book) => book.load(currentLanguage())));

const TONES = { given: 'yes', withdrawn: 'no', expired: 'open' } as const;

/** To whom the client opens herself, until when, and how she takes it back. */
export default function CaseReleases({ caseId, personId }: { caseId: string; personId: string }) {
  const w = useWords(papers).releases;
  const own = useWords(caseReleases);
  const queries = useQueryClient();
  const [giving, setGiving] = useState(false);
  const queryKey = ['cases', 'releases', caseId];
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => call(wire.listCaseReleases, { params: { id: caseId }, signal }) });
  const again = () => queries.invalidateQueries({ queryKey: ['cases'] });
  if (!data) return null;
  return (
    <section className="card stack" aria-labelledby="h-releases">
      <h2 id="h-releases">{w.title}</h2>
      {data.releases.length === 0 ? (
        <Empty>{own.none}</Empty>
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
        <CaseReleaseForm
          caseId={caseId}
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

function ReleaseLine({ release, onChanged }: { release: wire.CaseRelease; onChanged: () => unknown }) {
  const w = useWords(papers).releases;
  const own = useWords(caseReleases);
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [via, setVia] = useState<(typeof WITHDRAWN_VIA)[number]>('spoken');
  const withdraw = useSubmit(async () => {
    const done = await call(wire.withdrawCaseRelease, { params: { id: release.id }, body: { via }, ifMatch: release.version });
    announce(w.withdrawnNow(done.closedLinks));
    setAsking(false);
    await onChanged();
  });
  const { standing } = release;
  return (
    <li>
      <span className="what">
        <b>
          {own.both[release.direction]} {release.recipientName}
        </b>
        <span className="s q">
          {[
            w.kinds[release.recipientKind],
            format.list(release.classes.map((one) => own.classNames[one] ?? w.classNames[one])),
            w.purposes[release.purpose],
          ].join(' · ')}
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
