import { Link } from '@tanstack/react-router';
import { to } from '../../paths.ts';
import { Banner } from '../../ui/banner.tsx';
import { access as accessWords } from '../../words/access.ts';
import { useWords } from '../../words/language.tsx';
import { useEnter, useStanding } from './entering.ts';
import { Gatehouse } from './outside.tsx';
import { SignInForm } from './sign-in-form.tsx';

export default function SignIn() {
  const w = useWords(accessWords);
  const enter = useEnter();
  const { data, error } = useStanding();
  const half = data?.stage === 'totp' || data?.stage === 'enrol' ? data.stage : undefined;
  return (
    <Gatehouse
      title={data ? w.signInTo(data.network.name) : w.signIn}
      foot={data?.network.mode === 'demo' && <Link to={to.start()}>{w.toDemo}</Link>}
    >
      {error && <Banner tone="no">{w.wrongNetwork}</Banner>}
      {data && <SignInForm key={half ?? 'out'} {...(half ? { start: half } : {})} verb={w.on} onDone={() => enter()} />}
    </Gatehouse>
  );
}
