import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import * as wire from '#rooms/cases/contract/releases.ts';
import { DIRECTIONS, type Direction } from '#rooms/consent/rules/release.ts';
import { listServices } from '#rooms/directory/contract/services.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { Chips, type Missing, SelectField, TextField } from '../../../ui/index.ts';
import { caseReleases } from '../../../words/case-releases.ts';
import { useWords } from '../../../words/language.tsx';
import { papers } from '../../../words/papers.ts';
import { useReleaseEntry } from '../../releases/entry.ts';
import { GivenBy, NamedRecipient, RecipientEmail, ReleaseEnd, ReleaseScope, SignedSheet } from '../../releases/fields.tsx';

const FORMS = ['paper', 'screen', 'spoken'] as const;
const LANGUAGES = ['de', 'en', 'tr', 'ar', 'uk', 'ru', 'fa', 'other'] as const;

interface FormProps {
  caseId: string;
  personId: string;
  onClose: () => void;
  onSaved: (name: string) => unknown;
}

/** What only a case asks: a partner of the directory, each direction, and other forms than paper. */
interface OfCase {
  partnerId: string;
  directions: Direction[];
  form: (typeof FORMS)[number];
  language: (typeof LANGUAGES)[number];
  witness: string;
}
const START: OfCase = { partnerId: '', directions: ['to-recipient'], form: 'paper', language: 'de', witness: '' };

/** What is released to whom, in which direction, until when; signed, or spoken before a witness. */
export function CaseReleaseForm({ caseId, personId, onClose, onSaved }: FormProps) {
  const w = useWords(papers).releases;
  const own = useWords(caseReleases);
  const entry = useReleaseEntry<OfCase>(caseId, { ...START, kind: 'service' });
  const { kind, name, classes, untilOn, fileId, partnerId, directions, form, language, witness } = entry.value;
  const heard = useRef<HTMLInputElement>(null);
  const ways = useRef<HTMLDivElement>(null);
  const { data } = useQuery({
    queryKey: ['directory', 'services', 'names'],
    queryFn: ({ signal }) => call(listServices, { query: { closed: 'no' }, signal }),
    staleTime: 60_000,
  });
  const partners = data?.services ?? [];
  const partner = partners.find(({ id }) => id === partnerId);
  const recipientName = partner ? `${partner.name}, ${partner.organisation}` : name.trim();
  const spoken = form === 'spoken';
  const submit = useSubmit(async () => {
    await call(wire.giveCaseRelease, {
      params: { id: caseId },
      body: {
        ...entry.fields,
        recipientKind: partner ? 'service' : kind,
        ...(partner ? { recipientId: partner.organisationId } : {}),
        recipientName,
        directions,
        form,
        language,
        ...(spoken ? { witness: witness.trim() } : { fileId: fileId ?? '' }),
      },
    });
    entry.done();
    await onSaved(recipientName);
  });
  const missing: Missing[] = [
    ...(recipientName ? [] : [{ what: w.nameMissing, go: () => entry.refs.name.current?.focus() }]),
    ...(directions.length > 0 ? [] : [{ what: own.directionMissing, go: () => ways.current?.querySelector('input')?.focus() }]),
    ...(classes.length > 0 ? [] : [entry.lacks.classes]),
    ...(untilOn ? [] : [entry.lacks.until]),
    ...(spoken && !witness.trim() ? [{ what: own.witnessMissing, go: () => heard.current?.focus() }] : []),
    ...(!spoken && !fileId ? [entry.lacks.scan] : []),
  ];
  return (
    <form className="stack" noValidate onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label={own.partner}
        hint={own.partnerHint}
        value={partnerId}
        onChange={(value) => entry.changeMore({ partnerId: value ?? '' })}
        choices={[
          { value: '', label: '–' },
          ...partners.map(({ id, name: one, organisation }) => ({ value: id, label: `${one}, ${organisation}` })),
        ]}
      />
      {!partner && <NamedRecipient entry={entry} submit={submit} label={own.orName} />}
      <div ref={ways}>
        <Chips
          label={own.directions}
          value={directions}
          onChange={(value) => entry.changeMore({ directions: value })}
          choices={DIRECTIONS.map((value) => ({ value, label: own.directionNames[value] }))}
        />
        <p className="s q">{own.directionsHint}</p>
      </div>
      <ReleaseScope entry={entry} submit={submit} names={own.classNames} />
      <div className="pair">
        <SelectField
          label={own.form}
          value={form}
          onChange={(value) => value && entry.changeMore({ form: value })}
          choices={FORMS.map((value) => ({ value, label: own.forms[value] }))}
        />
        <SelectField
          label={own.language}
          value={language}
          onChange={(value) => value && entry.changeMore({ language: value })}
          choices={LANGUAGES.map((value) => ({ value, label: own.languages[value] }))}
        />
      </div>
      <div className="pair">
        <GivenBy entry={entry} label={spoken ? own.by : w.by} />
        {spoken ? (
          <TextField
            label={own.witness}
            value={witness}
            onChange={(value) => entry.changeMore({ witness: value })}
            maxLength={120}
            inputRef={heard}
            error={submit.at('/witness')}
          />
        ) : (
          <RecipientEmail entry={entry} submit={submit} />
        )}
      </div>
      {!spoken && <SignedSheet entry={entry} personId={personId} />}
      <ReleaseEnd submit={submit} missing={missing} onClose={onClose} />
    </form>
  );
}
