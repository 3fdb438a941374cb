import { useState } from 'react';
import * as wire from '#rooms/cases/contract/plan.ts';
import type { DomainCode } from '#rooms/cases/rules/area-domains.ts';
import { NOT_NOW_REASONS } from '#rooms/cases/rules/plan.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { Banner, Button, SelectField, State } from '../../../ui/index.ts';
import { casePlan } from '../../../words/case-plan.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { useReadCaseAgain } from '../data.ts';
import { domainName, type Plan } from './data.ts';
import type { Open } from './goals.tsx';

type Need = Plan['needs'][number];

/** What the assessment found and no goal covers yet; priority ones first. Her wishes stand in her words. */
export function Needs({ caseId, plan, open }: { caseId: string; plan: Plan; open: Open }) {
  const w = useWords(casePlan).needs;
  const { language } = useLanguage();
  const asked = plan.needs.filter(({ client, professional, priority, notNow }) => client || professional || priority || notNow);
  const bare = asked.filter(({ covered }) => !covered);
  const wishes = plan.needs.filter(({ wish }) => wish !== '');
  if (asked.length === 0 && wishes.length === 0) return null;
  return (
    <section className="card" aria-labelledby="needs-title">
      <h2 id="needs-title">{w.title}</h2>
      {bare.length === 0 ? (
        <p>
          <State tone="yes">{w.all}</State>
        </p>
      ) : (
        <ul className="plain plan-needs">
          {bare.map((need) => (
            <NeedRow key={need.domain} caseId={caseId} need={need} plan={plan} open={open} />
          ))}
        </ul>
      )}
      {wishes.length > 0 && (
        <details className="s" open={plan.goals.length === 0}>
          <summary>{w.wishes}</summary>
          <ul className="plain">
            {wishes.map(({ domain, wish }) => (
              <li key={domain}>
                <span className="q">{domainName(language, domain)}:</span> <span className="said">„{wish}“</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function NeedRow({ caseId, need, plan, open }: { caseId: string; need: Need; plan: Plan; open: Open }) {
  const w = useWords(casePlan).needs;
  const format = useFormat();
  const { language } = useLanguage();
  const readAgain = useReadCaseAgain();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState<(typeof NOT_NOW_REASONS)[number] | null>(null);
  const defer = async (to: typeof reason) => {
    await call(wire.deferNeed, { params: { id: caseId, domain: need.domain as DomainCode }, body: { reason: to } });
    setAsking(false);
    await readAgain();
  };
  const submit = useSubmit(() => defer(reason));
  const again = useSubmit(() => defer(null));
  const view =
    need.client && need.professional ? w.views.both : need.client ? w.views.client : need.professional ? w.views.professional : null;
  const fault = submit.sentence ?? again.sentence;
  const name = domainName(language, need.domain);
  return (
    <li className="plan-need">
      <div>
        <b>{name}</b> {view && <span className="s q">{view}</span>}
        {need.notNow && need.notNowOn && <p className="s q">{w.waits(w.reasons[need.notNow], format.listed(need.notNowOn))}</p>}
        {fault && <Banner tone="no">{fault}</Banner>}
        {asking && (
          <div className="row wrap">
            <SelectField
              label={w.notNowWhy}
              empty=""
              value={reason}
              onChange={setReason}
              choices={NOT_NOW_REASONS.map((one) => ({ value: one, label: w.reasons[one] }))}
            />
            <Button
              small
              kind="main"
              busy={submit.busy}
              missing={reason ? [] : [{ what: w.notNowWhy, go: () => document.querySelector<HTMLElement>('.plan-need select')?.focus() }]}
              onPress={submit.run}
            >
              {w.notNow}
            </Button>
          </div>
        )}
      </div>
      <div className="row wrap end s">
        {need.priority && !need.notNow && <State tone="partly">{w.priority}</State>}
        {plan.mayWrite && (
          <span className="row wrap no-print">
            <Button small label={`${w.toGoal}: ${name}`} onPress={() => open({ kind: 'goal', goal: null, domain: need.domain })}>
              {w.toGoal}
            </Button>
            {need.notNow ? (
              <Button small kind="quiet" label={`${w.again}: ${name}`} busy={again.busy} onPress={again.run}>
                {w.again}
              </Button>
            ) : (
              !asking && (
                <Button small kind="quiet" label={`${w.notNow}: ${name}`} onPress={() => setAsking(true)}>
                  {w.notNow}
                </Button>
              )
            )}
          </span>
        )}
      </div>
    </li>
  );
}
