import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** A link's secret: 24 random bytes as they stand in an address. */
const SECRET = /^[A-Za-z0-9_-]{32}$/;
const DIGITS = 6;
let taken = '';

/** The secret of the address, or the one that stood there before it was taken away. */
function readSecret(): string {
  taken = window.location.hash.slice(1) || taken;
  return taken;
}

/** Takes the secret out of the address bar, so that no history keeps it. */
function clearAddress(): void {
  if (window.location.hash) window.history.replaceState(window.history.state, '', window.location.pathname);
}

/** What a refusal says, in one line. */
export const told = ({ body }: Problem) => [body.title, body.detail].filter(Boolean).join(' ');

export interface LinkDoorWords {
  title: string;
  incomplete: string;
  codeLead: string;
  code: string;
  codeHint?: string;
  codeMissing: string;
  open: string;
  onceBound?: string;
}

interface LinkDoorProps<Shown> {
  words: LinkDoorWords;
  /** Asks the server for what lies behind the link; null where it wants the code. */
  ask: (question: { secret: string; code?: string }) => Promise<Shown | null>;
  children: (secret: string, shown: Shown, change: (next: Shown) => void) => ReactNode;
}

/** What every link without an account begins with: its secret, and the code that was told by another way. */
export function LinkDoor<Shown>({ words, ask, children }: LinkDoorProps<Shown>) {
  const [secret] = useState(readSecret);
  useEffect(clearAddress, []);
  const [shown, setShown] = useState<Shown | null>(null);
  if (!SECRET.test(secret))
    return (
      <section className="card">
        <h1>{words.title}</h1>
        <Banner tone="partly">{words.incomplete}</Banner>
      </section>
    );
  if (shown !== null) return children(secret, shown, setShown);
  return <Code words={words} ask={(code) => ask({ secret, ...(code ? { code } : {}) })} onOpen={setShown} />;
}

/** Whoever opened it on this device before leaves the code empty once and is let in by the cookie. */
function Code<Shown>(props: { words: LinkDoorWords; ask: (code: string) => Promise<Shown | null>; onOpen: (shown: Shown) => void }) {
  const { words: w, ask, onOpen } = props;
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [tried, setTried] = useState(false);
  const digits = code.replaceAll(/\D/g, '');
  const short = digits.length !== DIGITS;
  const submit = useSubmit(async () => {
    const shown = await ask(digits);
    if (shown === null) setAsked(true);
    else onOpen(shown);
  });
  // The first question is asked without a code: a browser that is known already sees what lies there at once.
  const begun = useRef(false);
  useEffect(() => {
    if (!begun.current) void submit.run();
    begun.current = true;
  });
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
          {w.onceBound && <p className="s q">{w.onceBound}</p>}
        </>
      )}
    </form>
  );
}
