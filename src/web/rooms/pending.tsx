import { Empty } from '../ui/empty.tsx';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';

/** Stands where a room's page is still missing. */
export default function Pending() {
  const w = useWords(shell);
  return (
    <div className="page">
      <Empty>{w.building}</Empty>
    </div>
  );
}
