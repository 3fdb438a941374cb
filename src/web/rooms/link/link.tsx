import { type ReactNode, useState } from 'react';
import * as wire from '#rooms/soziotherapie/contract/links.ts';
import { call } from '../../call.ts';
import type { Problem } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useWords } from '../../words/language.tsx';
import { link as linkWords } from '../../words/link.ts';
import { Outside } from '../access/outside.tsx';
import './link.css';
import { Answer } from './answer.tsx';
import { ReportShown } from './report.tsx';
import { PlanShown } from './shown.tsx';

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

/** What somebody with a link and without an account sees: exactly one plan or one report, and one answer. Nothing to install. */
export default function LinkPage() {
  const w = useWords(linkWords);
  const [secret] = useState(takeSecret);
  const [shown, setShown] = useState<wire.Shown | null>(null);
  const whole = /^[A-Za-z0-9_-]{32}$/.test(secret);
  const title = shown?.report ? w.titleReport : w.title;
  return (
    <Outside>
      <div className="link-page">
        {!whole && (
          <section className="card">
            <h1>{title}</h1>
            <Banner tone="partly">{w.incomplete}</Banner>
          </section>
        )}
        {whole && !shown && <Code secret={secret} onOpen={setShown} />}
        {shown && (
          <Frame shown={shown} title={title}>
            {shown.plan && <PlanShown shown={shown} plan={shown.plan} />}
            {shown.report && <ReportShown report={shown.report} />}
            <Answer secret={secret} shown={shown} />
          </Frame>
        )}
      </div>
    </Outside>
  );
}

const told = ({ body }: Problem) => [body.title, body.detail].filter(Boolean).join(' ');

/** The code, told by another way. Whoever opened it on this device before leaves it empty once and is let in by the cookie. */
function Code({ secret, onOpen }: { secret: string; onOpen: (shown: wire.Shown) => void }) {
  const w = useWords(linkWords);
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [tried, setTried] = useState(false);
  const digits = code.replaceAll(/\D/g, '');
  const submit = useSubmit(async () => {
    const answer = await call(wire.openLink, { body: { secret, ...(digits ? { code: digits } : {}) }, anonymous: true });
    if (answer.step === 'open') onOpen(answer);
    else setAsked(true);
  });
  const short = digits.length !== 6;
  const send = () => {
    setTried(true);
    if (!short) void submit.run();
  };
  // The first question is asked without a code: a browser that is known already sees its plan at once.
  const [begun, setBegun] = useState(false);
  if (!begun) {
    setBegun(true);
    queueMicrotask(() => void submit.run());
  }
  const over = submit.problem !== null && !submit.at('/code');
  return (
    <form
      className="card stack link-code"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h1>{w.title}</h1>
      {over && submit.problem ? (
        <Banner tone="no" live="assertive">
          {told(submit.problem)}
        </Banner>
      ) : (
        asked && (
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
        )
      )}
    </form>
  );
}

function Frame({ shown, title, children }: { shown: wire.Shown; title: string; children: ReactNode }) {
  const w = useWords(linkWords);
  const { practice } = shown;
  return (
    <>
      <header className="link-head">
        <h1>{title}</h1>
        <p className="s q">
          {w.for(shown.recipientName)} · {w.from} {[practice.name, practice.phone].filter(Boolean).join(', ')}
        </p>
      </header>
      {children}
    </>
  );
}
