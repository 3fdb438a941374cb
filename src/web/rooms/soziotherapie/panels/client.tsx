import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Guardian, Person } from '#rooms/people/contract.ts';
import { changeClient, changeClientGuardian, getClient } from '#rooms/soziotherapie/contract/client.ts';
import { call } from '../../../call.ts';
import { CheckRow, DateField, SelectField, TextField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { soziotherapieSteps } from '../../../words/soziotherapie-steps.ts';
import { lacks, type PanelProps, StepPanel } from './panel.tsx';

type Client = Awaited<ReturnType<typeof readClient>>;
const readClient = (id: string) => call(getClient, { params: { id } });
const FIELDS = ['givenName', 'familyName', 'phone', 'email', 'street', 'postalCode', 'place'] as const;
const LONGEST = { givenName: 80, familyName: 80, phone: 40, email: 254, street: 120, postalCode: 5, place: 80 };
const TYPES: Partial<Record<(typeof FIELDS)[number], 'tel' | 'email'>> = { phone: 'tel', email: 'email' };

/** Name, ways of contact, address, and who speaks for the client. */
export function ClientPanel({ file, onClose }: PanelProps) {
  const { data } = useQuery({ queryKey: ['soziotherapie', 'client', file.episodeId], queryFn: () => readClient(file.episodeId) });
  return data ? <Loaded key={data.person.version} file={file} onClose={onClose} client={data} /> : null;
}

function Loaded({ file, onClose, client: { person, guardians, mayChange } }: PanelProps & { client: Client }) {
  const w = useWords(soziotherapieSteps);
  const [typed, setTyped] = useState<Partial<Person>>({});
  const now = { ...person, ...typed };
  const change = (part: Partial<Person>) => setTyped((before) => ({ ...before, ...part }));
  const body = Object.fromEntries(
    Object.entries(typed).map(([field, value]) => [field, typeof value === 'string' && value.trim() === '' ? null : value]),
  );
  return (
    <StepPanel
      title={w.steps.client}
      text={mayChange ? w.clientText : w.clientRead}
      action={w.save}
      missing={lacks(!now.givenName?.trim() && !now.familyName?.trim(), w.nameMissing)}
      act={() => call(changeClient, { params: { id: file.episodeId }, body: { person: body }, ifMatch: person.version })}
      onClose={onClose}
      kept={<Guardians file={file} guardians={guardians} mayChange={mayChange} underAge={(file.age ?? 99) < 18} />}
      readOnly={!mayChange}
    >
      {(at) => (
        <>
          {FIELDS.map((field) => (
            <TextField
              key={field}
              label={w[field]}
              type={TYPES[field] ?? 'text'}
              maxLength={LONGEST[field]}
              readOnly={!mayChange}
              value={now[field] ?? ''}
              onChange={(value) => change({ [field]: value })}
              error={at(`/person/${field}`)}
            />
          ))}
          <DateField
            label={w.birthDate}
            lean="past"
            strict
            value={now.birthDate}
            onChange={(birthDate) => mayChange && change({ birthDate })}
            error={at('/person/birthDate')}
          />
        </>
      )}
    </StepPanel>
  );
}

/** Who speaks for the client; a minor without anybody is said. */
function Guardians(props: { file: PanelProps['file']; guardians: readonly Guardian[]; mayChange: boolean; underAge: boolean }) {
  const w = useWords(soziotherapieSteps);
  return (
    <>
      {props.underAge && props.guardians.length === 0 && <p className="s partly">{w.minorWithout}</p>}
      {props.guardians.length > 0 && (
        <ul className="plain">
          {props.guardians.map(({ id, name, relation, phone }) => (
            <li key={id} className="kept">
              <span>
                {name}, {w.relations[relation]}
                {phone && (
                  <>
                    {', '}
                    <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>
                  </>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Parents of a minor or a court guardian: name, in what way, how to reach, agreed or not. */
export function GuardianPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [relation, setRelation] = useState<Guardian['relation']>((file.age ?? 99) < 18 ? 'parent' : 'court');
  const [agrees, setAgrees] = useState(false);
  const [id] = useState(() => crypto.randomUUID());
  return (
    <StepPanel
      title={w.steps.guardian}
      text={w.guardianText}
      action={w.add}
      missing={lacks(!name.trim(), w.guardianName)}
      act={() =>
        call(changeClientGuardian, {
          params: { id: file.episodeId, guardianId: id },
          body: {
            name: name.trim(),
            relation,
            hasCustody: relation === 'parent' ? true : null,
            agrees: agrees ? 'yes' : 'unknown',
            phone: phone.trim() || null,
            contactAllowed: phone.trim() !== '',
            scope: null,
          },
        })
      }
      onClose={onClose}
    >
      {(at) => (
        <>
          <TextField label={w.guardianName} maxLength={120} value={name} onChange={setName} error={at('/name')} />
          <SelectField
            label={w.relation}
            choices={(['parent', 'guardian', 'court', 'other'] as const).map((value) => ({ value, label: w.relations[value] }))}
            value={relation}
            onChange={(value) => value && setRelation(value)}
          />
          <TextField label={w.phone} type="tel" maxLength={40} value={phone} onChange={setPhone} error={at('/phone')} />
          <CheckRow checked={agrees} onChange={setAgrees}>
            {w.guardianAgrees}
          </CheckRow>
        </>
      )}
    </StepPanel>
  );
}
