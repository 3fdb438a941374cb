import { useState } from 'react';
import type { z } from 'zod';
import * as wire from '#rooms/soziotherapie/contract/links.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { CopyField } from '../../../ui/copy-field.tsx';
import { Banner, Button, SelectField, SidePanel } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import { useReadAgain } from '../data.ts';
import type { Plans } from './data.ts';

type Kind = (typeof wire.RECIPIENTS)[number];

/** Makes a link and shows address and code this once: the address goes by mail or fax, the code by phone. */
export default function LinkPanel(props: {
  episodeId: string;
  wish: { purpose: 'sign-plan' | 'read-report'; objectId: string };
  plans: Plans;
  onClose: () => void;
}) {
  const { wish, plans } = props;
  const w = useWords(planWords).links;
  const readAgain = useReadAgain();
  const [to, setTo] = useState<Kind>('prescriber');
  const [made, setMade] = useState<z.output<typeof wire.makeLink.answer> | null>(null);
  const report = wish.purpose === 'read-report';
  const submit = useSubmit(async () => {
    const body = { purpose: wish.purpose, objectId: wish.objectId, recipientKind: to };
    setMade(await call(wire.makeLink, { params: { id: props.episodeId }, body }));
    await readAgain();
  });
  const prescriber = plans.prescriber ? w.prescriber(plans.prescriber.name) : null;
  const choices = [
    ...(prescriber ? [{ value: 'prescriber' as const, label: prescriber }] : []),
    ...(report ? [] : [{ value: 'client' as const, label: w.client(plans.clientName) }]),
    ...(report || !plans.hasGuardian ? [] : [{ value: 'guardian' as const, label: w.guardian }]),
  ];
  return (
    <SidePanel
      title={report ? w.panelReport : w.panel}
      onClose={props.onClose}
      footer={
        made ? (
          <Button kind="main" onPress={props.onClose}>
            {w.done}
          </Button>
        ) : (
          <Button kind="main" busy={submit.busy} onPress={submit.run}>
            {w.make}
          </Button>
        )
      }
    >
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      {made ? (
        <Once {...made} />
      ) : (
        <>
          <p className="q">{w.lead}</p>
          {!prescriber && <Banner tone="partly">{w.noPrescriber}</Banner>}
          <SelectField label={w.to} value={to} onChange={(next) => next && setTo(next)} choices={choices} />
        </>
      )}
    </SidePanel>
  );
}

function Once({ address, code, expiresAt }: { address: string; code: string; expiresAt: string }) {
  const w = useWords(planWords).links;
  const format = useFormat();
  return (
    <div className="stack plan-once">
      <p>
        <b>{w.once}</b> <span className="q">{w.until(format.day(expiresAt.slice(0, 10)))}</span>
      </p>
      <CopyField label={w.address} value={address} words={w} />
      <div className="field">
        <span className="label">{w.code}</span>
        <p className="plan-code num">{code.replace(/(\d{3})/, '$1 ')}</p>
        <p className="below hint">{w.codeHint}</p>
      </div>
    </div>
  );
}
