import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type FindingView, snoozeFinding } from '#rooms/cases/contract/monitoring.ts';
import { FINDING_GROUPS, GROUP_OF, SUGGESTED } from '#rooms/cases/rules/findings/kinds.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import { announce, Banner, Button, DateField, Empty, State, TextField } from '../../../ui/index.ts';
import { findings as book } from '../../../words/findings.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { useReadCaseAgain } from '../data.ts';
import { toField, useFirstField } from '../fields.ts';
import { shapeOf, toldOf } from './told.ts';

const TONES = { alert: 'no', warn: 'partly', info: 'open' } as const;
/** The page of each part of the file. */
const PAGES = {
  plan: 'hilfeplan',
  linking: 'linking',
  assessment: 'assessment',
  monitoring: 'monitoring',
  evaluation: 'evaluation',
  clearing: 'klaerung',
  overview: 'uebersicht',
} as const;

interface Props {
  caseId: string;
  findings: readonly FindingView[];
  mayWrite: boolean;
  /** Goes to a form on this page instead of to another. */
  onHere: (action: string) => void;
}

/** What the system found, by groups: gaps, duplicates, deadlines, open in the file. Snoozed ones stand beneath. */
export function Findings({ caseId, findings, mayWrite, onHere }: Props) {
  const w = useWords(book);
  const [open, setOpen] = useState(false);
  const shown = findings.filter(({ snoozedUntil }) => snoozedUntil === null);
  const snoozed = findings.filter(({ snoozedUntil }) => snoozedUntil !== null);
  const groups = FINDING_GROUPS.map((group) => ({ group, found: shown.filter(({ rule }) => GROUP_OF[rule] === group) })).filter(
    ({ found }) => found.length > 0,
  );
  const row = (finding: FindingView) => <Finding key={finding.id} finding={finding} caseId={caseId} mayWrite={mayWrite} onHere={onHere} />;
  return (
    <section className="card case-findings" aria-labelledby="h-findings">
      <header>
        <h2 id="h-findings">{w.title}</h2>
        <span className="q s">{w.subtitle}</span>
        <span className="end b num">{shown.length}</span>
      </header>
      {shown.length === 0 && <Empty>{w.none}</Empty>}
      <div className="groups">
        {groups.map(({ group, found }) => (
          <section key={group} aria-labelledby={`h-${group}`}>
            <h3 id={`h-${group}`}>{w.groups[group]}</h3>
            <ul className="plain">{found.map(row)}</ul>
          </section>
        ))}
      </div>
      {snoozed.length > 0 && (
        <div>
          <Button small kind="quiet" expanded={open} onPress={() => setOpen(!open)}>
            {w.snoozedCount(snoozed.length)}
          </Button>
          {open && <ul className="plain">{snoozed.map(row)}</ul>}
        </div>
      )}
    </section>
  );
}

function Finding({ finding, caseId, mayWrite, onHere }: Omit<Props, 'findings'> & { finding: FindingView }) {
  const w = useWords(book);
  const format = useFormat();
  const { language } = useLanguage();
  const again = useReadCaseAgain();
  const [asking, setAsking] = useState(false);
  const { id, version, rule, severity, since, snoozedUntil, snoozeReason } = finding;
  const told = toldOf(finding, w, format, language);
  const words = w.rules[rule];
  const title = words.title(told);
  const { action, tab } = SUGGESTED[rule];
  const wake = async () => {
    await call(snoozeFinding, { params: { id }, body: { until: null, reason: '' }, ifMatch: version });
    announce(w.woken);
    await again();
  };
  return (
    <li className="finding">
      <p className="top">
        <State tone={TONES[severity]} icon={shapeOf(rule)}>
          {words.tag}
        </State>
        <span className="q s">{w.severities[severity]}</span>
        <span className="q s end">{w.since(format.listed(since))}</span>
      </p>
      <h4>{title}</h4>
      <p className="s">{words.text(told).replaceAll('..', '.')}</p>
      {snoozedUntil && (
        <p className="s q">
          {w.snoozed(format.listed(snoozedUntil))}: {snoozeReason}
        </p>
      )}
      {mayWrite && !asking && (
        <p className="what-next">
          {tab === 'monitoring' ? (
            <Button small onPress={() => onHere(action)}>
              {w.actions[action]}
            </Button>
          ) : (
            <Link className="btn sm" to={to.caseFile(caseId, PAGES[tab])}>
              {w.actions[action]}
            </Link>
          )}
          {snoozedUntil ? (
            <Button small kind="quiet" onPress={wake}>
              {w.wake}
            </Button>
          ) : (
            <Button small kind="quiet" label={w.snoozeOf(title)} onPress={() => setAsking(true)}>
              {w.snooze}
            </Button>
          )}
        </p>
      )}
      {asking && <Snooze id={id} version={version} onClose={() => setAsking(false)} />}
    </li>
  );
}

function Snooze({ id, version, onClose }: { id: string; version: number; onClose: () => void }) {
  const w = useWords(book);
  const again = useReadCaseAgain();
  const form = useFirstField<HTMLFormElement>();
  const sheet = `cases.snooze.${id}`;
  const [until, setUntil] = useTyped<string | null>(sheet, 'until', null);
  const [reason, setReason] = useTyped(sheet, 'reason', '');
  const submit = useSubmit(async () => {
    await call(snoozeFinding, { params: { id }, body: { until: until ?? '', reason: reason.trim() }, ifMatch: version });
    announce(w.done);
    forget(sheet);
    onClose();
    await again();
  });
  const missing = [
    ...(until ? [] : [{ what: w.until, go: () => toField(form.current, w.until) }]),
    ...(reason.trim() ? [] : [{ what: w.reason, go: () => toField(form.current, w.reason) }]),
  ];
  return (
    <form ref={form} className="fields snooze" noValidate onSubmit={(event) => void submit.run(event)}>
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <DateField label={w.until} hint={w.untilHint} value={until} onChange={setUntil} error={submit.at('/until')} required />
      <TextField label={w.reason} value={reason} onChange={setReason} maxLength={300} error={submit.at('/reason')} required />
      <p className="what-next">
        <Button small type="submit" kind="main" busy={submit.busy} missing={missing}>
          {w.save}
        </Button>
        <Button small kind="quiet" onPress={onClose}>
          {w.cancel}
        </Button>
      </p>
    </form>
  );
}
