import { useState } from 'react';
import type { WithdrawnVia } from '#rooms/consent/contract/releases.ts';
import { WITHDRAWN_VIA } from '#rooms/consent/rules/release.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, Dialog, SelectField } from '../../ui/index.ts';

interface WithdrawProps {
  question: string;
  text: string;
  words: { notNow: string; via: string; vias: Readonly<Record<WithdrawnVia, string>> };
  /** On the button that does it. */
  yes: string;
  withdraw: (via: WithdrawnVia) => Promise<unknown>;
  onClose: () => void;
}

/** Somebody takes her word back: by which channel she said it, and then at once. */
export function WithdrawDialog({ question, text, words: w, yes, withdraw, onClose }: WithdrawProps) {
  const [via, setVia] = useState<WithdrawnVia>('spoken');
  const submit = useSubmit(async () => {
    await withdraw(via);
    onClose();
  });
  return (
    <Dialog
      question={question}
      onClose={onClose}
      answers={
        <>
          <Button onPress={onClose}>{w.notNow}</Button>
          <Button kind="main" busy={submit.busy} onPress={() => void submit.run()}>
            {yes}
          </Button>
        </>
      }
    >
      <p>{text}</p>
      <SelectField
        label={w.via}
        value={via}
        onChange={(value) => value && setVia(value)}
        choices={WITHDRAWN_VIA.map((value) => ({ value, label: w.vias[value] }))}
      />
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
    </Dialog>
  );
}
