import type { z } from 'zod';
import type { sendReferral } from '#rooms/referrals/contract/referrals.ts';
import { CopyField } from '../../../ui/copy-field.tsx';
import { Banner, Button } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { referrals as referralWords } from '../../../words/referrals.ts';

export type Made = z.output<typeof sendReferral.answer>;

/** Address and code, shown this once: the address goes by mail, the code by phone. */
export function Once({ made, onDone }: { made: Made; onDone: () => void }) {
  const w = useWords(referralWords).once;
  const format = useFormat();
  return (
    <div className="stack">
      <Banner tone="yes" live="polite">
        {made.mailed ? w.mailed : w.notMailed}
      </Banner>
      <CopyField label={w.address} value={made.address} words={w} />
      <div className="field">
        <span className="label">{w.code}</span>
        <p className="referral-code num">{made.code.replace(/(\d{3})/, '$1 ')}</p>
        <p className="below hint">{w.codeHint}</p>
      </div>
      <p className="s q">{w.until(format.date(made.expiresAt.slice(0, 10)))}</p>
      <div>
        <Button kind="main" onPress={onDone}>
          {w.done}
        </Button>
      </div>
    </div>
  );
}
