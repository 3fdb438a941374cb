import { ACCESS_FEATURES } from '#kernel/codes.ts';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { announce, Button, Segments, TextArea, TextField } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type MyOffer, useReadAgain } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { goToFault } from '../calendar/first-fault.ts';

type Location = MyOffer['locations'][number];
const ANSWERS = ['yes', 'no', 'unknown'] as const;

/** One location with its access: each feature yes, no or open. */
export function LocationForm({ location, onDone }: { location: Location | null; onDone: () => void }) {
  const w = useWords(offerWords).profile;
  const c = useWords(codes);
  const readAgain = useReadAgain();
  const start = {
    name: location?.name ?? '',
    street: location?.street ?? '',
    postalCode: location?.postalCode ?? '',
    place: location?.place ?? '',
    access: location?.access ?? {},
    directions: location?.directions ?? '',
  };
  const draft = useFields(`location ${location?.id ?? 'new'}`, start);
  const { value, change } = draft;
  const submit = useSubmit(async () => {
    const body = { ...value, name: value.name || null, directions: value.directions || null };
    if (location) await call(directory.changeLocation, { params: { id: location.id }, ifMatch: location.version, body });
    else await call(directory.addLocation, { body });
    draft.reset(start);
    await readAgain();
    announce(w.roomSaved);
    onDone();
  });
  return (
    <form
      noValidate
      className="rule"
      aria-label={w.rooms}
      onSubmit={(event) => void submit.run(event).then((done) => done || setTimeout(goToFault, 0))}
    >
      <Fault text={submit.sentence} />
      <TextField label={w.roomName} maxLength={80} value={value.name} onChange={(name) => change({ name })} error={submit.at('/name')} />
      <TextField
        label={w.street}
        required
        maxLength={120}
        value={value.street}
        onChange={(street) => change({ street })}
        error={submit.at('/street')}
      />
      <div className="two">
        <TextField
          label={w.postalCode}
          required
          inputMode="numeric"
          figures
          maxLength={5}
          value={value.postalCode}
          onChange={(postalCode) => change({ postalCode })}
          error={submit.at('/postalCode') && w.postalFault}
        />
        <TextField label={w.place} required value={value.place} onChange={(place) => change({ place })} error={submit.at('/place')} />
      </div>
      <fieldset className="stack access" data-labels="left">
        <legend className="label">{w.access}</legend>
        {ACCESS_FEATURES.map((feature) => (
          <Segments
            key={feature}
            label={c.access[feature]}
            choices={ANSWERS.map((one) => ({ value: one, label: w.answers[one] }))}
            value={value.access[feature] ?? 'unknown'}
            onChange={(answer) => change({ access: { ...value.access, [feature]: answer } })}
          />
        ))}
      </fieldset>
      <TextArea
        label={w.directions}
        maxLength={200}
        value={value.directions}
        onChange={(directions) => change({ directions })}
        error={submit.at('/directions')}
      />
      <div className="row wrap">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.saveRoom}
        </Button>
        <Button
          kind="quiet"
          onPress={() => {
            draft.reset(start);
            onDone();
          }}
        >
          {w.cancel}
        </Button>
      </div>
    </form>
  );
}
