import { CopyField } from '../../ui/copy-field.tsx';
import { Button } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { useFormat, useWords } from '../../words/language.tsx';

export interface Link {
  link: string;
  expiresAt: string;
}

/** The secret link of an invitation: shown this once, to be handed over. */
export function LinkOnce({ link, expiresAt, onDone }: Link & { onDone: () => void }) {
  const w = useWords(administration);
  const format = useFormat();
  return (
    <div className="stack link-once">
      <p>
        <b>{w.linkOnce}</b>
      </p>
      <CopyField label={w.linkLabel} value={link} hint={w.linkUntil(format.when(expiresAt))} words={w} />
      <div>
        <Button kind="main" onPress={onDone}>
          {w.linkDone}
        </Button>
      </div>
    </div>
  );
}
