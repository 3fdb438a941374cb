import { SidePanel } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { sessions as sessionWords } from '../../../words/sessions.ts';
import { Groups } from './groups.tsx';

/** The practice's groups beside a client's file: she can be taken into one. */
export function FileGroups({ episodeId, onClose }: { episodeId: string; onClose: () => void }) {
  const w = useWords(sessionWords);
  return (
    <SidePanel title={w.groups} onClose={onClose}>
      <Groups episodeId={episodeId} />
    </SidePanel>
  );
}
