import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { forgetDrafts } from '../../drafts.ts';
import { type Me, meQuery } from '../../me.ts';
import { to } from '../../paths.ts';
import { onSignInWanted, settleSignIn, signInWanted, wipeDay } from '../../session.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/dialog.tsx';
import { access as accessWords } from '../../words/access.ts';
import { useWords } from '../../words/language.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Leaves everything behind and begins at the front door: nothing of the person before stays in memory. */
export function leaveForGood(): void {
  forgetDrafts();
  wipeDay();
  window.location.assign(to.start());
}

/** The door inside the page: the same person comes back and finds everything as it was; another one begins anew. */
export function Gate(props: { title: string; text: string; me: Me | null; verb?: string; onIn: () => void }) {
  const w = useWords(accessWords);
  const queries = useQueryClient();
  const done = async () => {
    const now = await queries.fetchQuery({ ...meQuery, staleTime: 0 });
    if (props.me && now?.accountId !== props.me.accountId) leaveForGood();
    else props.onIn();
  };
  const again = async (person: Me) => {
    await call(access.demoSignIn, { body: { accountId: person.accountId }, anonymous: true });
    await done();
  };
  const { me } = props;
  return (
    <Modal className="gate" label={props.title} onClose={() => undefined} firm>
      <div>
        <h2>{props.title}</h2>
        <p>{props.text}</p>
        {me?.network.mode === 'demo' ? (
          <Button kind="main" onPress={() => again(me)}>
            {w.continueAs(me.name)}
          </Button>
        ) : (
          <SignInForm onDone={done} {...(me ? { email: me.email } : {})} {...(props.verb ? { verb: props.verb } : {})} />
        )}
        <Button kind="quiet" onPress={leaveForGood}>
          {w.otherPerson}
        </Button>
      </div>
    </Modal>
  );
}

/** Lies over the page when a call was answered with 401 in the middle of work. */
export function SignInOverlay() {
  const wanted = useSyncExternalStore(onSignInWanted, signInWanted);
  return wanted ? <Again /> : null;
}

function Again() {
  const w = useWords(accessWords);
  const me = useQueryClient().getQueryData(meQuery.queryKey) ?? null;
  return <Gate title={w.again} text={w.againText} me={me} onIn={() => settleSignIn(true)} />;
}
