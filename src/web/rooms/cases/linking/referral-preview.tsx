import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import * as wire from '#rooms/referrals/contract/referrals.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { useSubmit } from '../../../submit.ts';
import { Banner, Button } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { referrals as referralWords } from '../../../words/referrals.ts';
import { PacketShown } from './packet-shown.tsx';
import type { Made } from './referral-once.tsx';

/** Exactly what the partner will see, and whether the release lets it go; without one the refusal says what is missing. */
export default function ReferralPreview({
  referral,
  onBack,
  onSent,
}: {
  referral: wire.Referral;
  onBack: () => void;
  onSent: (made: Made) => unknown;
}) {
  const w = useWords(referralWords);
  const format = useFormat();
  const [sending, setSending] = useState(false);
  const { data, refetch } = useQuery({
    queryKey: ['referrals', 'preview', referral.id, referral.version],
    enabled: !sending, // the live line may tell that it was sent before the answer does: of what is sent there is no preview
    queryFn: () => call(wire.previewReferral, { params: { id: referral.id } }),
  });
  const submit = useSubmit(async () => {
    if (!data) return;
    setSending(true);
    try {
      await onSent(
        await call(wire.sendReferral, { params: { id: referral.id }, ifMatch: referral.version, body: { digest: data.digest } }),
      );
    } finally {
      setSending(false);
    }
  });
  if (!data) return <p className="q">{w.loading}</p>;
  const { release, empty, packet } = data;
  const names = (classes: readonly wire.Referral['classes'][number][]) => classes.map((each) => w.classes[each]).join(', ');
  const ready = release.ok && empty.length === 0 && packet.request !== '';
  return (
    <div className="stack">
      {submit.sentence && (
        <Banner
          tone="no"
          live="assertive"
          action={
            <Button small onPress={() => void refetch()}>
              ↻
            </Button>
          }
        >
          {submit.sentence}
        </Banner>
      )}
      {release.ok ? (
        <Banner tone="yes">{w.preview.released(format.date(release.untilOn))}</Banner>
      ) : (
        <Banner
          tone="partly"
          action={
            <Link className="btn sm" to={to.caseFile(referral.caseId, 'klaerung')}>
              {w.preview.toReleases}
            </Link>
          }
        >
          {[w.preview.not[release.because], release.missing.length > 0 && w.preview.missing(names(release.missing)), w.preview.draftStays]
            .filter(Boolean)
            .join(' ')}
        </Banner>
      )}
      {empty.length > 0 && <Banner tone="partly">{w.preview.emptyParts(names(empty))}</Banner>}
      {packet.request === '' && <Banner tone="partly">{w.preview.noRequest}</Banner>}
      <PacketShown packet={packet} />
      <p className="s q">{w.preview.frozen}</p>
      <div className="row wrap">
        {ready && (
          <Button kind="main" busy={submit.busy} onPress={submit.run}>
            {w.preview.send}
          </Button>
        )}
        <Button kind={ready ? 'plain' : 'main'} onPress={onBack}>
          {w.preview.back}
        </Button>
      </div>
    </div>
  );
}
