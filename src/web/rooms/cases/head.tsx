import { Link, useNavigate } from '@tanstack/react-router';
import { Check, CircleDot, ListChecks, PenLine, Printer } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { approveClosing, type CaseHead, reopenCase, returnClosing } from '#rooms/cases/contract/case.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { to } from '../../paths.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, Icon, State } from '../../ui/index.ts';
import { caseFile } from '../../words/case-file.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { useReadCaseAgain } from './data.ts';
import { CONTACT, toContact } from './monitoring/to-contact.ts';
import { NeedLinks } from './needs.tsx';

const MovePanel = lazy(() => import('./moves.tsx'));
type To = CaseHead['others'][number]['to'];
/** Ends and pauses stand last. */
const QUIET: readonly To[] = ['access', 'dormant', 'not_opened', 'closed'];

/** Who it is, where the case stands, what is missing, and the steps that may follow. */
export function CaseFileHead({ head }: { head: CaseHead }) {
  const w = useWords(caseFile);
  const format = useFormat();
  const [step, setStep] = useState<To | null>(null);
  const over = head.phase === 'closed' || head.phase === 'not_opened';
  const derives = head.phase === 'linking' || head.phase === 'monitoring';
  const open = head.findings.alert + head.findings.warn + head.findings.info;
  const facts = [
    head.age === null ? null : w.years(head.age),
    head.place,
    w.since(format.date(head.openedOn)),
    w.intensity(head.intensity),
    head.reader === 'manager' ? null : w.manager(head.manager.name),
  ].filter(Boolean);
  const lacks = (head.next?.missing.length ?? 0) > 0;
  const towards = (to: To) => (to === 'closed' ? w.toClosing : w.phases[to]);
  const others = head.others.toSorted((one, other) => QUIET.indexOf(one.to) - QUIET.indexOf(other.to));
  return (
    <>
      <section className="card case-file-head" aria-label={w.head}>
        <div className="case-who">
          <h2>{head.called}</h2>
          {head.named ? null : <span className="q s">{w.pseudonymous}</span>}
          <span className="q">{facts.join(' · ')}</span>
          {head.phone && (
            <a className="s" href={`tel:${head.phone.replaceAll(/[^+\d]/g, '')}`}>
              {head.phone}
            </a>
          )}
          <span className="row end no-print">
            {!over && (
              <Link to={to.caseFile(head.id, 'monitoring')} className="s">
                {open === 0 ? (
                  w.noFindings
                ) : (
                  <State tone={head.findings.alert > 0 ? 'no' : head.findings.warn > 0 ? 'partly' : 'open'}>{w.findings(open)}</State>
                )}
              </Link>
            )}
            {!over && (
              <Link className="btn sm" to={to.caseFile(head.id, 'monitoring')} hash={CONTACT} onClick={toContact}>
                <Icon of={PenLine} />
                {w.contact}
              </Link>
            )}
            <Button small icon={Printer} onPress={() => globalThis.print()}>
              {w.print}
            </Button>
          </span>
        </div>
        <Stepper head={head} />
      </section>
      {head.reader === 'substitute' && <Banner>{w.substitute}</Banner>}
      {head.consent.standing === 'withdrawn' && head.consent.withdrawnOn && !over && (
        <Banner tone="no">{w.withdrawn(format.date(head.consent.withdrawnOn))}</Banner>
      )}
      {head.consent.standing === 'expired' && head.consent.until && !over && (
        <Banner tone="no">{w.expired(format.date(head.consent.until))}</Banner>
      )}
      {head.dormant && (
        <Banner tone="partly">{w.restsUntil(w.restReasons[head.dormant.reason], format.date(head.dormant.resumeOn))}</Banner>
      )}
      {head.closing?.asked && !over && <Asked head={head} />}
      {over && <Over head={head} />}
      {!over && (
        <div className={`banner case-missing ${derives ? '' : lacks ? 'partly' : 'yes'}`}>
          <Icon of={ListChecks} />
          <div>
            {derives ? (
              <span>{w.derived[head.phase as 'linking' | 'monitoring']}</span>
            ) : head.next && lacks ? (
              <>
                <b>{w.missing(towards(head.next.to), head.next.missing.length)}</b>{' '}
                <NeedLinks caseId={head.id} missing={head.next.missing} />
              </>
            ) : (
              head.next && <b>{w.ready(towards(head.next.to))}</b>
            )}
          </div>
          <span className="row case-moves no-print">
            {head.next && !(head.next.to === 'closed' && head.closing?.asked) && (
              <Button small kind={!lacks && !derives ? 'main' : 'plain'} onPress={() => setStep(head.next?.to ?? null)}>
                {w.move[head.next.to]}
              </Button>
            )}
            {others.map((one) => (
              <Button key={one.to} small kind={QUIET.includes(one.to) ? 'quiet' : 'plain'} onPress={() => setStep(one.to)}>
                {one.to === 'closed' ? w.endNow : w.move[one.to]}
              </Button>
            ))}
          </span>
        </div>
      )}
      {step && (
        <Suspense>
          <MovePanel key={step} head={head} to={step} onClose={() => setStep(null)} />
        </Suspense>
      )}
    </>
  );
}

