import { useQuery } from '@tanstack/react-query';
import { FileText } from 'lucide-react';
import { useState } from 'react';
import * as wire from '#rooms/cases/contract/plan.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, State } from '../../../ui/index.ts';
import { casePlan } from '../../../words/case-plan.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { useReadCaseAgain } from '../data.ts';
import { type Plan, pdfOfCopy, versionQuery } from './data.ts';
import type { Open } from './goals.tsx';
import { nameOfVoice } from './small-panels.tsx';

type Version = Plan['versions'][number];
const TONES = { draft: 'open', offered: 'partly', agreed: 'yes', superseded: 'open' } as const;

/** Versions with what can be done about the newest; older ones stay to be read, with their differences. */
export function Versions({ caseId, plan, open }: { caseId: string; plan: Plan; open: Open }) {
  const w = useWords(casePlan).versions;
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const offer = useSubmit(async () => {
    const { number } = await call(wire.offerPlan, { params: { id: caseId }, body: {} });
    await readAgain();
    announce(w.offeredNow(number));
  });
  const [draft] = plan.versions;
  const mayOffer =
    plan.mayWrite && plan.goals.length > 0 && draft?.state !== 'offered' && (draft?.state === 'draft' || plan.sinceAgreed !== null);
  const agreed = plan.versions.find(({ state }) => state === 'agreed');
  return (
    <section className="card" aria-labelledby="versions-title">
      <h2 id="versions-title">{w.title}</h2>
      {offer.problem && (
        <Banner tone="no" live="assertive">
          {[offer.problem.body.title, offer.problem.body.detail].filter(Boolean).join(' ')}
        </Banner>
      )}
      {mayOffer && (
        <p>
          <Button kind="main" busy={offer.busy} onPress={offer.run}>
            {w.offer}
          </Button>
        </p>
      )}
      {plan.versions.length === 0 && <p className="q">{w.none}</p>}
      <ul className="plain case-versions">
        {plan.versions.map((row) => (
          <VersionItem key={row.id} row={row} plan={plan} open={open} />
        ))}
      </ul>
      {agreed && <p className="s q">{plan.copyHandedOn ? w.handedOn(format.listed(plan.copyHandedOn)) : w.notHanded}</p>}
    </section>
  );
}

function VersionItem({ row, plan, open }: { row: Version; plan: Plan; open: Open }) {
  const w = useWords(casePlan).versions;
  const format = useFormat();
  const { language } = useLanguage();
  const readAgain = useReadCaseAgain();
  const [shown, setShown] = useState(false);
  const withdraw = useSubmit(async () => {
    await call(wire.withdrawPlan, { params: { id: row.id }, ifMatch: row.version, body: {} });
    await readAgain();
  });
  const handOver = useSubmit(async () => {
    await call(wire.handOverCopy, { params: { id: row.id }, body: { on: Temporal.Now.plainDateISO(format.zone).toString() } });
    await readAgain();
  });
  const fault = withdraw.sentence ?? handOver.sentence;
  const said =
    row.agreedOn && row.agreedForm
      ? w.agreed(format.listed(row.agreedOn), w.hows[row.agreedForm])
      : row.state === 'superseded'
        ? w.withdrawn
        : row.offeredOn
          ? w.offered(format.listed(row.offeredOn))
          : w.made(format.listed(row.madeOn));
  return (
    <li>
      <p className="row wrap">
        <b>{w.number(row.number)}</b> <State tone={TONES[row.state]}>{w.states[row.state]}</State>
      </p>
      <p className="s q">
        {said}
        {row.witness && row.voices.length < 2 && `, ${w.witness(row.witness)}`}
      </p>
      {row.voices.length > 1 && <Voices voices={row.voices} client={plan.clientName} />}
      {fault && <Banner tone="no">{fault}</Banner>}
      <p className="row wrap no-print">
        {row.state === 'offered' && plan.mayWrite && (
          <>
            <Button small kind="main" onPress={() => open({ kind: 'agree', version: row })}>
              {w.agree}
            </Button>
            <Button small onPress={() => open({ kind: 'link', version: row })}>
              {w.link}
            </Button>
            <Button small kind="quiet" busy={withdraw.busy} onPress={withdraw.run}>
              {w.withdraw}
            </Button>
          </>
        )}
        {row.state !== 'draft' && (
          <a className="btn sm" href={pdfOfCopy(row.id, language)} download>
            <FileText className="i" aria-hidden="true" />
            {w.copy}
          </a>
        )}
        {row.state === 'agreed' && plan.mayWrite && plan.copyHandedOn === null && (
          <Button small busy={handOver.busy} onPress={handOver.run}>
            {w.handOver}
          </Button>
        )}
        {row.number > 1 && (
          <Button small kind="quiet" expanded={shown} onPress={() => setShown(!shown)}>
            {w.show}
          </Button>
        )}
      </p>
      {shown && <Difference id={row.id} />}
    </li>
  );
}

