import { useState } from 'react';
import * as wire from '#rooms/referrals/contract/link.ts';
import { call } from '../../call.ts';
import type { Problem } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { State } from '../../ui/state.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useFormat, useWords } from '../../words/language.tsx';
import { referrals as referralWords } from '../../words/referrals.ts';
import { Outside } from '../access/outside.tsx';
import { PacketShown } from '../cases/linking/packet-shown.tsx';
import { useTypeName } from '../cases/linking/service-names.ts';
import '../cases/linking/referrals.css';
import '../link/link.css';
import { Answer } from './answer.tsx';

let taken = '';

/** The secret is read from the fragment and taken out of the address bar, so that no history keeps it. */
function takeSecret(): string {
  const secret = window.location.hash.slice(1);
  if (secret) {
    taken = secret;
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  return taken;
}

/** What a partner with a link and without an account sees: one referral, as far as it is released now, and what can be said about it. */
export default function ReferralLinkPage() {
  const w = useWords(referralWords).link;
  const [secret] = useState(takeSecret);
  const [shown, setShown] = useState<wire.ShownReferral | null>(null);
  const whole = /^[A-Za-z0-9_-]{32}$/.test(secret);
  return (
    <Outside>
      <div className="link-page">
        {!whole && (
          <section className="card">
            <h1>{w.title}</h1>
            <Banner tone="partly">{w.incomplete}</Banner>
          </section>
        )}
        {whole && !shown && <Code secret={secret} onOpen={setShown} />}
        {shown && <Shown secret={secret} shown={shown} onShown={setShown} />}
      </div>
    </Outside>
  );
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

const told = ({ body }: Problem) => [body.title, body.detail].filter(Boolean).join(' ');

/** The code, told by another way. Whoever opened it on this device before is let in by the cookie. */
function Code({ secret, onOpen }: { secret: string; onOpen: (shown: wire.ShownReferral) => void }) {
  const w = useWords(referralWords).link;
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [tried, setTried] = useState(false);
  const [begun, setBegun] = useState(false);
  const digits = code.replaceAll(/\D/g, '');
  const submit = useSubmit(async () => {
    const answer = await call(wire.openReferral, { body: { secret, ...(digits ? { code: digits } : {}) }, anonymous: true });
    if (answer.step === 'open') onOpen(answer);
    else setAsked(true);
  });
  if (!begun) {
    setBegun(true);
    queueMicrotask(() => void submit.run()); // without a code first: a browser that is known sees it at once
  }
  const short = digits.length !== 6;
  const over = submit.problem !== null && !submit.at('/code');
  return (
    <form
      className="card stack link-code"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!short) void submit.run();
      }}
    >
      <h1>{w.title}</h1>
      {over && submit.problem && (
        <Banner tone="no" live="assertive">
          {told(submit.problem)}
        </Banner>
      )}
      {!over && asked && (
        <>
          <p>{w.codeLead}</p>
          <TextField
            label={w.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            figures
            maxLength={9}
            value={code}
            onChange={setCode}
            hint={w.codeHint}
            error={submit.problem ? told(submit.problem) : tried && short ? w.codeMissing : undefined}
          />
          <Button kind="main" type="submit" wide busy={submit.busy}>
            {w.open}
          </Button>
          <p className="s q">{w.onceBound}</p>
        </>
      )}
    </form>
  );
}
