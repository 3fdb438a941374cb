import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { ASKED_BY, openInquiry } from '#rooms/soziotherapie/contract/episodes.ts';
import { getPractice } from '#rooms/soziotherapie/contract/practice.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { CheckRow, DateField, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { currentLanguage, useWords } from '../../../words/language.tsx';
import { soziotherapieSteps } from '../../../words/soziotherapie-steps.ts';
import { lacks, StepPanel } from './panel.tsx';

await soziotherapieSteps.load(currentLanguage());

export const practiceQuery = { queryKey: ['soziotherapie', 'practice'], queryFn: () => call(getPractice), staleTime: 300_000 };

/** E1: somebody asks; a name and one way to reach her are enough. */
export default function InquiryPanel({ onClose }: { onClose: () => void }) {
  const w = useWords(soziotherapieSteps);
  const navigate = useNavigate();
  const { data: practice } = useQuery(practiceQuery);
  const [person, setPerson] = useState({ givenName: '', familyName: '', phone: '', email: '' });
  const [birthDate, setBirthDate] = useState<string | null>(null);
  const [askedBy, setAskedBy] = useState<(typeof ASKED_BY)[number]>('client');
  const [helper, setHelper] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [waiting, setWaiting] = useState(false);
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
      onClose={onClose}
    >
      {(at) => (
        <>
          {field('givenName', at('/person/givenName'))}
          {field('familyName', at('/person/familyName'))}
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
