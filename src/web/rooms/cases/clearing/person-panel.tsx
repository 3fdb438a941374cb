import { useQuery } from '@tanstack/react-query';
import { changeCasePerson } from '#rooms/cases/contract/case.ts';
import type { Clearing } from '#rooms/cases/contract/clearing.ts';
import { call } from '../../../call.ts';
import { useTyped } from '../../../typed.ts';
import { DateField, TextField } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { useWords } from '../../../words/language.tsx';
import { StepPanel } from '../step-panel.tsx';
import { clearingQuery } from './data.ts';

/** Name and contact, once there is consent. */
export default function PersonPanel({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { data } = useQuery(clearingQuery(caseId));
  return data ? <Fields caseId={caseId} person={data.person} onClose={onClose} /> : null;
}

const FIELDS = ['givenName', 'familyName', 'phone', 'email', 'street', 'postalCode', 'place'] as const;

function Fields({ caseId, person, onClose }: { caseId: string; person: Clearing['person']; onClose: () => void }) {
  const w = useWords(caseFile);
  const sheet = `cases.person.${caseId}`;
  const [typed, setTyped] = useTyped<Record<(typeof FIELDS)[number], string>>(sheet, 'typed', {
    givenName: person.givenName ?? '',
    familyName: person.familyName ?? '',
    phone: person.phone ?? '',
    email: person.email ?? '',
    street: person.street ?? '',
    postalCode: person.postalCode ?? '',
    place: person.place ?? '',
  });
  const [birthDate, setBirthDate] = useTyped(sheet, 'birthDate', person.birthDate);
  return (
    <StepPanel
      title={w.clearing.name}
      action={w.save}
      act={() =>
        call(changeCasePerson, {
          params: { id: caseId },
          body: { person: { birthDate, ...Object.fromEntries(FIELDS.map((field) => [field, typed[field].trim() || null])) } },
        })
      }
      sheet={sheet}
      onClose={onClose}
    >
      {(at) => (
        <>
          {FIELDS.map((field) => (
            <TextField
              key={field}
              label={w.person[field]}
              value={typed[field]}
              onChange={(value) => setTyped({ ...typed, [field]: value })}
              type={field === 'phone' ? 'tel' : field === 'email' ? 'email' : 'text'}
              error={at(`/person/${field}`)}
            />
          ))}
          <DateField
            label={w.person.birthDate}
            lean="past"
            strict
            value={birthDate}
            onChange={setBirthDate}
            error={at('/person/birthDate')}
          />
        </>
      )}
    </StepPanel>
  );
}
