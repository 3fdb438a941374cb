import * as wire from '#rooms/referrals/contract/link.ts';
import { call } from '../../call.ts';
import { State } from '../../ui/state.tsx';
import { useFormat, useWords } from '../../words/language.tsx';
import { referrals as referralWords } from '../../words/referrals.ts';
import { Outside } from '../access/outside.tsx';
import { PacketShown } from '../cases/linking/packet-shown.tsx';
import { useTypeName } from '../cases/linking/service-names.ts';
import '../cases/linking/referrals.css';
import { LinkDoor } from '../link/door.tsx';
import '../link/link.css';
import { Answer } from './answer.tsx';

/** What a partner with a link and without an account sees: one referral, as far as it is released now, and what can be said about it. */
export default function ReferralLinkPage() {
  const w = useWords(referralWords).link;
  return (
    <Outside>
      <div className="link-page">
        <LinkDoor words={w} ask={open}>
          {(secret, shown, change) => <Shown secret={secret} shown={shown} onShown={change} />}
        </LinkDoor>
      </div>
    </Outside>
  );
}

async function open(body: { secret: string; code?: string }): Promise<wire.ShownReferral | null> {
  const answer = await call(wire.openReferral, { body, anonymous: true });
  return answer.step === 'open' ? answer : null;
}

function Shown({ secret, shown, onShown }: { secret: string; shown: wire.ShownReferral; onShown: (next: wire.ShownReferral) => void }) {
  const words = useWords(referralWords);
  const w = words.link;
  const format = useFormat();
  const typeName = useTypeName();
  const { sender } = shown;
  return (
    <>
      <header className="link-head">
        <h1>{w.title}</h1>
        <p className="s q">
          {w.for(shown.recipientName)} · {w.from([sender.name, sender.organisation, sender.phone].filter(Boolean).join(', '))}
        </p>
      </header>
      <section className="card stack" aria-labelledby="referral-what">
        <div className="row wrap">
          <h2 id="referral-what">{typeName(shown.serviceType)}</h2>
          {shown.urgent && <State tone="act">{w.urgent}</State>}
          <State tone="open">{words.states[shown.state]}</State>
        </div>
        {shown.dueOn && <p>{w.due(format.date(shown.dueOn))}</p>}
        {shown.firstAt && <p>{words.follow.first(format.whenLong(shown.firstAt))}</p>}
        {shown.startedOn && <p>{words.follow.started(format.date(shown.startedOn))}</p>}
        {shown.packet && <PacketShown packet={shown.packet} />}
      </section>
      <Answer secret={secret} shown={shown} onShown={onShown} />
      <p className="s q">{w.until(format.whenLong(shown.expiresAt))}</p>
    </>
  );
}
