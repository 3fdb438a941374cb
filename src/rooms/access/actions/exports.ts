import writeExcelFile from 'write-excel-file/node';
import { harmless } from '#kernel/formula.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import type { ExportedList } from '../contract/exports.ts';

type Self = Permit<'access.self'>;

/** Who takes which list along, in which form and how many rows; never what stands in it. */
export async function noteExport(
  call: Call,
  _permit: Self,
  { list, rows }: { list: ExportedList; rows: number },
  format = 'csv',
): Promise<void> {
  const { accountId } = accountOf(call);
  await record(call, { action: 'access.list.exported', kind: 'E', object: ['account', accountId], data: { list, rows, format } });
}

interface Sheet {
  list: ExportedList;
  title: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

/** A list as a workbook. Every cell is a text; what a spreadsheet would run were it saved as CSV later is defused here, too. */
export async function drawWorkbook(call: Call, permit: Self, { list, title, head, rows }: Sheet): Promise<FileAnswer> {
  await noteExport(call, permit, { list, rows: rows.length }, 'xlsx');
  const bytes = await writeExcelFile([
    {
      sheet: title.replaceAll(/[\\/*?:[\]]/g, ' ').slice(0, 31) || 'Liste',
      data: [
        head.map((value) => ({ type: String, value: harmless(value), fontWeight: 'bold' as const })),
        ...rows.map((row) => row.map((value) => (value === '' ? null : { type: String, value: harmless(value) }))),
      ],
      columns: head.map((_, index) => ({ width: widthOf(head, rows, index) })),
      stickyRowsCount: 1,
    },
  ]).toBuffer();
  return new FileAnswer('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', `${list}.xlsx`, bytes);
}

function widthOf(head: readonly string[], rows: readonly (readonly string[])[], index: number): number {
  const longest = rows.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), head[index]?.length ?? 0);
  return Math.min(Math.max(longest + 2, 8), 60);
}
