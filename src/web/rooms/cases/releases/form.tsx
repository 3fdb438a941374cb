import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import * as wire from '#rooms/cases/contract/releases.ts';
import {
  DATA_CLASSES,
  type DataClass,
  DIRECTIONS,
  type Direction,
  GIVEN_BY,
  RECIPIENT_KINDS,
  RELEASE_PURPOSES,
  type RecipientKind,
  type ReleasePurpose,
} from '#rooms/consent/rules/release.ts';
import { listServices } from '#rooms/directory/contract/services.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { Banner, Button, Chips, DateField, type Missing, MissingNote, SelectField, TextField } from '../../../ui/index.ts';
import { caseReleases } from '../../../words/case-releases.ts';
import { useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { UploadField } from '../../soziotherapie/papers/upload-field.tsx';

const FORMS = ['paper', 'screen', 'spoken'] as const;
const LANGUAGES = ['de', 'en', 'tr', 'ar', 'uk', 'ru', 'fa', 'other'] as const;

interface FormProps {
  caseId: string;
  personId: string;
  onClose: () => void;
  onSaved: (name: string) => unknown;
}

/** What is released to whom, in which direction, until when; signed, or spoken before a witness. */
export function CaseReleaseForm({ caseId, personId, onClose, onSaved }: FormProps) {
  const w = useWords(papers).releases;
  const own = useWords(caseReleases);
  const [kind, setKind] = useState<RecipientKind>('service');
  const [partnerId, setPartnerId] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [directions, setDirections] = useState<Direction[]>(['to-recipient']);
  const [classes, setClasses] = useState<DataClass[]>(['identity', 'contact']);
  const [purpose, setPurpose] = useState<ReleasePurpose>('COORD');
  const [untilOn, setUntilOn] = useState<string | null>(null);
  const [form, setForm] = useState<(typeof FORMS)[number]>('paper');
  const [language, setLanguage] = useState<(typeof LANGUAGES)[number]>('de');
  const [witness, setWitness] = useState('');
  const [givenBy, setGivenBy] = useState<(typeof GIVEN_BY)[number]>('client');
  const [fileId, setFileId] = useState<string | null>(null);
  const refs = {
    name: useRef<HTMLInputElement>(null),
    until: useRef<HTMLInputElement>(null),
    witness: useRef<HTMLInputElement>(null),
    box: useRef<HTMLDivElement>(null),
    classes: useRef<HTMLDivElement>(null),
    directions: useRef<HTMLDivElement>(null),
  };
  const { data } = useQuery({
    queryKey: ['directory', 'services', 'names'],
    queryFn: ({ signal }) => call(listServices, { query: { closed: 'no' }, signal }),
    staleTime: 60_000,
  });
  const partners = data?.services ?? [];
  const partner = partners.find(({ id }) => id === partnerId);
  const recipientName = partner ? `${partner.name}, ${partner.organisation}` : name.trim();
  const submit = useSubmit(async () => {
    await call(wire.giveCaseRelease, {
      params: { id: caseId },
      body: {
        recipientKind: partner ? 'service' : kind,
        ...(partner ? { recipientId: partner.organisationId } : {}),
        recipientName,
        ...(email.trim() ? { recipientEmail: email.trim() } : {}),
        directions,
        classes,
        purpose,
        untilOn: untilOn ?? '',
        form,
        language,
        givenBy,
        ...(form === 'spoken' ? { witness: witness.trim() } : { fileId: fileId ?? '' }),
      },
    });
    await onSaved(recipientName);
  });
  const within = (ref: React.RefObject<HTMLDivElement | null>, what: string) => () =>
    ref.current?.querySelector<HTMLElement>(what)?.focus();
  const missing: Missing[] = [
    ...(recipientName ? [] : [{ what: w.nameMissing, go: () => refs.name.current?.focus() }]),
    ...(directions.length > 0 ? [] : [{ what: own.directionMissing, go: within(refs.directions, 'input') }]),
    ...(classes.length > 0 ? [] : [{ what: w.classMissing, go: within(refs.classes, 'input') }]),
    ...(untilOn ? [] : [{ what: w.untilMissing, go: () => refs.until.current?.focus() }]),
    ...(form === 'spoken' && !witness.trim() ? [{ what: own.witnessMissing, go: () => refs.witness.current?.focus() }] : []),
    ...(form !== 'spoken' && !fileId ? [{ what: w.scanMissing, go: within(refs.box, 'button') }] : []),
  ];
  const untilFault = submit.problem?.body.errors?.find(({ pointer }) => pointer === '/untilOn')?.code;
  return (
    <form className="stack" noValidate onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label={own.partner}
        hint={own.partnerHint}
        value={partnerId}
        onChange={(value) => setPartnerId(value ?? '')}
        choices={[
          { value: '', label: '–' },
          ...partners.map(({ id, name: one, organisation }) => ({ value: id, label: `${one}, ${organisation}` })),
        ]}
      />
      {!partner && (
        <div className="pair">
          <TextField
            label={own.orName}
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
      )}
      <div ref={refs.directions}>
        <Chips
          label={own.directions}
          value={directions}
          onChange={setDirections}
          choices={DIRECTIONS.map((value) => ({ value, label: own.directionNames[value] }))}
        />
        <p className="s q">{own.directionsHint}</p>
      </div>
      <div ref={refs.classes}>
        <Chips
          label={w.classes}
          value={classes}
          onChange={setClasses}
          choices={DATA_CLASSES.map((value) => ({ value, label: own.classNames[value] ?? w.classNames[value] }))}
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
          label={own.form}
          value={form}
          onChange={(value) => value && setForm(value)}
          choices={FORMS.map((value) => ({ value, label: own.forms[value] }))}
        />
        <SelectField
          label={own.language}
          value={language}
          onChange={(value) => value && setLanguage(value)}
          choices={LANGUAGES.map((value) => ({ value, label: own.languages[value] }))}
        />
      </div>
      <div className="pair">
        <SelectField
          label={form === 'spoken' ? own.by : w.by}
          value={givenBy}
          onChange={(value) => value && setGivenBy(value)}
          choices={GIVEN_BY.map((value) => ({ value, label: w.bys[value] }))}
        />
        {form === 'spoken' ? (
          <TextField
            label={own.witness}
            value={witness}
            onChange={setWitness}
            maxLength={120}
            inputRef={refs.witness}
            error={submit.at('/witness')}
          />
        ) : (
          <TextField
            label={w.email}
            hint={w.emailHint}
            type="email"
            value={email}
            onChange={setEmail}
            error={submit.at('/recipientEmail')}
          />
        )}
      </div>
      {form !== 'spoken' && (
        <div ref={refs.box}>
          <UploadField personId={personId} kind="release" audience="office" label={w.scan} onKept={({ id }) => setFileId(id)} />
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
