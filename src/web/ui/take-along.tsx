import { Download } from 'lucide-react';
import { useState } from 'react';
import type { ExportedList } from '#rooms/access/contract/exports.ts';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { Button } from './button.tsx';

export interface List {
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

interface TakeAlongProps {
  list: ExportedList;
  /** Name of the file without its ending. */
  fileName: string;
  /** Name of the sheet. */
  title: string;
  /** The rows as seen, or all pages of them; undefined where somebody stopped it. */
  content: () => List | undefined | Promise<List | undefined>;
}

/** A list as CSV or as a workbook. Who takes which along is logged first: what is not logged is not handed over. */
export function TakeAlong({ list, fileName, title, content }: TakeAlongProps) {
  const w = useWords(shell);
  const [failed, setFailed] = useState(false);
  const save = async (form: 'csv' | 'xlsx') => {
    setFailed(false);
    const [found, { saveCsv, saveWorkbook }] = await Promise.all([content(), import('./save-list.ts')]);
    if (!found) return;
    setFailed(!(await (form === 'csv' ? saveCsv : saveWorkbook)(fileName, { list, title: title.slice(0, 80), ...found })));
  };
  return (
    <>
      <Button small icon={Download} onPress={() => save('csv')}>
        {w.csv}
      </Button>
      <Button small icon={Download} onPress={() => save('xlsx')}>
        {w.workbook}
      </Button>
      {failed && (
        <p role="alert" className="s no">
          {w.fileFailed}
        </p>
      )}
    </>
  );
}
