import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FoundService } from '#rooms/directory/contract/services.ts';
import { readReferral } from '#rooms/referrals/contract/referrals.ts';
import { callVersioned } from '../../../call.ts';
import { SidePanel } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { referrals as referralWords } from '../../../words/referrals.ts';
import ReferralFollow from './referral-follow.tsx';
import ReferralForm from './referral-form.tsx';
import { type Made, Once } from './referral-once.tsx';
import ReferralPreview from './referral-preview.tsx';
import './referrals.css';

/** With what a new referral begins: a service that was found, or what a line already knows. */
export interface ReferralStart {
  service?: FoundService['service'];
  serviceType?: string;
  domain?: string | null;
  need?: string | null;
  /** For the search of a service inside the form. */
  postalCode?: string;
  age?: number;
}

interface PanelProps {
  caseId: string;
  lineId?: string | null;
  /** Null writes a new one. */
  referralId: string | null;
  start?: ReferralStart | undefined;
  onClose: () => void;
  onChanged: () => unknown;
  /** Shows another referral: the draft that was kept. */
  onOpen?: ((id: string) => void) | undefined;
}

/** One referral beside the work: written, looked at as the partner will see it, sent, followed to its outcome. */
export default function ReferralPanel({ caseId, lineId = null, referralId, start, onClose, onChanged }: PanelProps) {
  const w = useWords(referralWords);
  const [id, setId] = useState(referralId);
  const [step, setStep] = useState<'write' | 'preview'>('write');
  const [made, setMade] = useState<Made | null>(null);
  const { data, refetch } = useQuery({
    queryKey: ['referrals', 'one', id],
    queryFn: () => callVersioned(readReferral, { params: { id: id ?? '' } }),
    enabled: id !== null,
  });
  const referral = data?.answer;
  const again = async () => {
    await refetch();
    await onChanged();
  };
  const draft = id === null || referral?.state === 'draft';
  const title = made
    ? w.once.title
    : id === null
      ? w.write.title
      : draft
        ? step === 'preview'
          ? w.preview.title
          : w.write.edit
        : (referral?.recipientName ?? w.title);
  return (
    <SidePanel title={title} onClose={onClose}>
      {id !== null && !referral ? (
        <p className="q">{w.loading}</p>
      ) : made ? (
        <Once made={made} onDone={() => setMade(null)} />
      ) : draft && step === 'preview' && referral ? (
        <ReferralPreview
          referral={referral}
          onBack={() => setStep('write')}
          onSent={async (sent) => {
            setMade(sent);
            await again();
          }}
        />
      ) : draft ? (
        <ReferralForm
          key={referral?.version ?? 0}
          caseId={caseId}
          lineId={lineId}
          referral={referral ?? null}
          start={start ?? {}}
          onKept={async (kept, next) => {
            setId(kept);
            if (kept === id) await refetch();
            await onChanged();
            if (next === 'preview') setStep('preview');
            else onClose();
          }}
          onDiscarded={async () => {
            await onChanged();
            onClose();
          }}
        />
      ) : (
        referral && <ReferralFollow referral={referral} onChanged={again} onLink={setMade} />
      )}
    </SidePanel>
  );
}
