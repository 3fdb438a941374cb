import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { GENDERS } from '#kernel/codes.ts';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { announce, Button, CheckRow, DateField, SelectField, SidePanel, TextArea, TextField } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type MyOffer, offerQuery, useReadAgain } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { goToFault } from '../calendar/first-fault.ts';
import { usePanel } from '../calendar/panel.tsx';
import { LocationForm } from './location-form.tsx';

/** Who I am in the network, whether I take people on, and my rooms. */
export function ProfilePanel() {
  const w = useWords(offerWords).profile;
  const panel = usePanel();
  const { data } = useQuery(offerQuery);
  return (
    <SidePanel title={w.title} onClose={panel.close}>
      {data && (
        <>
          <Profile profile={data.profile} />
          <Rooms locations={data.locations} />
        </>
      )}
    </SidePanel>
  );
}

function Profile({ profile }: { profile: MyOffer['profile'] }) {
  const w = useWords(offerWords).profile;
  const c = useWords(codes);
  const readAgain = useReadAgain();
  const { title, gender, pronoun, phone, email, about, acceptsNew, pauseUntil, withoutPolicyAllowed } = profile;
  const draft = useFields('profile', { title, gender, pronoun, phone, email, about, acceptsNew, pauseUntil, withoutPolicyAllowed });
  const { value } = draft;
  const submit = useSubmit(async () => {
    await call(directory.changeProfile, { ifMatch: profile.version, body: value });
    draft.reset(value);
    await readAgain();
    announce(w.saved);
  });
  const change: typeof draft.change = (part) => {
    submit.clear();
    draft.change(part);
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (!goToFault() && !(await submit.run())) setTimeout(goToFault, 0);
  };
  return (
    <form noValidate className="stack" aria-label={w.title} onSubmit={(event) => void save(event)}>
      <p>
        <b>{profile.name}</b>, {profile.organisation}
        <br />
        <span className="s q">{w.nameNote}</span>
      </p>
      <Fault text={submit.sentence} />
      <CheckRow checked={value.acceptsNew} onChange={(accepts) => change({ acceptsNew: accepts })}>
        {w.accepts}
      </CheckRow>
      <DateField
        label={w.pauseUntil}
        hint={w.pauseHint}
        value={value.pauseUntil}
        onChange={(until) => change({ pauseUntil: until })}
        error={submit.at('/pauseUntil')}
      />
      <div className="two">
        <TextField
          label={w.titleField}
          maxLength={40}
          value={value.title ?? ''}
          onChange={(text) => change({ title: text || null })}
          error={submit.at('/title')}
        />
        <TextField
          label={w.pronoun}
          maxLength={20}
          value={value.pronoun ?? ''}
          onChange={(text) => change({ pronoun: text || null })}
          error={submit.at('/pronoun')}
        />
      </div>
      <SelectField
        label={w.gender}
        empty={w.notSaid}
        choices={GENDERS.map((one) => ({ value: one, label: c.gender[one] }))}
        value={value.gender}
        onChange={(chosen) => change({ gender: chosen })}
      />
      <div className="two">
        <TextField
          label={w.phone}
          type="tel"
          maxLength={40}
          value={value.phone ?? ''}
          onChange={(text) => change({ phone: text || null })}
          error={submit.at('/phone')}
        />
        <TextField
          label={w.email}
          type="email"
          value={value.email ?? ''}
          onChange={(text) => change({ email: text || null })}
          error={submit.at('/email')}
        />
      </div>
      <TextArea
        label={w.about}
        hint={w.aboutHint}
        maxLength={600}
        rows={3}
        value={value.about ?? ''}
        onChange={(text) => change({ about: text || null })}
        error={submit.at('/about')}
      />
      <CheckRow checked={value.withoutPolicyAllowed} onChange={(allowed) => change({ withoutPolicyAllowed: allowed })}>
        {w.withoutPolicy}
      </CheckRow>
      <div>
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.save}
        </Button>
      </div>
    </form>
  );
}

function Rooms({ locations }: { locations: MyOffer['locations'] }) {
  const w = useWords(offerWords).profile;
  const c = useWords(codes);
  const [editing, setEditing] = useState<string | null>(null);
  return (
    <section className="stack" aria-labelledby="h-rooms">
      <h3 id="h-rooms">{w.rooms}</h3>
      {locations.map((location) =>
        editing === location.id ? (
          <LocationForm key={location.id} location={location} onDone={() => setEditing(null)} />
        ) : (
          <article key={location.id} className="rule">
            <h4>{location.name ?? location.street}</h4>
            <p className="s q">
              {location.street}, {location.postalCode} {location.place}
            </p>
            <p className="s q">
              {Object.entries(location.access)
                .filter(([, answer]) => answer === 'yes')
                .map(([feature]) => (c.access as Record<string, string>)[feature] ?? feature)
                .join(', ')}
            </p>
            <div>
              <Button small onPress={() => setEditing(location.id)}>
                {w.change}
                <span className="vh">: {location.name ?? location.street}</span>
              </Button>
            </div>
          </article>
        ),
      )}
      {editing === 'new' ? (
        <LocationForm location={null} onDone={() => setEditing(null)} />
      ) : (
        <div>
          <Button small onPress={() => setEditing('new')}>
            {w.addRoom}
          </Button>
        </div>
      )}
    </section>
  );
}
