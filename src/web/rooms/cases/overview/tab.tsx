import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { type CaseHead, changeCase } from '#rooms/cases/contract/case.ts';
import { listTasks } from '#rooms/tasks/contract.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { Button, Empty, SelectField, State } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { currentLanguage, useFormat, useWords } from '../../../words/language.tsx';
import { tasks as taskWords } from '../../../words/tasks.ts';
import { CASES, caseQuery } from '../data.ts';
import { NeedLinks } from '../needs.tsx';
import { choicesOf, StepPanel } from '../step-panel.tsx';
import type { TabProps } from '../tab-props.ts';

await taskWords.load(currentLanguage());
const PersonPanel = lazy(() => import('../clearing/person-panel.tsx'));
const PortalPanel = lazy(() => import('./portal-panel.tsx'));

/** What is next, what is due, and the key facts; every line leads to where it is done. */
export default function Overview({ caseId }: TabProps) {
  const w = useWords(caseFile);
  const { data: head } = useQuery(caseQuery(caseId));
  if (!head) return null;
  const open = head.findings.alert + head.findings.warn + head.findings.info;
  return (
    <div className="case-two">
      <div className="case-stack">
        {head.next && (
          <section className="card" aria-labelledby="case-next">
            <div className="head">
              <h2 id="case-next">{w.overview.next}</h2>
              {head.phase !== 'linking' && head.phase !== 'monitoring' && <span className="q s">{w.move[head.next.to]}</span>}
            </div>
            {head.phase === 'linking' || head.phase === 'monitoring' ? (
              <p>{w.derived[head.phase]}</p>
            ) : head.next.missing.length === 0 ? (
              <p>{w.overview.nothingMissing}</p>
            ) : (
              <NeedLinks caseId={caseId} missing={head.next.missing} />
            )}
          </section>
        )}
        <Tasks caseId={caseId} />
        <section className="card" aria-labelledby="case-lines">
          <div className="head">
            <h2 id="case-lines">{w.overview.lines}</h2>
            <Link className="s end" to={to.caseFile(caseId, 'linking')}>
              {w.overview.toLinking}
            </Link>
          </div>
          <p className="q">{w.overview.linesText}</p>
        </section>
      </div>
      <div className="case-stack">
        <section className="card" aria-labelledby="case-findings">
          <div className="head">
            <h2 id="case-findings">{w.overview.findings}</h2>
            <Link className="s end" to={to.caseFile(caseId, 'monitoring')}>
              {w.overview.toMonitoring}
            </Link>
          </div>
          <p className={open === 0 ? 'q' : undefined}>
            {open === 0 ? w.overview.noFindings : w.overview.findingsText(head.findings.alert, head.findings.warn, head.findings.info)}
          </p>
        </section>
        <Facts head={head} />
        <Suspense>
          <PortalPanel personId={head.personId} />
        </Suspense>
      </div>
    </div>
  );
}

/** The reader's open tasks about this case, by their day. */
function Tasks({ caseId }: { caseId: string }) {
  const w = useWords(caseFile);
  const kinds = useWords(taskWords);
  const format = useFormat();
  const { data } = useQuery({
    queryKey: [CASES, 'tasks'],
    queryFn: ({ signal }) => call(listTasks, { query: { show: 'open' }, signal }),
  });
  const mine = data?.tasks.filter((task) => task.objectId === caseId || task.facts.caseId === caseId) ?? [];
  const now = Temporal.Now.instant();
  return (
    <section className="card" aria-labelledby="case-tasks">
      <div className="head">
        <h2 id="case-tasks">{w.overview.tasks}</h2>
        <Link className="s end" to={to.tasks()}>
          {w.overview.allTasks}
        </Link>
      </div>
      {mine.length === 0 ? (
        <Empty>{w.overview.noTasks}</Empty>
      ) : (
        <ul className="case-list">
          {mine.map((task) => {
            const due = Temporal.Instant.from(task.dueAt);
            const late = Temporal.Instant.compare(due, now) < 0;
            return (
              <li key={task.id}>
                <span className="grow">{(kinds.kinds as Record<string, string>)[task.kind] ?? task.kind}</span>
                <State tone={late ? 'no' : 'open'}>
                  {w.overview.due(format.dayMonth(due.toZonedDateTimeISO(format.zone).toPlainDate().toString()))}
                </State>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

function Facts({ head }: { head: CaseHead }) {
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
    [w.overview.intensity, w.overview.intensities[head.intensity]],
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
  const priorities = { '1': w.overview.priorities[1], '2': w.overview.priorities[2], '3': w.overview.priorities[3] };
  return (
    <StepPanel
      title={w.overview.facts}
      action={w.save}
      act={() => call(changeCase, { params: { id: head.id }, ifMatch: head.version, body: { intensity, priority: Number(priority) } })}
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
    </StepPanel>
  );
}
