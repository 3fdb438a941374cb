import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { access as accessWords } from '../../words/access.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { useEnter } from './entering.ts';
import { Gatehouse } from './outside.tsx';
import { SignInForm } from './sign-in-form.tsx';

const PASSWORD_LENGTH = 12;
type Invited = z.output<typeof access.lookUpInvitation.answer>;

let taken = '';

/** The code is read from the fragment and taken out of the address bar, so that no history keeps it. A page that waits for its words renders twice. */
function takeCode(): string {
  const code = window.location.hash.slice(1);
  if (code) {
    taken = code;
    window.history.replaceState(window.history.state, '', window.location.pathname);
  }
  return taken;
}

export default function Invitation() {
  const w = useWords(accessWords);
  const enter = useEnter();
  const [code] = useState(takeCode);
  const [next, setNext] = useState<access.NextStep | null>(null);
  const whole = /^[A-Za-z0-9_-]{32}$/.test(code);
  const { data, error } = useQuery({
    queryKey: ['invitation', code],
    queryFn: () => call(access.lookUpInvitation, { body: { code }, anonymous: true }),
    enabled: whole,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const go = (after: access.NextStep) => (after === 'done' ? enter('') : setNext(after));
  return (
    <Gatehouse title={w.invitation}>
      {!whole && <Banner tone="partly">{w.invitationIncomplete}</Banner>}
      {error && <Banner tone="no">{problemOf(error).status === 410 ? w.invitationOld : w.wrongNetwork}</Banner>}
      {next ? <SignInForm start={next} onDone={() => enter('')} /> : data && <Acceptance code={code} invited={data} onNext={go} />}
    </Gatehouse>
  );
}

function Acceptance({ code, invited, onNext }: { code: string; invited: Invited; onNext: (next: access.NextStep) => unknown }) {
  const w = useWords(accessWords);
  const c = useWords(codes);
  const format = useFormat();
  const [name, setName] = useState(invited.name ?? '');
  const [email, setEmail] = useState(invited.email ?? '');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const nameFault = tried && !name.trim() ? w.nameMissing : undefined;
  const emailFault = tried && !email.trim() ? w.emailMissing : undefined;
  const short = password.length < PASSWORD_LENGTH;
  const submit = useSubmit(async () => {
    const own = { ...(invited.name === null ? { name } : {}), ...(invited.email === null ? { email } : {}) };
    const { next } = await call(access.acceptInvitation, { body: { code, password, ...own }, anonymous: true });
    await onNext(next);
  });
  return (
    <form
      className="stack"
      noValidate
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (name.trim() && email.trim() && !short) void submit.run();
        else requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      }}
    >
      <p>
        {invited.recovery
          ? w.recoveryText(invited.networkName)
          : w.invitationText(invited.networkName, format.list(invited.roles.map((role) => c.role[role])))}
      </p>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      <TextField
        label={w.name}
        autoComplete="name"
        value={name}
        onChange={setName}
        readOnly={invited.name !== null}
        error={submit.at('/name') ?? nameFault}
      />
      <TextField
        label={w.email}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
        readOnly={invited.email !== null}
        error={submit.at('/email') ?? emailFault}
      />
      <TextField
        label={w.newPassword}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        hint={w.newPasswordHint}
        error={submit.at('/password') ?? (tried && short ? w.newPasswordShort : undefined)}
      />
      <Button kind="main" type="submit" wide busy={submit.busy}>
        {w.accept}
      </Button>
    </form>
  );
}
