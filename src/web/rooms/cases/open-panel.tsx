import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { type CASE_SOURCES, listCaseServices, openCase } from '#rooms/cases/contract/case.ts';
import type { AreaCode } from '#rooms/cases/rules/areas.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { useTyped } from '../../typed.ts';
import { CheckRow, DateField, SelectField, TextArea, TextField } from '../../ui/index.ts';
import { caseFile } from '../../words/case-file.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { CASES } from './data.ts';
import { AreaField, ManagerField } from './open-where.tsx';
import { choicesOf, StepPanel } from './step-panel.tsx';

await caseFile.load(currentLanguage());

/** Takes somebody in: without a name, or with one together with the consent that is given now. */
export default function OpenCasePanel({ onClose }: { onClose: () => void }) {
  const w = useWords(caseFile);
  const navigate = useNavigate();
  const opened = useRef<string | null>(null);
  const { data } = useQuery({ queryKey: [CASES, 'services'], queryFn: ({ signal }) => call(listCaseServices, { signal }) });
  const sheet = 'cases.opening';
  const [source, setSource] = useTyped<(typeof CASE_SOURCES)[number] | null>(sheet, 'source', null);
  const [pseudonym, setPseudonym] = useTyped(sheet, 'pseudonym', '');
  const [note, setNote] = useTyped(sheet, 'note', '');
  const [manager, setManager] = useTyped<string | null>(sheet, 'manager', null);
  const [area, setArea] = useTyped<AreaCode | null>(sheet, 'area', null);
  const [consents, setConsents] = useTyped(sheet, 'consents', false);
  const [form, setForm] = useTyped<'spoken' | 'paper' | 'screen' | null>(sheet, 'form', null);
  const [witness, setWitness] = useTyped(sheet, 'witness', '');
  const [until, setUntil] = useTyped<string | null>(sheet, 'until', null);
  const [person, setPerson] = useTyped(sheet, 'person', { givenName: '', familyName: '', phone: '' });
  const [birthDate, setBirthDate] = useTyped<string | null>(sheet, 'birthDate', null);
  const { portal: _, ...forms } = w.forms;
  const managers = data?.managers ?? [];
  const chosen = manager ?? managers.find(({ me }) => me)?.accountId ?? null;
  const missing = [
    !source && w.opening.source,
    consents && !form && w.opening.form,
    consents && form === 'spoken' && !witness.trim() && w.opening.witness,
    !chosen && w.opening.manager,
  ].filter((one): one is string => typeof one === 'string');
  const typed = Object.fromEntries(Object.entries(person).flatMap(([key, value]) => (value.trim() ? [[key, value.trim()]] : [])));
  const act = async () => {
    const body = {
      source: source ?? 'other',
      ...(chosen ? { managerId: chosen } : {}),
      ...(area ? { area } : {}),
      ...(pseudonym.trim() ? { pseudonym: pseudonym.trim() } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(consents && form
        ? {
            consent: { form, until, ...(form === 'spoken' ? { witness: witness.trim() } : {}) },
            person: { ...typed, ...(birthDate ? { birthDate } : {}) },
          }
        : {}),
    };
    opened.current = (await call(openCase, { body })).id;
  };
  const close = () => {
    flushSync(onClose); // the form is over before its case is opened: nothing is left that could be lost
    if (opened.current) void navigate({ to: to.caseFile(opened.current, 'klaerung') });
  };
  return (
    <StepPanel
      title={w.opening.title}
      text={w.opening.text}
      action={w.opening.open}
      missing={missing}
      act={act}
      sheet={sheet}
      onClose={close}
    >
      {(at) => (
        <>
          <SelectField
            label={w.opening.source}
            choices={choicesOf(w.opening.sources)}
            value={source}
            onChange={setSource}
            empty={w.choose}
          />
          <TextArea label={w.opening.note} value={note} onChange={setNote} rows={3} maxLength={2000} error={at('/note')} />
          <AreaField value={area} onChange={setArea} error={at('/area')} />
          <ManagerField managers={managers} value={chosen} onChange={setManager} />
          <CheckRow checked={consents} onChange={setConsents} detail={w.opening.consentDetail}>
            {w.opening.consent}
          </CheckRow>
          {consents ? (
            <>
              <SelectField label={w.opening.form} choices={choicesOf(forms)} value={form} onChange={setForm} empty={w.choose} />
              {form === 'spoken' && (
                <TextField label={w.opening.witness} value={witness} onChange={setWitness} maxLength={120} error={at('/consent/witness')} />
              )}
              <DateField label={w.opening.until} hint={w.optional} value={until} onChange={setUntil} strict />
              {(['givenName', 'familyName', 'phone'] as const).map((field) => (
                <TextField
                  key={field}
                  label={w.person[field]}
                  value={person[field]}
                  onChange={(value) => setPerson({ ...person, [field]: value })}
                  type={field === 'phone' ? 'tel' : 'text'}
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
          ) : (
            <TextField
              label={w.opening.pseudonym}
              hint={w.opening.pseudonymHint}
              value={pseudonym}
              onChange={setPseudonym}
              maxLength={40}
            />
          )}
        </>
      )}
    </StepPanel>
  );
}
