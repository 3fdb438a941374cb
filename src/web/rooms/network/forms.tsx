import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ACCESS_FEATURES, type AccessFeature, GENDERS } from '#kernel/codes.ts';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { announce, Banner, Button, CheckRow, offerUndo, SelectField, SidePanel, TextArea, TextField } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { network as networkWords } from '../../words/network.ts';
import { isPostalCode } from './filters.tsx';
import { type Organisation, useOrganisations } from './organisations.tsx';

const orNull = (text: string) => text.trim() || null;
const isMail = (text: string) => text.trim() === '' || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text.trim());
const NEW_ORGANISATION = { name: '', kind: 'practice' as Organisation['kind'], phone: '', email: '', website: '' };

/** A panel whose content is a form; the sentence for the whole stands on top. */
function FormPanel(props: {
  title: string;
  submit: ReturnType<typeof useSubmit>;
  onSubmit: () => void;
  onClose: () => void;
  verb: string;
  children: React.ReactNode;
}) {
  return (
    <SidePanel title={props.title} onClose={props.onClose}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          props.onSubmit();
        }}
      >
        {props.submit.sentence && (
          <Banner tone="no" live="assertive">
            {props.submit.sentence}
          </Banner>
        )}
        {props.children}
        <div>
          <Button type="submit" kind="main" busy={props.submit.busy}>
            {props.verb}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}

