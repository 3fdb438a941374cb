import { useState } from 'react';
import { CheckRow, Field, TextField } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { problems } from '../../words/problems.ts';
import { emailReadable } from './form.ts';
import { useDeskState } from './use-desk.ts';

/** Before booking: the name, and where the confirmation goes. */
export default function Contact() {
  const w = useWords(placementWords);
  const p = useWords(problems);
  const { form, change, unsaved } = useDeskState();
  const [left, setLeft] = useState(false);
  const unreadable = left && form.email.trim() !== '' && !emailReadable(form.email);
  return (
    <fieldset className="contact">
      <legend className="b s">{w.beforeBooking}</legend>
      <Field label={w.name} group>
        {() => (
          <div className="two">
            <div data-field="givenName">
              <TextField
                label={w.givenName}
                hideLabel
                placeholder={w.givenName}
                value={form.givenName}
                onChange={(givenName) => change({ givenName })}
              />
            </div>
            <div data-field="familyName">
              <TextField
                label={w.familyName}
                hideLabel
                placeholder={w.familyName}
                value={form.familyName}
                onChange={(familyName) => change({ familyName })}
              />
            </div>
          </div>
        )}
      </Field>
      <div data-field="email">
        <TextField
          label={w.email}
          type="email"
          value={form.email}
          onChange={(email) => change({ email })}
          onLeave={() => setLeft(true)}
          error={unreadable ? w.emailFault : unsaved?.at('/person/email', p)}
        />
      </div>
      <div data-field="street">
        <TextField label={w.street} value={form.street} onChange={(street) => change({ street })} />
      </div>
      <div data-field="place">
        <TextField
          label={w.place}
          value={form.place}
          onChange={(place) => change({ place })}
          hint={form.street && !form.place ? w.placeHint(form.postalCode) : undefined}
        />
      </div>
      <CheckRow checked={form.reminders} onChange={(reminders) => change({ reminders })}>
        <span className="s">{w.reminders}</span>
      </CheckRow>
    </fieldset>
  );
}
