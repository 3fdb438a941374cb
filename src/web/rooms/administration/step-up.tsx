import { type ReactNode, useRef, useState } from 'react';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { Problem, problemOf } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, Modal, TextField } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { useWords } from '../../words/language.tsx';

interface Waiting {
  settle: (confirmed: boolean) => void;
}

/**
 * For steps that need a code of the last minutes: runs the step; where the server wants a fresh code, asks for it and goes on
 * by itself. `door` stands somewhere in the page.
 */
export function useStepUp(): { guard: <Answer>(act: () => Promise<Answer>) => Promise<Answer>; door: ReactNode } {
  const w = useWords(administration);
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const guard = async <Answer,>(act: () => Promise<Answer>): Promise<Answer> => {
    try {
      return await act();
    } catch (fault) {
      if (problemOf(fault).code !== 'step-up-needed') throw fault;
    }
    const confirmed = await new Promise<boolean>((settle) => setWaiting({ settle }));
    setWaiting(null);
    if (!confirmed) throw new Problem({ status: 403, code: 'step-up-needed', detail: w.notConfirmed });
    return act();
  };
  return { guard, door: waiting && <CodeDialog onDone={waiting.settle} /> };
}

const isCode = (text: string) => /^\s*\d{3}\s?\d{3}\s*$/.test(text);

function CodeDialog({ onDone }: { onDone: (confirmed: boolean) => void }) {
  const w = useWords(administration);
  const { network } = useMe();
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // A wrong code answers 401 as at the door; here it is an answer and not the end of the session.
  const submit = useSubmit(async () => {
    await call(access.stepUp, { body: { code }, anonymous: true });
    onDone(true);
  });
  return (
    <Modal className="ask" label={w.stepUp} onClose={() => onDone(false)}>
      <h2>{w.stepUp}</h2>
      <p>{w.stepUpText}</p>
      {network.mode === 'demo' && <Banner>{w.stepUpDemo}</Banner>}
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
        <div className="answers">
          <Button onPress={() => onDone(false)}>{w.notNow}</Button>
          <Button kind="main" type="submit" busy={submit.busy}>
            {w.confirm}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
