import { drawWorkbook, type ExportedList, noteExport } from '#rooms/access/contract/exports.ts';
import { call } from '../call.ts';
import { askForFile } from './ask-for-file.ts';
import { csvOf, saveAs, saveBlob } from './csv.ts';

interface Sheet {
  list: ExportedList;
  title: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** The rows as CSV, made here once the server has logged that they are taken along. Answers whether it came. */
export async function saveCsv(name: string, { list, head, rows }: Sheet): Promise<boolean> {
  const logged = await call(noteExport, { body: { list, rows: rows.length } }).then(
    () => true,
    () => false,
  );
  if (logged) saveAs(`${name}.csv`, csvOf(head, rows));
  return logged;
}

/** The rows as a workbook, which the server makes and logs. Answers whether it came. */
export async function saveWorkbook(name: string, sheet: Sheet): Promise<boolean> {
  return askForFile(drawWorkbook.path, sheet).then(
    (workbook) => {
      saveBlob(`${name}.xlsx`, workbook);
      return true;
    },
    () => false,
  );
}
