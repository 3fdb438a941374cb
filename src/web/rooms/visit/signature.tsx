import { useId, useState } from 'react';
import type { Signature } from '#rooms/soziotherapie/contract/notes.ts';
import { Button, CheckRow, Modal, Segments, TextField } from '../../ui/index.ts';
import { SignaturePad, type Stroke } from '../../ui/signature-pad.tsx';
import { useFormat, useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';

type How = Signature['how'];
const HOW: readonly How[] = ['screen', 'paper', 'not-possible', 'refused'];

/** The client's line of the service record: drawn with a finger, on paper, or why there is none (by keys too). */
export function SignatureSheet(props: {
  /** Who signs, where the page knows. */
  name: string | null;
  line: string;
  value: Signature | null;
  onTake: (signature: Signature | null) => void;
  onClose: () => void;
}) {
  const w = useWords(visitWords);
  const title = useId();
  const [how, setHow] = useState<How>(props.value?.how ?? 'screen');
  const [strokes, setStrokes] = useState<Stroke[]>(props.value?.how === 'screen' ? props.value.strokes : []);
  const [reason, setReason] = useState(props.value && 'reason' in props.value ? props.value.reason : '');
  const [byGuardian, setByGuardian] = useState(props.value?.how === 'screen' && props.value.byGuardian);
  const [error, setError] = useState<string | undefined>();
  const take = () => {
    if (how === 'screen' && strokes.length === 0) return setError(w.signDrawMissing);
    if ((how === 'not-possible' || how === 'refused') && reason.trim().length < 3) return setError(w.signReasonMissing);
    if (how === 'screen') props.onTake({ how, strokes, byGuardian });
    else if (how === 'paper') props.onTake({ how });
    else props.onTake({ how, reason: reason.trim() });
    return props.onClose();
  };
  return (
    <Modal className="sign-here" labelledBy={title} onClose={props.onClose}>
      <header>
        <h2 id={title}>{props.name === null ? w.sign : w.signTitle(props.name)}</h2>
        <p className="s q">{props.line}</p>
      </header>
      <Segments
        label={w.signHow}
        hideLabel
        value={how}
        onChange={(next) => {
          setHow(next);
          setError(undefined);
        }}
        choices={HOW.map((value) => ({ value, label: w.signHowOf[value] }))}
      />
      {how === 'screen' && (
        <>
          <SignaturePad label={w.signField} empty={w.drawHere} strokes={strokes} onChange={setStrokes} />
          <CheckRow checked={byGuardian} onChange={setByGuardian}>
            {w.byGuardian}
          </CheckRow>
        </>
      )}
      {(how === 'not-possible' || how === 'refused') && (
        <TextField label={w.signReason} value={reason} onChange={setReason} maxLength={300} error={error} />
      )}
      {error && how === 'screen' && (
        <p className="below err" role="alert">
          {error}
        </p>
      )}
      <footer>
        {how === 'screen' && (
          <Button
            onPress={() => {
              setStrokes([]);
              setError(undefined);
            }}
          >
            {w.clear}
          </Button>
        )}
        <Button onPress={props.onClose}>{w.withoutSignature}</Button>
        <Button kind="main" className="grow" onPress={take}>
          {w.take}
        </Button>
      </footer>
    </Modal>
  );
}

/** "Do 05.03., 14:03 bis 14:50, 0,75 TE": what is signed. */
export function useSignedLine(): (start: string, end: string, units: string) => string {
  const w = useWords(visitWords);
  const format = useFormat();
  return (start, end, units) => w.signLine(format.day(start.slice(0, 10)), start.slice(11, 16), end.slice(11, 16), units);
}
