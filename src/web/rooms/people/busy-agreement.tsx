import { lazy, Suspense, useRef } from 'react';
import * as wire from '#rooms/consent/contract/busy-times.ts';
import { BUSY_TIMES_FORMS } from '#rooms/consent/rules/busy-times.ts';
import { GIVEN_BY } from '#rooms/consent/rules/release.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { announce, Banner, Button, DateField, type Missing, MissingNote, SelectField, TextField } from '../../ui/index.ts';
import { busyTimes } from '../../words/busy-times.ts';
import { useWords } from '../../words/language.tsx';

const UploadField = lazy(async () => ({ default: (await import('../soziotherapie/papers/upload-field.tsx')).UploadField }));

/** What is read out, who agreed, and how it is proved: who heard it, or the signed sheet. */
export function BusyAgreement(props: { personId: string; papers: boolean; onClose: () => void; onSaved: () => Promise<void> }) {
  const { personId, papers, onClose, onSaved } = props;
  const w = useWords(busyTimes);
  const { name } = useMe();
  const sheet = `busy-times.${personId}`;
  const [form, setForm] = useTyped<(typeof BUSY_TIMES_FORMS)[number]>(sheet, 'form', 'spoken');
  const [givenBy, setGivenBy] = useTyped<(typeof GIVEN_BY)[number]>(sheet, 'givenBy', 'client');
  const [witness, setWitness] = useTyped(sheet, 'witness', name);
  const [fileId, setFileId] = useTyped<string | null>(sheet, 'fileId', null);
  const [untilOn, setUntilOn] = useTyped<string | null>(sheet, 'untilOn', null);
  const heard = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const submit = useSubmit(async () => {
    const proof = form === 'spoken' ? { witness: witness.trim() } : { fileId: fileId ?? '' };
    await call(wire.giveBusyAgreement, {
      params: { id: personId },
      body: { form, givenBy, ...proof, ...(untilOn ? { untilOn } : {}) },
    });
    forget(sheet);
    announce(w.saved);
    await onSaved();
  });
  const missing: Missing[] = [
    ...(form === 'spoken' && !witness.trim() ? [{ what: w.witnessMissing, go: () => heard.current?.focus() }] : []),
    ...(form === 'paper' && !fileId
      ? [{ what: w.paperMissing, go: () => box.current?.querySelector<HTMLElement>('button')?.focus() }]
      : []),
  ];
  const untilFault = submit.problem?.body.errors?.find(({ pointer }) => pointer === '/untilOn')?.code;
  return (
    <form className="stack" noValidate onSubmit={(event) => event.preventDefault()}>
      <div>
        <p className="s q">{w.readOut}</p>
        <p className="voice">{w.text}</p>
      </div>
      <div className="pair">
        {papers && (
          <SelectField
            label={w.form}
            value={form}
            onChange={(value) => value && setForm(value)}
            choices={BUSY_TIMES_FORMS.map((value) => ({ value, label: w.forms[value] ?? value }))}
          />
        )}
        <SelectField
          label={w.givenBy}
          value={givenBy}
          onChange={(value) => value && setGivenBy(value)}
          choices={GIVEN_BY.map((value) => ({ value, label: w.by[value] }))}
        />
      </div>
      <div className="pair">
        {form === 'spoken' && (
          <TextField
            label={w.witness}
            value={witness}
            onChange={setWitness}
            maxLength={120}
            inputRef={heard}
            error={submit.at('/witness')}
          />
        )}
        <DateField
          label={w.untilOn}
          hint={w.untilHint}
          value={untilOn}
          onChange={setUntilOn}
          strict
          error={untilFault ? w.untilFaults[untilFault] : undefined}
        />
      </div>
      {form === 'paper' && (
        <div ref={box}>
          <Suspense>
            <UploadField personId={personId} kind="release" audience="office" label={w.paper} onKept={({ id }) => setFileId(id)} />
          </Suspense>
        </div>
      )}
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      {missing.length > 0 && <MissingNote missing={missing} />}
      <div className="row wrap">
        <Button kind="main" busy={submit.busy} missing={missing} onPress={() => void submit.run()}>
          {w.save}
        </Button>
        <Button kind="quiet" onPress={onClose}>
          {w.notNow}
        </Button>
      </div>
    </form>
  );
}
