import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { access as accessWords } from '../../words/access.ts';
import { useWords } from '../../words/language.tsx';

interface SignInFormProps {
  /** Where the browser already stands, half way in. */
  start?: access.NextStep;
  /** Whose session ended: the address stands there already. */
  email?: string;
  /** Said at the button of the first step. */
  verb?: string;
  onDone: () => unknown;
}

/** Password, then the code of the app; or setting the app up. One form per step. */
export function SignInForm({ start, email, verb, onDone }: SignInFormProps) {
  const [step, setStep] = useState<'password' | access.NextStep>(start ?? 'password');
  const next = async ({ next: after }: { next: access.NextStep }) => {
    if (after === 'done') await onDone();
    else setStep(after);
  };
  if (step === 'totp') return <CodeStep onNext={next} endpoint={access.confirmTotp} />;
  if (step === 'enrol') return <EnrolStep onNext={next} />;
  return <PasswordStep onNext={next} {...(email ? { email } : {})} {...(verb ? { verb } : {})} />;
}

type OnNext = (answer: { next: access.NextStep }) => Promise<void>;

function PasswordStep({ onNext, email, verb }: { onNext: OnNext; email?: string; verb?: string }) {
  const w = useWords(accessWords);
  const [address, setAddress] = useState(email ?? '');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  const submit = useSubmit(async () => onNext(await call(access.signIn, { body: { email: address, password }, anonymous: true })));
  const missing = [
    ...(address.trim() ? [] : [{ what: w.email, go: () => first.current?.focus() }]),
    ...(password ? [] : [{ what: w.password, go: () => second.current?.focus() }]),
  ];
  useEffect(() => {
    (email ? second : first).current?.focus();
  }, [email]);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (missing[0]) missing[0].go();
        else void submit.run().then((well) => well || second.current?.select());
      }}
    >
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <TextField
        label={w.email}
        type="email"
        inputMode="email"
        autoComplete="username"
        name="email"
        value={address}
        onChange={setAddress}
        error={submit.at('/email') ?? (tried && !address.trim() ? w.emailMissing : undefined)}
        inputRef={first}
      />
      <TextField
        label={w.password}
        type="password"
        autoComplete="current-password"
        name="password"
        value={password}
        onChange={setPassword}
        error={submit.at('/password') ?? (tried && !password ? w.passwordMissing : undefined)}
        inputRef={second}
      />
      <Button kind="main" type="submit" wide busy={submit.busy}>
        {verb ?? w.on}
      </Button>
    </form>
  );
}

const isCode = (text: string) => /^\s*\d{3}\s?\d{3}\s*$/.test(text);

function CodeStep({
  onNext,
  endpoint,
  hideHead,
}: {
  onNext: OnNext;
  endpoint: typeof access.confirmTotp | typeof access.enrolTotp;
  hideHead?: boolean;
}) {
  const w = useWords(accessWords);
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = useSubmit(async () => onNext(await call(endpoint, { body: { code }, anonymous: true })));
  useEffect(() => {
    if (!hideHead) field.current?.focus();
  }, [hideHead]);
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (!isCode(code)) field.current?.focus();
        else void submit.run().then((well) => well || field.current?.select());
      }}
    >
      {!hideHead && (
        <>
          <h2>{w.secondFactor}</h2>
          <p>{w.secondFactorText}</p>
        </>
      )}
      <TextField
        label={w.code}
        figures
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        value={code}
        onChange={setCode}
        error={submit.sentence ?? submit.at('/code') ?? (tried && !isCode(code) ? w.codeFault : undefined)}
        inputRef={field}
      />
      <Button kind="main" type="submit" wide busy={submit.busy}>
        {w.confirm}
      </Button>
    </form>
  );
}

const Qr = lazy(() => import('./qr.tsx'));

function EnrolStep({ onNext }: { onNext: OnNext }) {
  const w = useWords(accessWords);
  const id = useId();
  // Asked once per visit: asking again makes a new secret and spoils the one already typed.
  const { data, error } = useQuery({
    queryKey: ['enrolment', id],
    queryFn: () => call(access.startTotp, { body: {}, anonymous: true }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  return (
    <div className="stack">
      <h2>{w.enrol}</h2>
      <p>{w.enrolText}</p>
      {error && <Banner tone="no">{w.wrongNetwork}</Banner>}
      {data && (
        <>
          <Suspense fallback={<div className="qr" />}>
            <Qr text={data.uri} label={w.qr} />
          </Suspense>
          <p className="secret num">
            <span className="label" id={id}>
              {w.secret}
            </span>
            <output aria-labelledby={id}>{data.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</output>
          </p>
          <a className="btn" href={data.uri}>
            <Icon of={KeyRound} />
            {w.openApp}
          </a>
        </>
      )}
      <CodeStep onNext={onNext} endpoint={access.enrolTotp} hideHead />
    </div>
  );
}
