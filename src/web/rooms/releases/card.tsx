import { type ReactNode, useState } from 'react';
import type { ReleaseBase, WithdrawnVia } from '#rooms/consent/contract/releases.ts';
import { type DataClass, WITHDRAWN_VIA } from '#rooms/consent/rules/release.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, Dialog, Empty, SelectField, State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { papers } from '../../words/papers.ts';

const TONES = { given: 'yes', withdrawn: 'no', expired: 'open' } as const;

interface LineProps<Release extends ReleaseBase> {
  /** Before the recipient's name: the direction, where a room tells them apart. */
  toward?: (release: Release) => string;
  names?: Partial<Record<DataClass, string>>;
  /** Takes it back and answers the sentence that is read out. */
  withdraw: (release: Release, via: WithdrawnVia) => Promise<string>;
  onChanged: () => unknown;
}

interface CardProps<Release extends ReleaseBase> extends LineProps<Release> {
  releases: readonly Release[];
  mayGive: boolean;
  none: string;
  form: (ways: { onClose: () => void; onSaved: (name: string) => unknown }) => ReactNode;
}

/** To whom the client opens herself, until when, and how she takes it back. */
export function ReleasesCard<Release extends ReleaseBase>({ releases, mayGive, none, form, ...line }: CardProps<Release>) {
  const w = useWords(papers).releases;
  const [giving, setGiving] = useState(false);
  return (
    <section className="card stack" aria-labelledby="h-releases">
      <h2 id="h-releases">{w.title}</h2>
      {releases.length === 0 ? (
        <Empty>{none}</Empty>
      ) : (
        <ul className="plain lines">
          {releases.map((release) => (
            <ReleaseLine key={release.id} release={release} {...line} />
          ))}
        </ul>
      )}
      {mayGive && !giving && (
        <div>
          <Button kind="main" onPress={() => setGiving(true)}>
            {w.give}
          </Button>
        </div>
      )}
      {giving &&
        form({
          onClose: () => setGiving(false),
          onSaved: async (name) => {
            setGiving(false);
            announce(w.saved(name));
            await line.onChanged();
          },
        })}
    </section>
  );
}

function ReleaseLine<Release extends ReleaseBase>({
  release,
  toward,
  names,
  withdraw,
  onChanged,
}: LineProps<Release> & { release: Release }) {
  const w = useWords(papers).releases;
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [via, setVia] = useState<WithdrawnVia>('spoken');
  const submit = useSubmit(async () => {
    announce(await withdraw(release, via));
    setAsking(false);
    await onChanged();
  });
  const { standing } = release;
  const classes = format.list(release.classes.map((one) => names?.[one] ?? w.classNames[one]));
  return (
    <li>
      <span className="what">
        <b>{[toward?.(release), release.recipientName].filter(Boolean).join(' ')}</b>
        <span className="s q">{[w.kinds[release.recipientKind], classes, w.purposes[release.purpose]].join(' · ')}</span>{' '}
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
              <Button kind="main" busy={submit.busy} onPress={() => void submit.run()}>
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
          {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
        </Dialog>
      )}
    </li>
  );
}