/** New, or with `organisation` the one that stands; saving can be undone. */
export function OrganisationForm({
  organisation,
  onDone,
  onLocation,
}: {
  organisation: Organisation | null;
  onDone: () => void;
  onLocation: (organisation: Organisation) => void;
}) {
  const w = useWords(networkWords);
  const queries = useQueryClient();
  const start = organisation
    ? { ...organisation, phone: organisation.phone ?? '', email: organisation.email ?? '', website: organisation.website ?? '' }
    : NEW_ORGANISATION;
  const draft = useFields(`network.organisation.${organisation?.id ?? 'new'}`, start);
  const { value, change } = draft;
  const [tried, setTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const again = () => queries.invalidateQueries({ queryKey: ['network'] });
  const put = async (fields: typeof NEW_ORGANISATION, version: number) => {
    const { name, kind } = fields;
    const body = { name, kind, phone: orNull(fields.phone), email: orNull(fields.email), website: orNull(fields.website) };
    const answer = organisation
      ? await call(directory.changeOrganisation, { params: { id: organisation.id }, body, ifMatch: version })
      : await call(directory.addOrganisation, { body });
    await again();
    return answer.version;
  };
  const submit = useSubmit(async () => {
    const version = await put(value, organisation?.version ?? 1);
    draft.reset(start);
    onDone();
    if (organisation) offerUndo(w.saved(value.name), () => put(start, version).then(() => announce(w.undone)));
    else announce(w.created(value.name));
  });
  const save = () => {
    setTried(true);
    if (!value.name.trim()) first.current?.focus();
    else if (isMail(value.email)) void submit.run();
  };
  const missing = tried && !value.name.trim() ? w.missing : undefined;
  return (
    <FormPanel
      title={organisation ? w.editOrganisation : w.addOrganisation}
      submit={submit}
      onSubmit={save}
      onClose={onDone}
      verb={organisation ? w.save : w.create}
    >
      <TextField
        label={w.organisationName}
        required
        maxLength={120}
        value={value.name}
        onChange={(name) => change({ name })}
        error={missing ?? submit.at('/name')}
        inputRef={first}
      />
      <SelectField
        label={w.organisationKind}
        choices={directory.ORGANISATION_KINDS.map((kind) => ({ value: kind, label: w.organisationKinds[kind] }))}
        value={value.kind}
        onChange={(kind) => kind && change({ kind })}
        error={submit.at('/kind')}
      />
      <TextField
        label={w.phone}
        type="tel"
        maxLength={40}
        value={value.phone}
        onChange={(phone) => change({ phone })}
        error={submit.at('/phone')}
      />
      <TextField
        label={w.email}
        type="email"
        maxLength={254}
        value={value.email}
        onChange={(email) => change({ email })}
        error={tried && !isMail(value.email) ? w.emailFault : submit.at('/email')}
      />
      <TextField
        label={w.website}
        type="url"
        hint={w.websiteHint}
        maxLength={200}
        value={value.website}
        onChange={(website) => change({ website })}
        error={submit.at('/website')}
      />
      {organisation && (
        <div className="row wrap">
          <Button onPress={() => onLocation(organisation)}>{w.addLocation}</Button>
          <span className="s q">{w.locationsAre}</span>
        </div>
      )}
    </FormPanel>
  );
}

type Answer = 'yes' | 'no' | 'unknown';
const NEW_LOCATION = {
  name: '',
  street: '',
  postalCode: '',
  place: '',
  access: {} as Partial<Record<AccessFeature, Answer>>,
  directions: '',
};

export function LocationForm({ organisation, onDone }: { organisation: Organisation; onDone: () => void }) {
  const w = useWords(networkWords);
  const c = useWords(codes);
  const queries = useQueryClient();
  const draft = useFields(`network.location.${organisation.id}`, NEW_LOCATION);
  const { value, change } = draft;
  const [tried, setTried] = useState(false);
  const street = useRef<HTMLInputElement>(null);
  const near = isPostalCode(value.postalCode);
  const { data } = useQuery({
    queryKey: ['postal-codes', value.postalCode],
    queryFn: () => call(directory.postalCodes, { query: { begins: value.postalCode } }),
    enabled: near,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const town = data?.postalCodes[0]?.places[0];
  const place = value.place || (near ? (town ?? '') : '');
  const submit = useSubmit(async () => {
    const body = { ...value, name: orNull(value.name), directions: orNull(value.directions), place };
    await call(directory.coordinateLocation, { params: { id: organisation.id }, body });
    draft.reset(NEW_LOCATION);
    await queries.invalidateQueries({ queryKey: ['network'] });
    announce(w.created(value.name || value.street));
    onDone();
  });
  const save = () => {
    setTried(true);
    if (!value.street.trim() || !near || !place.trim()) street.current?.focus();
    else void submit.run();
  };
  const missing = (text: string) => (tried && !text.trim() ? w.missing : undefined);
  return (
    <FormPanel title={`${w.addLocation}: ${organisation.name}`} submit={submit} onSubmit={save} onClose={onDone} verb={w.create}>
      <TextField
        label={w.street}
        required
        maxLength={120}
        value={value.street}
        onChange={(next) => change({ street: next })}
        error={missing(value.street) ?? submit.at('/street')}
        inputRef={street}
      />
      <TextField
        label={w.plz}
        required
        figures
        inputMode="numeric"
        maxLength={5}
        value={value.postalCode}
        onChange={(postalCode) => change({ postalCode })}
        error={missing(value.postalCode) ?? (tried && !near ? w.postalCodeFault : submit.at('/postalCode'))}
      />
      <TextField
        label={w.town}
        required
        maxLength={80}
        value={place}
        onChange={(next) => change({ place: next })}
        error={missing(place) ?? submit.at('/place')}
      />
      <TextField
        label={w.locationName}
        hint={w.locationNameHint}
        maxLength={80}
        value={value.name}
        onChange={(name) => change({ name })}
        error={submit.at('/name')}
      />
      <div className="two">
        {ACCESS_FEATURES.map((feature) => (
          <SelectField
            key={feature}
            label={c.access[feature]}
            choices={(['unknown', 'yes', 'no'] as const).map((answer) => ({ value: answer, label: w.accessOf[answer] }))}
            value={value.access[feature] ?? 'unknown'}
            onChange={(answer) => change({ access: { ...value.access, [feature]: answer ?? 'unknown' } })}
          />
        ))}
      </div>
      <TextArea
        label={w.directions}
        maxLength={200}
        value={value.directions}
        onChange={(directions) => change({ directions })}
        error={submit.at('/directions')}
      />
    </FormPanel>
  );
}

const NEW_PERSON = {
  organisationId: null as string | null,
  name: '',
  title: '',
  profession: 'PP' as (typeof directory.PROFESSIONS)[number],
  gender: null as (typeof GENDERS)[number] | null,
  pronoun: '',
  phone: '',
  email: '',
  about: '',
  acceptsNew: true,
  withoutPolicyAllowed: false,
};

export function PractitionerForm({ onDone, onCreated }: { onDone: () => void; onCreated: (id: string) => void }) {
  const w = useWords(networkWords);
  const c = useWords(codes);
  const queries = useQueryClient();
  const organisations = useOrganisations();
  const draft = useFields('network.practitioner.new', NEW_PERSON);
  const { value, change } = draft;
  const [tried, setTried] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const practice = useRef<HTMLSelectElement>(null);
  const submit = useSubmit(async () => {
    const body = {
      ...value,
      organisationId: value.organisationId ?? '',
      title: orNull(value.title),
      pronoun: orNull(value.pronoun),
      phone: orNull(value.phone),
      email: orNull(value.email),
      about: orNull(value.about),
    };
    const { id } = await call(directory.addPractitioner, { body });
    draft.reset(NEW_PERSON);
    await queries.invalidateQueries({ queryKey: ['network'] });
    announce(w.created(value.name));
    onCreated(id);
  });
  const save = () => {
    setTried(true);
    if (!value.name.trim()) name.current?.focus();
    else if (!value.organisationId) practice.current?.focus();
    else if (isMail(value.email)) void submit.run();
  };
  return (
    <FormPanel title={w.addPractitioner} submit={submit} onSubmit={save} onClose={onDone} verb={w.create}>
      <p className="s q">{w.ownsProfile}</p>
      <TextField
        label={w.name}
        required
        maxLength={120}
        value={value.name}
        onChange={(next) => change({ name: next })}
        error={tried && !value.name.trim() ? w.missing : submit.at('/name')}
        inputRef={name}
      />
      <SelectField
        label={w.organisation}
        empty=""
        choices={(organisations.data ?? []).map(({ id, name: label }) => ({ value: id, label }))}
        value={value.organisationId}
        onChange={(organisationId) => change({ organisationId })}
        error={tried && !value.organisationId ? w.missing : submit.at('/organisationId')}
        selectRef={practice}
      />
      <SelectField
        label={w.professionLabel}
        choices={directory.PROFESSIONS.map((one) => ({ value: one, label: w.profession[one] }))}
        value={value.profession}
        onChange={(profession) => profession && change({ profession })}
        error={submit.at('/profession')}
      />
      <div className="two">
        <TextField label={w.title} maxLength={40} value={value.title} onChange={(title) => change({ title })} error={submit.at('/title')} />
        <TextField
          label={w.pronoun}
          maxLength={20}
          value={value.pronoun}
          onChange={(pronoun) => change({ pronoun })}
          error={submit.at('/pronoun')}
        />
        <SelectField
          label={w.gender}
          empty={w.genderUnknown}
          choices={GENDERS.map((one) => ({ value: one, label: c.gender[one] }))}
          value={value.gender}
          onChange={(gender) => change({ gender })}
        />
        <TextField
          label={w.phone}
          type="tel"
          maxLength={40}
          value={value.phone}
          onChange={(phone) => change({ phone })}
          error={submit.at('/phone')}
        />
      </div>
      <TextField
        label={w.email}
        type="email"
        maxLength={254}
        value={value.email}
        onChange={(email) => change({ email })}
        error={tried && !isMail(value.email) ? w.emailFault : submit.at('/email')}
      />
      <TextArea
        label={w.about}
        hint={w.aboutHint}
        rows={3}
        maxLength={600}
        value={value.about}
        onChange={(about) => change({ about })}
        error={submit.at('/about')}
      />
      <CheckRow checked={value.acceptsNew} onChange={(acceptsNew) => change({ acceptsNew })}>
        {w.acceptsNew}
      </CheckRow>
      <CheckRow checked={value.withoutPolicyAllowed} onChange={(withoutPolicyAllowed) => change({ withoutPolicyAllowed })}>
        {w.withoutPolicy}
      </CheckRow>
    </FormPanel>
  );
}
