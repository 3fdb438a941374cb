import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RequestView } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, Chips } from '../../ui/index.ts';
import { useRequestWording } from './request-wording.ts';

type Reason = (typeof placement.RELEASE_REASONS)[number];

/** Whether the person may give the place back here: on trial, or reserved without an appointment to come (PL6, PL8). */
const mayGiveBack = ({ booking, state }: RequestView): boolean =>
  state === 'placed' &&
  booking !== null &&
  booking.allocationId !== null &&
  (booking.placeState === 'trial' || (booking.placeState === 'reserved' && booking.state !== 'booked'));

/** "Es passt nicht": the person tells the desk; the place becomes free and the search goes on, first in the row (D 7). */
export function ReleasePlace({ view }: { view: RequestView }) {
  return mayGiveBack(view) && view.booking?.allocationId ? (
    <Release allocationId={view.booking.allocationId} practitioner={view.booking.practitionerName} />
  ) : null;
}

function Release({ allocationId, practitioner }: { allocationId: string; practitioner: string }) {
  const { w } = useRequestWording();
  const queries = useQueryClient();
  const [reason, setReason] = useState<Reason | null>(null);
  const submit = useSubmit(async () => {
    if (!reason) return;
    await call(placement.releasePlaceForClient, { params: { id: allocationId }, body: { reason } });
    announce(w.giveBack.done);
    await queries.invalidateQueries({ queryKey: ['placement'] });
  });
  return (
    <details>
      <summary>{w.giveBack.title}</summary>
      <div className="stack" data-field="give-back">
        <p className="s q">{w.giveBack.lead(practitioner)}</p>
        <Chips
          label={w.giveBack.why}
          choices={placement.RELEASE_REASONS.map((value) => ({ value, label: w.giveBack.reasons[value] }))}
          value={reason ? [reason] : []}
          onChange={(list) => setReason(list.at(-1) ?? null)}
          error={submit.at('/reason')}
        />
        {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
        <Button
          busy={submit.busy}
          onPress={submit.run}
          missing={
            reason
              ? []
              : [{ what: w.giveBack.why, go: () => document.querySelector<HTMLElement>('[data-field="give-back"] input')?.focus() }]
          }
        >
          {w.giveBack.act}
        </Button>
      </div>
    </details>
  );
}
