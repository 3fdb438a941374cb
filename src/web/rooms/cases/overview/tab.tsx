import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { type CaseHead, changeCase } from '#rooms/cases/contract/case.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { Button, SelectField } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { caseOverview } from '../../../words/case-overview.ts';
import { casePlan } from '../../../words/case-plan.ts';
import { findings as findingWords } from '../../../words/findings.ts';
import { currentLanguage, useFormat, useWords } from '../../../words/language.tsx';
import { linking } from '../../../words/linking.ts';
import { monitoring as monitoringWords } from '../../../words/monitoring.ts';
import { networkMap } from '../../../words/network-map.ts';
import { tasks as taskWords } from '../../../words/tasks.ts';
import { caseQuery } from '../data.ts';
import { AreaField } from '../open-where.tsx';
import { choicesOf, StepPanel } from '../step-panel.tsx';
import type { TabProps } from '../tab-props.ts';
import { LastContacts } from './contacts.tsx';
import { useMonitoring } from './data.ts';
import { Findings } from './findings.tsx';
import { Goals } from './goals.tsx';
import { Network } from './network.tsx';
import { Next } from './next.tsx';
import { Services } from './services.tsx';
import '../plan/plan.css';
import './overview.css';

await Promise.all(
  [caseOverview, taskWords, casePlan, monitoringWords, findingWords, linking, networkMap].map((book) => book.load(currentLanguage())),
);
const PersonPanel = lazy(() => import('../clearing/person-panel.tsx'));
const PortalPanel = lazy(() => import('./portal-panel.tsx'));

/** Before there is an assessment, nothing is planned, sought or drawn: these cards would all be empty. */
const EARLY: readonly CaseHead['phase'][] = ['access', 'case_finding', 'intake', 'not_opened'];

/** The case at a glance: what is next, goals, services, contacts; beside them findings, network and key facts. Every card leads on. */
export default function Overview({ caseId }: TabProps) {
  const { data: head } = useQuery(caseQuery(caseId));
  const monitoring = useMonitoring(caseId);
  if (!head) return null;
  const early = EARLY.includes(head.phase);
  const over = head.phase === 'closed' || head.phase === 'not_opened';
  return (
    <div className="case-two overview">
      <div className="case-stack">
        {!over && <Next head={head} monitoring={monitoring} />}
        {!early && <Goals caseId={caseId} />}
        {!early && <Services caseId={caseId} monitoring={monitoring} />}
        <LastContacts caseId={caseId} monitoring={monitoring} />
      </div>
      <div className="case-stack">
        {!over && <Findings caseId={caseId} monitoring={monitoring} />}
        {!early && <Network caseId={caseId} />}
        <Facts head={head} rhythmDays={monitoring?.rhythm.days ?? null} />
        {head.named && (
          <Suspense>
            <PortalPanel personId={head.personId} />
          </Suspense>
        )}
      </div>
    </div>
  );
}

function Facts({ head, rhythmDays }: { head: CaseHead; rhythmDays: number | null }) {
  const w = useWords(caseFile);
  const format = useFormat();
  const [panel, setPanel] = useState<'facts' | 'person' | null>(null);
  const { standing, until } = head.consent;
  const over = head.phase === 'closed' || head.phase === 'not_opened';
  const facts: [string, ReactNode][] = [
    [w.overview.manager, head.manager.name],
    [w.overview.source, w.opening.sources[head.source]],
    [w.overview.opened, format.date(head.openedOn)],
    [w.overview.start, head.startOn ? format.date(head.startOn) : w.overview.none],
    [
      w.overview.consent,
      [w.overview.standing[standing], standing === 'given' && until ? w.overview.until(format.date(until)) : ''].filter(Boolean).join(', '),
    ],
    // the days are those of the case's area
    [w.overview.intensity, rhythmDays === null ? head.intensity : w.overview.rhythm(head.intensity, rhythmDays)],
    [w.overview.priority, w.overview.priorities[head.priority as 1 | 2 | 3]],
  ];
  return (
    <section className="card" aria-labelledby="case-facts">
      <div className="head">
        <h2 id="case-facts">{w.overview.facts}</h2>
        {!over && (
          <span className="row end no-print">
            {standing === 'given' && (
              <Button small onPress={() => setPanel('person')}>
                {w.overview.person}
              </Button>
            )}
            <Button small onPress={() => setPanel('facts')}>
              {w.overview.change}
            </Button>
          </span>
        )}
      </div>
      <dl className="case-facts">
        {facts.map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {head.previousId && (
        <p className="s">
          <Link to={to.caseFile(head.previousId)}>{w.earlier}</Link>
        </p>
      )}
      {panel === 'facts' && <FactsPanel head={head} onClose={() => setPanel(null)} />}
      {panel === 'person' && (
        <Suspense>
          <PersonPanel caseId={head.id} onClose={() => setPanel(null)} />
        </Suspense>
      )}
    </section>
  );
}

function FactsPanel({ head, onClose }: { head: CaseHead; onClose: () => void }) {
  const w = useWords(caseFile);
  const [intensity, setIntensity] = useState<CaseHead['intensity']>(head.intensity);
  const [priority, setPriority] = useState<'1' | '2' | '3'>(String(head.priority) as '1');
  const [area, setArea] = useState(head.area);
  const priorities = { '1': w.overview.priorities[1], '2': w.overview.priorities[2], '3': w.overview.priorities[3] };
  return (
    <StepPanel
      title={w.overview.facts}
      action={w.save}
      act={() =>
        call(changeCase, {
          params: { id: head.id },
          ifMatch: head.version,
          body: { intensity, priority: Number(priority), ...(area === head.area ? {} : { area }) },
        })
      }
      onClose={onClose}
    >
      <SelectField
        label={w.overview.intensity}
        choices={choicesOf(w.overview.intensities)}
        value={intensity}
        onChange={(value) => value && setIntensity(value)}
      />
      <SelectField
        label={w.overview.priority}
        choices={choicesOf(priorities)}
        value={priority}
        onChange={(value) => value && setPriority(value)}
      />
      <AreaField now={head.area} value={area} onChange={setArea} />
    </StepPanel>
  );
}
