import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Explained } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { mayOverride } from '#rooms/placement/rules/fit/override.ts';
import { HARD_IDS, type HardId } from '#rooms/placement/rules/fit/types.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { Button, Progress, Reason, SidePanel, TextField } from '../../ui/index.ts';
import { fullName, kindOf } from './fit-card.tsx';
import { criteriaOf } from './form.ts';
import { sentenceOf } from './note.ts';
import { useDeskState } from './use-desk.ts';
import { fitKey } from './use-fit.ts';
import { useWording } from './wording.ts';

const isHard = (id: string): id is HardId => HARD_IDS.some((one) => one === id);

/** Every place that is out, with each reason. Why a place does not suit is confidential: no code, no hint. */
export default function WhyNot({ onClose }: { onClose: () => void }) {
  const { w } = useWording();
  const { form, id } = useDeskState();
  const criteria = criteriaOf(form);
  const [text, setText] = useState('');
  const { data } = useQuery({
    queryKey: [...fitKey, 'why', id, JSON.stringify(criteria)],
    queryFn: ({ signal }) => call(placement.findFit, { body: { ...(id ? { requestId: id } : {}), criteria, most: 1, why: true }, signal }),
  });
  const excluded = (data?.excluded ?? []).filter(({ card }) => card.name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <SidePanel title={w.whyNot.title} onClose={onClose}>
      {data ? (
        <>
          <TextField label={w.whyNot.search} type="search" value={text} onChange={setText} />
          {excluded.length === 0 && <p className="q">{w.whyNot.none}</p>}
          <ul className="plain stack">
            {excluded.map((one) => (
              <Excluded key={one.card.placeId} one={one} onDone={onClose} />
            ))}
          </ul>
        </>
      ) : (
        <Progress text={w.whyNot.loading} done={0} of={1} />
      )}
    </SidePanel>
  );
}

const REASON_LEAST = 10;

function Excluded({ one, onDone }: { one: Explained; onDone: () => void }) {
  const wording = useWording();
  const { w } = wording;
  const coordinator = useMay('placement.override');
  const { choose } = useDeskState();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const against = one.no.filter(isHard);
  // A place that is not available, unsuitable or blocked for the pair is never held, whatever the reason.
  const possible = coordinator && against.length > 0 && against.every(mayOverride) && [...one.clarify].filter(isHard).every(mayOverride);
  const enough = reason.trim().length >= REASON_LEAST;
  const field = `override-${one.card.placeId}`;
  return (
    <li className="card">
      <div className="row wrap">
        <b>{fullName(one.card)}</b> <span className="q s">{kindOf(one.card, wording)}</span>
        {possible && (
          <span className="end">
            <Button small kind="quiet" expanded={open} onPress={() => setOpen(!open)}>
              {w.whyNot.override}
            </Button>
          </span>
        )}
      </div>
      <ul className="plain">
        {one.lines
          .filter(({ id, verdict }) => (verdict === 'no' || verdict === 'clarify') && (one.no.includes(id) || one.clarify.includes(id)))
          .map((line) => (
            <li key={line.id}>
              <Reason answer={line.verdict === 'no' ? 'no' : 'open'}>
                {line.id === 'H5' ? w.whyNot.confidential : sentenceOf(line, wording)}
              </Reason>
            </li>
          ))}
      </ul>
      {possible && open && (
        <div className="stack" data-field={field}>
          <TextField label={w.whyNot.reason} hint={w.whyNot.reasonHint} value={reason} onChange={setReason} maxLength={300} />
          <Button
            missing={
              enough
                ? []
                : [{ what: w.whyNot.reasonShort, go: () => document.querySelector<HTMLElement>(`[data-field="${field}"] input`)?.focus() }]
            }
            onPress={() => {
              choose({
                placeId: one.card.placeId,
                override: { criteria: [...against, ...one.clarify.filter(isHard)], reason: reason.trim() },
              });
              onDone();
            }}
          >
            {w.whyNot.show}
          </Button>
        </div>
      )}
    </li>
  );
}
