import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { ASKED_BY, openInquiry } from '#rooms/soziotherapie/contract/episodes.ts';
import { findClients } from '#rooms/soziotherapie/contract/overview.ts';
import { getPractice } from '#rooms/soziotherapie/contract/practice.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { useTyped } from '../../../typed.ts';
import { CheckRow, DateField, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { currentLanguage, useWords } from '../../../words/language.tsx';
import { soziotherapie } from '../../../words/soziotherapie.ts';
import { soziotherapieSteps } from '../../../words/soziotherapie-steps.ts';
import { lacks, StepPanel } from './panel.tsx';

await soziotherapieSteps.load(currentLanguage());

export const practiceQuery = { queryKey: ['soziotherapie', 'practice'], queryFn: () => call(getPractice), staleTime: 300_000 };

/** E1: somebody asks; a name and one way to reach her are enough. */
export default function InquiryPanel({ onClose }: { onClose: () => void }) {
  const w = useWords(soziotherapieSteps);
  const navigate = useNavigate();
  const { data: practice } = useQuery(practiceQuery);
  const sheet = 'soziotherapie.inquiry';
  const [person, setPerson] = useTyped(sheet, 'person', { givenName: '', familyName: '', phone: '', email: '' });
  const [birthDate, setBirthDate] = useTyped<string | null>(sheet, 'birthDate', null);
  const [askedBy, setAskedBy] = useTyped<(typeof ASKED_BY)[number]>(sheet, 'askedBy', 'client');
  const [helper, setHelper] = useTyped<string | null>(sheet, 'helper', null);
  const [note, setNote] = useTyped(sheet, 'note', '');
  const [waiting, setWaiting] = useTyped(sheet, 'waiting', false);
  const typed = Object.fromEntries(Object.entries(person).filter(([, value]) => value.trim()));
  const act = async () => {
    const body = {
      person: { ...typed, ...(birthDate ? { birthDate } : {}) },
      askedBy,
      ...(helper ? { practitionerId: helper } : {}),
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(waiting ? { waiting } : {}),
    };
    const { id } = await call(openInquiry, { body });
    void navigate({ to: to.sozioFile(id) });
  };
  const field = (key: keyof typeof person, error: string | undefined, type: 'text' | 'tel' | 'email' = 'text') => (
    <TextField
      label={w[key]}
      type={type}
      maxLength={key === 'phone' ? 40 : key === 'email' ? 254 : 80}
      value={person[key]}
      onChange={(value) => setPerson({ ...person, [key]: value })}
      error={error}
    />
  );
  return (
    <StepPanel
      title={w.inquiry}
      text={w.inquiryText}
      action={w.inquiryDo}
      missing={[...lacks(!typed.givenName && !typed.familyName, w.nameMissing), ...lacks(!typed.phone && !typed.email, w.channelMissing)]}
      act={act}
      sheet={sheet}
      onClose={onClose}
    >
      {(at) => (
        <>
          {field('givenName', at('/person/givenName'))}
          {field('familyName', at('/person/familyName'))}
          <Known name={[typed.givenName, typed.familyName].filter(Boolean).join(' ')} onOpen={onClose} />
          <DateField
            label={w.birthDate}
            lean="past"
            strict
            value={birthDate}
            onChange={setBirthDate}
            error={at('/person/birthDate') ?? at('/birthDate')}
          />
          {field('phone', at('/person/phone') ?? at('/phone'), 'tel')}
          {field('email', at('/person/email') ?? at('/email'), 'email')}
          <SelectField
            label={w.askedBy}
            choices={ASKED_BY.map((value) => ({ value, label: w.asked[value] }))}
            value={askedBy}
            onChange={(value) => value && setAskedBy(value)}
          />
          <SelectField
            label={w.helper}
            empty={w.later}
            choices={(practice?.helpers ?? []).map(({ practitionerId, name }) => ({ value: practitionerId, label: name }))}
            value={helper}
            onChange={setHelper}
          />
          <TextArea label={w.note} value={note} onChange={setNote} maxLength={2000} rows={3} />
          <CheckRow checked={waiting} onChange={setWaiting}>
            {w.waiting}
          </CheckRow>
        </>
      )}
    </StepPanel>
  );
}

const TYPING_MS = 300;

/** Who has a file here already: her case goes on there, or begins anew from there; nobody is taken in twice. */
function Known({ name, onOpen }: { name: string; onOpen: () => void }) {
  const w = useWords(soziotherapieSteps);
  const { state } = useWords(soziotherapie);
  const [q, setQ] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setQ(name.includes(' ') ? name.slice(0, 80) : ''), TYPING_MS);
    return () => clearTimeout(timer);
  }, [name]);
  const { data } = useQuery({
    queryKey: ['soziotherapie', 'known', q],
    queryFn: ({ signal }) => call(findClients, { query: { q }, signal }),
    enabled: q !== '',
  });
  if (q === '' || !data || data.found.length === 0) return null;
  return (
    <div className="s partly" role="status">
      <p>{w.known}</p>
      <ul className="plain">
        {data.found.map((one) => (
          <li key={one.episodeId}>
            <Link to={to.sozioFile(one.episodeId)} onClick={onOpen}>
              {one.name}
            </Link>
            , {state[one.state]}
          </li>
        ))}
      </ul>
    </div>
  );
}
