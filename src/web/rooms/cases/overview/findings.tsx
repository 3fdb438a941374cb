import { Link } from '@tanstack/react-router';
import type { Monitoring } from '#rooms/cases/contract/monitoring.ts';
import { to } from '../../../paths.ts';
import { State } from '../../../ui/index.ts';
import { caseOverview } from '../../../words/case-overview.ts';
import { findings as book } from '../../../words/findings.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { shapeOf, toldOf } from '../monitoring/told.ts';

const TONES = { alert: 'no', warn: 'partly', info: 'open' } as const;
const RANK = { alert: 0, warn: 1, info: 2 } as const;
const SHOWN = 4;

/** The gravest findings with what they rest on; what to do with them stands in Monitoring. */
export function Findings({ caseId, monitoring }: { caseId: string; monitoring: Monitoring | undefined }) {
  const w = useWords(caseOverview).findings;
  const words = useWords(book);
  const format = useFormat();
  const { language } = useLanguage();
  if (!monitoring) return null;
  const open = monitoring.findings
    .filter(({ snoozedUntil }) => snoozedUntil === null)
    .sort((one, other) => RANK[one.severity] - RANK[other.severity] || one.since.localeCompare(other.since));
  const snoozed = monitoring.findings.length - open.length;
  return (
    <section className="card" aria-labelledby="case-findings">
      <div className="head">
        <h2 id="case-findings">{w.title}</h2>
        <span className="q s">{w.subtitle}</span>
        <span className="b num end">{open.length}</span>
      </div>
      {open.length === 0 && <p className="q">{w.none}</p>}
      <ul className="plain overview-findings">
        {open.slice(0, SHOWN).map((finding) => {
          const told = toldOf(finding, words, format, language);
          const rule = words.rules[finding.rule];
          return (
            <li key={finding.id}>
              <p className="row">
                <State tone={TONES[finding.severity]} icon={shapeOf(finding.rule)}>
                  {rule.tag}
                </State>
                <span className="s h end">{words.since(format.listed(finding.since))}</span>
              </p>
              <h3>{rule.title(told)}</h3>
              <p className="s q">{rule.text(told).replaceAll('..', '.')}</p>
            </li>
          );
        })}
      </ul>
      {monitoring.findings.length > 0 && (
        <p className="s row overview-more">
          <Link to={to.caseFile(caseId, 'monitoring')}>{w.all(Math.max(open.length, 1))}</Link>
          {snoozed > 0 && <span className="q end">{w.snoozed(snoozed)}</span>}
        </p>
      )}
    </section>
  );
}
