import { useState } from 'react';
import type { Signature } from '#rooms/soziotherapie/contract/care-plan.ts';
import { signPlan } from '#rooms/soziotherapie/contract/signatures.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, CheckRow, DateField, Segments, SidePanel } from '../../../ui/index.ts';
import { SignaturePad, type Stroke } from '../../../ui/signature-pad.tsx';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import { useReadAgain } from '../data.ts';
import type { Plans } from './data.ts';

type How = 'screen' | 'paper' | 'refused';

/** One of the three signs: on this screen, on paper, or the client does not agree. */
export default function SignPanel(props: {
  row: Plans['plans'][number];
  party: Signature['party'];
  hasGuardian: boolean;
  onClose: () => void;
}) {
  const { row, party } = props;
  const w = useWords(planWords);
  const format = useFormat();
  const readAgain = useReadAgain();
  const choices: readonly How[] =
    party === 'client' ? ['screen', 'paper', 'refused'] : party === 'provider' ? ['screen', 'paper'] : ['paper'];
  const [how, setHow] = useState<How>(choices[0] ?? 'paper');
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  const [byGuardian, setByGuardian] = useState(false);
  const [day, setDay] = useState<string | null>(() => Temporal.Now.plainDateISO(format.zone).toString());
  const drawn = party === 'client' && how === 'screen';
  const submit = useSubmit(async () => {
    const { state } = await call(signPlan, {
      params: { id: row.id },
      ifMatch: row.version,
      body: { party, how, byGuardian, signedOn: day ?? '', fileId: null, ...(drawn ? { strokes } : {}) },
    });
    await readAgain();
    announce(state === 'agreed' ? w.sign.agreed(row.number) : w.sign.saved(w.parties[party]));
    props.onClose();
  });
  const label = { screen: w.sign.screen, paper: w.sign.paper, refused: w.sign.refused };
  const missing =
    drawn && strokes.length === 0
      ? [{ what: w.sign.missing, go: () => document.querySelector<HTMLElement>('.pad canvas')?.scrollIntoView() }]
      : [];
  return (
    <SidePanel
      title={w.sign.title(w.parties[party])}
      onClose={props.onClose}
      footer={
        <Button kind="main" busy={submit.busy} missing={missing} onPress={submit.run}>
          {w.sign.save}
        </Button>
      }
    >
      <p className="q">{w.sign.lead(row.number)}</p>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      {choices.length > 1 && (
        <Segments label={w.sign.how} value={how} onChange={setHow} choices={choices.map((value) => ({ value, label: label[value] }))} />
      )}
      {drawn && (
        <>
          <SignaturePad label={w.sign.field} empty={w.sign.here} strokes={strokes} onChange={setStrokes} />
          <p>
            <Button small kind="quiet" onPress={() => setStrokes([])}>
              {w.sign.clear}
            </Button>
          </p>
        </>
      )}
      {party === 'provider' && how === 'screen' && <p className="said">{w.sign.own}</p>}
      {how === 'paper' && <p className="s q">{w.sign.paperHint}</p>}
      {party === 'client' && props.hasGuardian && (
        <CheckRow checked={byGuardian} onChange={setByGuardian}>
          {w.sign.byGuardian}
        </CheckRow>
      )}
      <DateField label={w.sign.day} lean="past" ageless value={day} onChange={setDay} error={submit.at('/signedOn')} />
    </SidePanel>
  );
}
