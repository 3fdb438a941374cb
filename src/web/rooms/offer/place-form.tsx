import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { INSURANCE_KINDS, MODALITIES, PROCEDURES, SETTINGS } from '#kernel/codes.ts';
import { dayInBerlin } from '#kernel/time.ts';
import * as directory from '#rooms/directory/contract.ts';
import { type OwnPlace, PLACE_KINDS } from '#rooms/directory/contract.ts';
import { MAX_NOTES } from '#rooms/directory/rules/place-fields.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import {
  announce,
  Banner,
  Button,
  Chips,
  DateField,
  offerUndo,
  Segments,
  SelectField,
  SidePanel,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type MyOffer, offerQuery, useReadAgain } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { goToFault } from '../calendar/first-fault.ts';
import { useNow } from '../calendar/now.ts';
import { usePanel } from '../calendar/panel.tsx';
import { LanguagesField } from './languages-field.tsx';
import { draftOf, faultsOf, fieldsOf, freshDraft, isGroup, type PlaceDraft, sentenceAt } from './place-draft.ts';
import { SpecialitiesFields } from './specialities-field.tsx';
import { WindowsField } from './windows-field.tsx';

/** All fields of a place: a new one, or one to change. What is typed stays until it is saved or discarded. */
export function PlaceForm({ place }: { place: OwnPlace | null }) {
  const { data } = useQuery(offerQuery);
  return data ? <Form place={place} offer={data} /> : null;
}

function Form({ place, offer }: { place: OwnPlace | null; offer: MyOffer }) {
  const w = useWords(offerWords);
  const panel = usePanel();
  const readAgain = useReadAgain();
  const { language } = useLanguage();
  const today = dayInBerlin(useNow());
  const like = offer.places.find(({ id }) => id === offer.likeLast);
  const start = place ? draftOf(place) : freshDraft(like, offer.locations[0]?.id ?? null, today);
  const draft = useFields<PlaceDraft>(`place ${place?.id ?? 'new'}`, start);
  const { value } = draft;
  const [tried, setTried] = useState<'open' | 'draft' | null>(null);
  const [warnings, setWarnings] = useState<string[]>([]);
  const opens = place === null || place.state !== 'draft';
  const faults = tried ? faultsOf(value, tried === 'open') : [];
  const submit = useSubmit(() => send(tried === 'draft'));
  const server = (pointer: string) => {
    const found = submit.problem?.body.errors?.find((error) => error.pointer === pointer || error.pointer.startsWith(`${pointer}/`));
    return found && (w.serverFields[found.code] ?? sentenceAt([found], pointer, language));
  };
  const at = (pointer: string) => sentenceAt(faults, pointer, language) ?? server(pointer);

  const send = async (asDraft: boolean) => {
    const fields = fieldsOf(value);
    if (!fields) return;
    if (place) {
      const done = await call(directory.changePlace, { params: { id: place.id }, ifMatch: place.version, body: fields });
      draft.reset(value);
      await readAgain();
      announce(w.form.savedPlace);
      if (done.warnings.length > 0) setWarnings(done.warnings);
      else panel.close();
      return;
    }
    const seats = isGroup(value) ? Number(value.seats) || 1 : 1;
    const done = await call(directory.addPlace, { body: { ...fields, ...(seats > 1 ? { seats } : {}), open: !asDraft } });
    draft.reset(start);
    await readAgain();
    panel.close();
    offerUndo(asDraft ? w.form.savedPlace : w.opened, async () => {
      for (const id of done.ids) await call(directory.closePlace, { params: { id }, ifMatch: done.version });
      await readAgain();
    });
  };
  const change: typeof draft.change = (part) => {
    submit.clear();
    draft.change(part);
  };
  const run = async (as: 'open' | 'draft') => {
    if (tried === as && goToFault()) return;
    setTried(as);
    if (faultsOf(value, as === 'open').length > 0 || !(await submit.run())) setTimeout(goToFault, 0);
  };
  const discard = () => {
    draft.reset(start);
    panel.close();
  };
  const seatCount = Number(value.seats) || 1;
  return (
    <SidePanel
      title={place ? w.form.editTitle : w.form.title}
      onClose={panel.close}
      footer={
        <>
          {draft.dirty && (
            <Button kind="quiet" onPress={discard}>
              {w.form.discard}
            </Button>
          )}
          {!place && <Button onPress={() => run('draft')}>{w.form.asDraft}</Button>}
          <Button kind="main" busy={submit.busy} onPress={() => run(opens ? 'open' : 'draft')}>
            {place ? w.form.save : isGroup(value) ? w.form.openSeats(seatCount) : w.form.openIt}
          </Button>
        </>
      }
    >
      <Fault text={submit.sentence} />
      {warnings.map((code) => (
        <Banner key={code} tone="partly" live="polite">
          {w.form.warnings[code] ?? code}
        </Banner>
      ))}
      <Fields value={value} change={change} at={at} offer={offer} isNew={place === null} />
    </SidePanel>
  );
}

