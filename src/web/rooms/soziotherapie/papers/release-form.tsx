import { useRef, useState } from 'react';
import {
  DATA_CLASSES,
  type DataClass,
  GIVEN_BY,
  RECIPIENT_KINDS,
  RELEASE_PURPOSES,
  type RecipientKind,
  type ReleasePurpose,
} from '#rooms/consent/rules/release.ts';
import * as soz from '#rooms/soziotherapie/contract/releases.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { Banner, Button, Chips, DateField, type Missing, MissingNote, SelectField, TextField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { UploadField } from './upload-field.tsx';

interface ReleaseFormProps {
  episodeId: string;
  personId: string;
  onClose: () => void;
  onSaved: (name: string) => unknown;
}

/** What is released to whom until when, with the signed sheet. */
export function ReleaseForm({ episodeId, personId, onClose, onSaved }: ReleaseFormProps) {
  const w = useWords(papers).releases;
  const [kind, setKind] = useState<RecipientKind>('relative');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [classes, setClasses] = useState<DataClass[]>(['identity', 'contact']);
  const [purpose, setPurpose] = useState<ReleasePurpose>('COORD');
  const [untilOn, setUntilOn] = useState<string | null>(null);
  const [givenBy, setGivenBy] = useState<(typeof GIVEN_BY)[number]>('client');
  const [fileId, setFileId] = useState<string | null>(null);
  const refs = {
    name: useRef<HTMLInputElement>(null),
    until: useRef<HTMLInputElement>(null),
    box: useRef<HTMLDivElement>(null),
    classes: useRef<HTMLDivElement>(null),
  };
  const submit = useSubmit(async () => {
    await call(soz.giveRelease, {
      params: { id: episodeId },
      body: {
        recipientKind: kind,
        recipientName: name.trim(),
        ...(email.trim() ? { recipientEmail: email.trim() } : {}),
        classes,
        purpose,
        untilOn: untilOn ?? '',
        form: 'paper',
        givenBy,
        fileId: fileId ?? '',
      },
    });
    await onSaved(name.trim());
  });
  const toFile = () => refs.box.current?.querySelector('button')?.focus();
  const missing: Missing[] = [
    ...(name.trim() ? [] : [{ what: w.nameMissing, go: () => refs.name.current?.focus() }]),
    ...(classes.length > 0 ? [] : [{ what: w.classMissing, go: () => refs.classes.current?.querySelector('input')?.focus() }]),
    ...(untilOn ? [] : [{ what: w.untilMissing, go: () => refs.until.current?.focus() }]),
    ...(fileId ? [] : [{ what: w.scanMissing, go: toFile }]),
  ];
  const untilFault = submit.problem?.body.errors?.find(({ pointer }) => pointer === '/untilOn')?.code;
  return (
    <form className="stack" noValidate onSubmit={(event) => event.preventDefault()}>
      <div className="pair">
        <TextField
          label={w.toWhom}
          value={name}
          onChange={setName}
          maxLength={120}
          inputRef={refs.name}
          error={submit.at('/recipientName')}
        />
        <SelectField
          label={w.kind}
          value={kind}
          onChange={(value) => value && setKind(value)}
          choices={RECIPIENT_KINDS.map((value) => ({ value, label: w.kinds[value] }))}
        />
      </div>
      <div ref={refs.classes}>
        <Chips
          label={w.classes}
          value={classes}
          onChange={setClasses}
          choices={DATA_CLASSES.map((value) => ({ value, label: w.classNames[value] }))}
        />
      </div>
      <div className="pair">
        <SelectField
          label={w.purpose}
          value={purpose}
          onChange={(value) => value && setPurpose(value)}
          choices={RELEASE_PURPOSES.map((value) => ({ value, label: w.purposes[value] }))}
        />
        <DateField
          label={w.until}
          hint={w.untilHint}
          value={untilOn}
          onChange={setUntilOn}
          strict
          error={untilFault ? w.untilFaults[untilFault] : undefined}
          inputRef={refs.until}
        />
      </div>
      <div className="pair">
        <SelectField
          label={w.by}
          value={givenBy}
          onChange={(value) => value && setGivenBy(value)}
          choices={GIVEN_BY.map((value) => ({ value, label: w.bys[value] }))}
        />
        <TextField label={w.email} hint={w.emailHint} type="email" value={email} onChange={setEmail} error={submit.at('/recipientEmail')} />
      </div>
      <div ref={refs.box}>
        <UploadField personId={personId} kind="release" audience="office" label={w.scan} onKept={({ id }) => setFileId(id)} />
      </div>
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