function Stepper({ head }: { head: CaseHead }) {
  const w = useWords(caseFile);
  const format = useFormat();
  return (
    <ol className="case-steps" aria-label={w.phasesLabel}>
      {head.steps.map(({ step, state, from, to: until }) => (
        <li key={step} className={state} aria-current={state === 'now' ? 'step' : undefined}>
          <b>
            {state !== 'ahead' && <Icon of={state === 'done' ? Check : CircleDot} />}
            {w.steps[step]}
          </b>
          <small>
            <span className="vh">{state === 'done' ? `${w.stepDone}: ` : state === 'now' ? `${w.stepNow}: ` : ''}</span>
            {state === 'now'
              ? [w.phases[head.phase] === w.steps[step] ? null : w.phases[head.phase], w.daysHere(head.days, head.guideDays)]
                  .filter(Boolean)
                  .join(', ')
              : from
                ? w.fromTo(format.dayMonth(from), until ? format.dayMonth(until) : '')
                : w.ahead}
          </small>
        </li>
      ))}
    </ol>
  );
}

/** The second pair of eyes: another account of the lead approves, or gives it back. */
function Asked({ head }: { head: CaseHead }) {
  const w = useWords(caseFile);
  const lead = useMay('cases.lead');
  const again = useReadCaseAgain();
  const about = { params: { id: head.id }, ifMatch: head.version };
  const approve = useSubmit(async () => {
    await call(approveClosing, about);
    await again();
  });
  const giveBack = useSubmit(async () => {
    await call(returnClosing, about);
    await again();
  });
  if (!head.closing) return null;
  const reason = w.closingReasons[head.closing.reason];
  const fault = approve.sentence ?? giveBack.sentence;
  return (
    <>
      <Banner
        action={
          lead && !head.closing.askedByMe ? (
            <span className="row">
              <Button small kind="main" busy={approve.busy} onPress={approve.run}>
                {w.approve}
              </Button>
              <Button small busy={giveBack.busy} onPress={giveBack.run}>
                {w.giveBack}
              </Button>
            </span>
          ) : undefined
        }
      >
        {head.closing.askedByMe ? w.askedByMe(reason) : w.asked(head.closing.askedBy ?? '', reason)}
      </Banner>
      {fault && (
        <Banner tone="no" live="assertive">
          {fault}
        </Banner>
      )}
    </>
  );
}

function Over({ head }: { head: CaseHead }) {
  const w = useWords(caseFile);
  const format = useFormat();
  const navigate = useNavigate();
  const reopen = useSubmit(async () => {
    const { id } = await call(reopenCase, { params: { id: head.id } });
    void navigate({ to: to.caseFile(id) });
  });
  const day = format.date(head.closedOn ?? head.today);
  return (
    <Banner
      action={
        head.laterId ? (
          <Link className="btn sm" to={to.caseFile(head.laterId)}>
            {w.later}
          </Link>
        ) : (
          <Button small busy={reopen.busy} onPress={reopen.run}>
            {w.reopen}
          </Button>
        )
      }
    >
      {head.phase === 'closed' && head.closingReason ? w.closedOn(day, w.closingReasons[head.closingReason]) : w.notOpenedOn(day)}{' '}
      {head.retainUntil && w.retain(format.date(head.retainUntil))} {reopen.sentence}
    </Banner>
  );
}