interface FieldsProps {
  value: PlaceDraft;
  change: (part: Partial<PlaceDraft>) => void;
  at: (pointer: string) => string | undefined;
  offer: MyOffer;
  isNew: boolean;
}

function Fields({ value, change, at, offer, isNew }: FieldsProps) {
  const w = useWords(offerWords).form;
  const c = useWords(codes);
  const group = isGroup(value);
  const takeKind = (kind: PlaceDraft['kind'] | null) =>
    kind && change({ kind, ...(isGroup({ kind }) && value.setting === 'single' ? { setting: 'group' as const } : {}) });
  return (
    <>
      <SelectField
        label={w.kind}
        choices={PLACE_KINDS.map((kind) => ({ value: kind, label: w.kinds[kind] }))}
        value={value.kind}
        onChange={takeKind}
        error={at('/kind')}
      />
      {value.kind === 'SERVICE' && (
        <TextField
          label={w.serviceType}
          maxLength={60}
          value={value.serviceType ?? ''}
          onChange={(text) => change({ serviceType: text || null })}
          error={at('/serviceType')}
        />
      )}
      {group && (
        <div className="two">
          <TextField
            label={w.groupName}
            maxLength={80}
            value={value.groupName ?? ''}
            onChange={(text) => change({ groupName: text || null })}
            error={at('/groupName')}
          />
          {isNew && (
            <TextField
              label={w.seats}
              inputMode="numeric"
              figures
              value={value.seats}
              onChange={(seats) => change({ seats })}
              error={at('/seats')}
            />
          )}
        </div>
      )}
      <Segments
        label={w.procedure}
        choices={PROCEDURES.map((one) => ({ value: one, label: c.procedureShort[one], spoken: c.procedure[one] }))}
        value={value.procedure}
        onChange={(procedure) => change({ procedure })}
        error={at('/procedure')}
      />
      <Segments
        label={w.setting}
        choices={SETTINGS.map((one) => ({ value: one, label: c.setting[one] }))}
        value={value.setting}
        onChange={(setting) => change({ setting })}
        error={at('/setting')}
      />
      <WindowsField value={value.windows} onChange={(windows) => change({ windows })} at={at} />
      <div className="two">
        <DateField
          label={w.start}
          value={value.earliestStart}
          onChange={(earliestStart) => change({ earliestStart })}
          error={at('/earliestStart')}
        />
        <DateField
          label={w.end}
          hint={w.endHint}
          value={value.expectedEnd}
          onChange={(expectedEnd) => change({ expectedEnd })}
          error={at('/expectedEnd')}
        />
      </div>
      <div className="two">
        <TextField
          label={w.ageMin}
          inputMode="numeric"
          figures
          value={value.ageMin}
          onChange={(ageMin) => change({ ageMin })}
          error={at('/ageMin')}
        />
        <TextField
          label={w.ageMax}
          inputMode="numeric"
          figures
          value={value.ageMax}
          onChange={(ageMax) => change({ ageMax })}
          error={at('/ageMax')}
        />
      </div>
      <Chips
        label={w.insurance}
        choices={INSURANCE_KINDS.map((one) => ({ value: one, label: c.insurance[one] }))}
        value={value.insuranceKinds}
        onChange={(insuranceKinds) => change({ insuranceKinds })}
        error={at('/insuranceKinds')}
      />
      <Chips
        label={w.modality}
        choices={MODALITIES.map((one) => ({ value: one, label: c.modality[one] }))}
        value={value.modality}
        onChange={(modality) => change({ modality })}
        error={at('/modality')}
      />
      <SelectField
        label={w.location}
        choices={offer.locations.map(({ id, name, street, place }) => ({ value: id, label: name ?? `${street}, ${place}` }))}
        value={value.locationId}
        onChange={(locationId) => change({ locationId })}
        error={at('/locationId')}
      />
      <SpecialitiesFields value={value.specialities} onChange={(specialities) => change({ specialities })} error={at('/specialities')} />
      <LanguagesField value={value.languages} onChange={(languages) => change({ languages })} error={at('/languages')} />
      <Segments
        label={w.interpreter}
        choices={(['yes', 'no', 'unknown'] as const).map((one) => ({ value: one, label: w.interpreterChoices[one] }))}
        value={value.interpreterWelcome}
        onChange={(interpreterWelcome) => change({ interpreterWelcome })}
        error={at('/interpreterWelcome')}
      />
      <TextField
        label={w.wait}
        hint={w.waitHint}
        inputMode="numeric"
        figures
        value={value.maxWaitAfterTrial}
        onChange={(maxWaitAfterTrial) => change({ maxWaitAfterTrial })}
        error={at('/maxWaitAfterTrial')}
      />
      <TextArea
        label={w.notes}
        hint={w.notesHint(MAX_NOTES - (value.notes?.length ?? 0))}
        maxLength={MAX_NOTES}
        value={value.notes ?? ''}
        onChange={(text) => change({ notes: text || null })}
        error={at('/notes')}
      />
    </>
  );
}