/** Who has agreed, how and when, and whose yes is missing still. */
function Voices({ voices, client }: { voices: Version['voices']; client: string }) {
  const all = useWords(casePlan);
  const w = all.versions;
  const format = useFormat();
  return (
    <ul className="plain s case-voices">
      {voices
        .filter(({ agreedOn, missing }) => agreedOn !== null || missing)
        .map((voice) => (
          <li key={voice.guardianId ?? voice.by}>
            <p className="row wrap">
              <State tone={voice.missing ? 'open' : 'yes'}>{voice.missing ? w.missing : w.saidYes}</State>
              {nameOfVoice(voice, client, all)}
            </p>
            {voice.agreedOn && voice.form && (
              <p className="q">
                {w.how(format.listed(voice.agreedOn), w.hows[voice.form])}
                {voice.witness && `, ${w.witness(voice.witness)}`}
                {voice.signsForBoth && `, ${w.forBoth}`}
              </p>
            )}
          </li>
        ))}
    </ul>
  );
}

function Difference({ id }: { id: string }) {
  const w = useWords(casePlan).versions;
  const { data } = useQuery(versionQuery(id));
  if (!data) return null;
  if (!data.difference || data.formerNumber === null) return <p className="s q">{w.same}</p>;
  const { goals, measures } = data.difference;
  const lines = [
    ...goals.map(({ id: one, change, before, after }) => ({ id: one, change, text: `„${(after ?? before)?.text.text ?? ''}“` })),
    ...measures.map(({ id: one, change, before, after }) => ({ id: one, change, text: (after ?? before)?.text ?? '' })),
  ];
  return (
    <div className="s">
      <h3>{w.difference(data.formerNumber)}</h3>
      {lines.length === 0 ? (
        <p className="q">{w.same}</p>
      ) : (
        <ul className="plain">
          {lines.map((line) => (
            <li key={line.id}>
              <b>{w.changes[line.change]}:</b> {line.text}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const LINK_TONES = { open: 'partly', answered: 'yes', expired: 'open', revoked: 'open', blocked: 'no' } as const;

/** Links to the plan: whom they are for, how they stand, and what came back in her words. */
export function PlanLinks({ plan }: { plan: Plan }) {
  const w = useWords(casePlan).links;
  if (plan.links.length === 0) return null;
  return (
    <section className="card" aria-labelledby="links-title">
      <h2 id="links-title">{w.title}</h2>
      <ul className="plain case-versions">
        {plan.links.map((link) => (
          <LinkItem key={link.id} link={link} voices={plan.versions.flatMap(({ voices }) => voices)} />
        ))}
      </ul>
    </section>
  );
}

function LinkItem({ link, voices }: { link: Plan['links'][number]; voices: Version['voices'] }) {
  const w = useWords(casePlan).links;
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const close = useSubmit(async () => {
    await call(wire.revokePlanLink, { params: { id: link.id }, ifMatch: link.version, body: {} });
    await readAgain();
  });
  return (
    <li>
      <p className="row wrap">
        {voices.find(({ guardianId }) => link.guardianId !== null && guardianId === link.guardianId)?.name ??
          w.recipients[link.recipientKind]}{' '}
        <State tone={LINK_TONES[link.state]}>{link.answer ? w.answers[link.answer] : w.states[link.state]}</State>
        {link.state === 'open' && <span className="s q">{w.until(format.listed(link.expiresAt.slice(0, 10)))}</span>}
      </p>
      {link.said && <p className="said">„{link.said}“</p>}
      {close.sentence && <Banner tone="no">{close.sentence}</Banner>}
      {link.state === 'open' && (
        <Button small kind="quiet" busy={close.busy} onPress={close.run}>
          {w.close}
        </Button>
      )}
    </li>
  );
}
