import { useQueryClient } from '@tanstack/react-query';
import { STATES } from '#kernel/codes.ts';
import * as wire from '#rooms/soziotherapie/contract/practice.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { useFields } from '../../typed.ts';
import { announce, Banner, Button, SelectField, TextField } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useWords } from '../../words/language.tsx';
import { practice } from '../../words/practice.ts';
import type { Practice } from './practice.tsx';

const TEXTS = ['name', 'ik', 'street', 'postalCode', 'place', 'phone', 'email', 'bankName', 'iban', 'taxNumber'] as const;
const REQUIRED: readonly string[] = ['name', 'ik', 'street', 'postalCode', 'place'];
type Texts = Record<(typeof TEXTS)[number], string> & { state: (typeof STATES)[number] };

/** What stands on forms, invoices and letters. */
export function Details({ shown }: { shown: Practice }) {
  const w = useWords(practice);
  const { state: states } = useWords(codes);
  const queries = useQueryClient();
  const may = useMay('soziotherapie.lead');
  const start = Object.fromEntries(TEXTS.map((key) => [key, shown.practice?.[key] ?? ''])) as Texts;
  const begin: Texts = { ...start, state: shown.practice?.state ?? 'NW' };
  const draft = useFields('soziotherapie.practice', begin);
  const { value, change } = draft;
  const orNull = (text: string) => text.trim() || null;
  const submit = useSubmit(async () => {
    const body = {
      name: value.name,
      ik: value.ik,
      state: value.state,
      street: value.street,
      postalCode: value.postalCode,
      place: value.place,
      phone: orNull(value.phone),
      email: orNull(value.email),
      bankName: orNull(value.bankName),
      iban: orNull(value.iban),
      taxNumber: orNull(value.taxNumber),
    };
    await call(wire.changePractice, { body, ifMatch: shown.version });
    draft.reset(value);
    await queries.invalidateQueries({ queryKey: ['soziotherapie', 'practice'] });
    announce(w.saved);
  });
  return (
    <div className="practice-details">
      <section className="card" aria-labelledby="h-details">
        <form className="stack" noValidate onSubmit={submit.run}>
          <h2 id="h-details">{w.details}</h2>
          <p className="q">{w.detailsText}</p>
          {!shown.practice && <Banner tone="partly">{w.notYet}</Banner>}
          {submit.sentence && (
            <Banner tone="no" live="assertive">
              {submit.sentence}
            </Banner>
          )}
          <div className="pair-fields">
            {TEXTS.map((key) => (
              <TextField
                key={key}
                label={w[key]}
                hint={key === 'ik' ? w.ikHint : undefined}
                required={REQUIRED.includes(key)}
                figures={['ik', 'postalCode', 'iban', 'taxNumber', 'phone'].includes(key)}
                readOnly={!may}
                value={value[key]}
                onChange={(text) => change({ [key]: text })}
                error={submit.at(`/${key}`)}
              />
            ))}
            <SelectField
              label={w.state}
              hint={w.stateHint}
              value={value.state}
              onChange={(state) => state && may && change({ state })}
              choices={STATES.map((state) => ({ value: state, label: states[state] }))}
            />
          </div>
          {may ? (
            <div>
              <Button type="submit" kind="main" busy={submit.busy}>
                {w.save}
              </Button>
            </div>
          ) : (
            <p className="q">{w.readOnly}</p>
          )}
        </form>
      </section>
      <section className="card stack" aria-labelledby="h-helpers">
        <h2 id="h-helpers">{w.helpers}</h2>
        {shown.helpers.length === 0 ? (
          <p className="q">{w.noHelpers}</p>
        ) : (
          <ul className="plain">
            {shown.helpers.map(({ practitionerId, name }) => (
              <li key={practitionerId}>{name}</li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
