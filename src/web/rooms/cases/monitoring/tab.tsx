import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { getMonitoring } from '#rooms/cases/contract/monitoring.ts';
import { call } from '../../../call.ts';
import { problemOf } from '../../../problem.ts';
import { Banner } from '../../../ui/index.ts';
import { findings } from '../../../words/findings.ts';
import { currentLanguage, useWords } from '../../../words/language.tsx';
import { monitoring } from '../../../words/monitoring.ts';
import { problems } from '../../../words/problems.ts';
import { CASES } from '../data.ts';
import type { TabProps } from '../tab-props.ts';
import { ContactForm, draftOf, useContactDraft } from './contact-form.tsx';
import { Contacts } from './contacts.tsx';
import { Findings } from './findings.tsx';
import { Lines } from './lines.tsx';
import { Reviews, Stays } from './reviews.tsx';
import { CONTACT, toContact } from './to-contact.ts';
import './monitoring.css';

await Promise.all([monitoring, findings].map((book) => book.load(currentLanguage())));

/** What needs somebody, the contact that is being written, how the services do, and when the plan is looked at again. */
export default function Tab({ caseId }: TabProps) {
  const w = useWords(monitoring);
  const faults = useWords(problems);
  const summary = useRef<HTMLTextAreaElement>(null);
  const [reviewing, setReviewing] = useState(false);
  const work = useContactDraft(caseId);
  const { data, error } = useQuery({
    queryKey: [CASES, 'monitoring', caseId],
    queryFn: ({ signal }) => call(getMonitoring, { params: { id: caseId }, signal }),
  });
  const { hash } = useLocation();
  const there = data !== undefined;
  useEffect(() => {
    if (there && hash === CONTACT) toContact();
  }, [there, hash]);
  if (error && !data) return <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>;
  if (!data) return <p className="q">{w.loading}</p>;
  const onHere = (action: string) => {
    if (action === 'hold-review') {
      setReviewing(true);
      document.getElementById('review')?.scrollIntoView({ block: 'center' });
    } else summary.current?.focus();
  };
  return (
    <div className="monitoring">
      <Findings caseId={caseId} findings={data.findings} mayWrite={data.mayWrite} onHere={onHere} />
      <div className="halves">
        <div className="stack">
          {data.mayWrite && <ContactForm caseId={caseId} work={work} today={data.today} summaryRef={summary} />}
          <Contacts
            data={data}
            onAmend={
              data.mayWrite
                ? (contact) => {
                    work.change(draftOf(contact));
                    summary.current?.focus();
                  }
                : null
            }
          />
        </div>
        <div className="stack">
          <Lines caseId={caseId} data={data} />
          <Reviews caseId={caseId} data={data} writing={reviewing} setWriting={setReviewing} />
          <Stays caseId={caseId} data={data} />
        </div>
      </div>
    </div>
  );
}
