import { Empty } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { useWords } from '../../../words/language.tsx';
import type { TabProps } from '../tab-props.ts';

export default function Tab(_: TabProps) {
  const w = useWords(caseFile);
  return <Empty>{w.building(w.tabs.uebersicht)}</Empty>;
}
