import { BadgeCheck, Check } from 'lucide-react';
import { dayInBerlin } from '#kernel/time.ts';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { announce, Button, Icon } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type MyOffer, useAct } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { usePanel } from '../calendar/panel.tsx';
import { ProfilePanel } from './profile-panel.tsx';

/** "Stimmt noch alles?": one tap keeps profile and places offered for another two weeks. */
export function StillTrue({ freshness }: { freshness: MyOffer['freshness'] }) {
  const w = useWords(offerWords).still;
  const format = useFormat();
  const panel = usePanel();
  const { act, fault } = useAct();
  const day = (moment: string) => format.day(dayInBerlin(Temporal.Instant.from(moment)));
  const confirm = async () => {
    const done = await act(() => call(directory.confirmStillTrue));
    if (done) announce(w.done(day(done.until)));
  };
  return (
    <section className={freshness.fresh ? 'card still-true' : 'card still-true late'} aria-label={w.label}>
      <Icon of={BadgeCheck} />
      <p className="grow">
        <b>{w.question}</b> {freshness.confirmedAt ? w.confirmed(day(freshness.confirmedAt)) : w.never}{' '}
        {freshness.fresh && freshness.until ? w.until(day(freshness.until)) : <b>{w.resting}</b>}
      </p>
      <span className="row">
        <Button onPress={() => panel.show(<ProfilePanel />)}>{w.change}</Button>
        <Button kind="main" icon={Check} onPress={confirm}>
          {w.yes}
        </Button>
      </span>
      <Fault text={fault} />
    </section>
  );
}
