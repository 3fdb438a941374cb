import { Empty } from '../../ui/index.ts';
import { caseFile } from '../../words/case-file.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';

await caseFile.load(currentLanguage());

export default function Board() {
  const w = useWords(caseFile);
  return <Empty>{w.building(w.back)}</Empty>;
}
