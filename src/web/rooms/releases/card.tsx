import { type ReactNode, useState } from 'react';
import type { ReleaseBase, WithdrawnVia } from '#rooms/consent/contract/releases.ts';
import type { DataClass } from '#rooms/consent/rules/release.ts';
import { announce, Button, Empty, State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { papers } from '../../words/papers.ts';
import { WithdrawDialog } from './withdraw-dialog.tsx';

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
        <WithdrawDialog
          question={w.withdrawTitle(release.recipientName)}
          text={w.withdrawText}
          words={w}
          yes={w.withdrawNow}
          withdraw={async (via) => {
            announce(await withdraw(release, via));
            await onChanged();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </li>
  );
}
