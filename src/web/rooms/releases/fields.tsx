import { DATA_CLASSES, type DataClass, GIVEN_BY, RECIPIENT_KINDS, RELEASE_PURPOSES } from '#rooms/consent/rules/release.ts';
import type { Submit } from '../../submit.ts';
import { Banner, Button, Chips, DateField, type Missing, MissingNote, SelectField, TextField } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { papers } from '../../words/papers.ts';
import { UploadField } from '../soziotherapie/papers/upload-field.tsx';
import type { Entry } from './entry.ts';

interface FieldProps {
  entry: Entry;
  submit: Submit;
}

/** Somebody by name, and what she is. */
export function NamedRecipient({ entry, submit, label }: FieldProps & { label: string }) {
  const w = useWords(papers).releases;
  return (
    <div className="pair">
      <TextField
        label={label}
        value={entry.value.name}
        onChange={(name) => entry.change({ name })}
        maxLength={120}
        inputRef={entry.refs.name}
        error={submit.at('/recipientName')}
      />
      <SelectField
        label={w.kind}
        value={entry.value.kind}
        onChange={(kind) => kind && entry.change({ kind })}
        choices={RECIPIENT_KINDS.map((value) => ({ value, label: w.kinds[value] }))}
      />
    </div>
  );
}

/** Which kinds of data, for what, until when; `names` are those that a room calls otherwise. */
export function ReleaseScope({ entry, submit, names }: FieldProps & { names?: Partial<Record<DataClass, string>> }) {
  const w = useWords(papers).releases;
  const untilFault = submit.problem?.body.errors?.find(({ pointer }) => pointer === '/untilOn')?.code;
  return (
    <>
      <div ref={entry.refs.classes}>
        <Chips
          label={w.classes}
          value={entry.value.classes}
          onChange={(classes) => entry.change({ classes })}
          choices={DATA_CLASSES.map((value) => ({ value, label: names?.[value] ?? w.classNames[value] }))}
        />
      </div>
      <div className="pair">
        <SelectField
          label={w.purpose}
          value={entry.value.purpose}
          onChange={(purpose) => purpose && entry.change({ purpose })}
          choices={RELEASE_PURPOSES.map((value) => ({ value, label: w.purposes[value] }))}
        />
        <DateField
          label={w.until}
          hint={w.untilHint}
          value={entry.value.untilOn}
          onChange={(untilOn) => entry.change({ untilOn })}
          strict
          error={untilFault ? w.untilFaults[untilFault] : undefined}
          inputRef={entry.refs.until}
        />
      </div>
    </>
  );
}

export function GivenBy({ entry, label }: { entry: Entry; label: string }) {
  const w = useWords(papers).releases;
  return (
    <SelectField
      label={label}
      value={entry.value.givenBy}
      onChange={(givenBy) => givenBy && entry.change({ givenBy })}
      choices={GIVEN_BY.map((value) => ({ value, label: w.bys[value] }))}
    />
  );
}

export function RecipientEmail({ entry, submit }: FieldProps) {
  const w = useWords(papers).releases;
  return (
    <TextField
      label={w.email}
      hint={w.emailHint}
      type="email"
      value={entry.value.email}
      onChange={(email) => entry.change({ email })}
      error={submit.at('/recipientEmail')}
    />
  );
}

export function SignedSheet({ entry, personId }: { entry: Entry; personId: string }) {
  const w = useWords(papers).releases;
  return (
    <div ref={entry.refs.box}>
      <UploadField personId={personId} kind="release" audience="office" label={w.scan} onKept={({ id }) => entry.change({ fileId: id })} />
    </div>
  );
}

/** What is still missing, what was refused, and the two ways out. */
export function ReleaseEnd({ submit, missing, onClose }: { submit: Submit; missing: Missing[]; onClose: () => void }) {
  const w = useWords(papers).releases;
  return (
    <>
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
    </>
  );
}
