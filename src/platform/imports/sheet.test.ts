import { describe, expect, test } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { choiceOf, choicesOf, dayOf, emailOf, phoneOf, postalCodeOf, sameWord, timeOf, wholeOf, yesNoOf } from './cells.ts';
import { mappingFaults, proposeMapping } from './columns.ts';
import { MOST_ROWS, readSheetFile } from './sheet.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const read = async (text: string | Uint8Array, name = 'liste.csv', encoding?: 'windows-1252') => {
  const found = await readSheetFile(typeof text === 'string' ? bytes(text) : text, name, encoding);
  if (!found.ok) return found.because;
  const { headings, rows, faults, notices, delimiter } = found.sheet;
  return { headings, rows: rows.map(({ row, cells }) => [row, ...cells]), faults: faults.named, notices, delimiter };
};
const utf16 = (text: string) =>
  new Uint8Array([0xff, 0xfe, ...[...text].flatMap((sign) => [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8])]);

describe('a file as people have it (catalogue of bad input 5.4)', () => {
  test.each<[string, string | Uint8Array, unknown]>([
    ['C01 empty', '', 'file-empty'],
    ['C01 blanks only', ' \n \n', 'file-empty'],
    ['C02 header only', 'Name;PLZ\n', 'file-no-rows'],
    ['C05 doubled header', 'Name;name\nA;B\n', 'heading-twice'],
    ['C09 unclosed quote', 'Name;PLZ\n"A;1\nB;2\n', 'quotes-broken'],
    ['C17 NUL', 'Name\nA\0B\n', 'file-binary'],
    ['C24 HTML', '<!DOCTYPE html><html></html>', 'file-type'],
    ['C23 zip', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'file-is-spreadsheet'],
    ['C48 formula in header', '=cmd|x;B\n1;2\n', 'heading-formula'],
    ['C14 Windows-1252', latin('Name\nM\u00fcller\n'), 'file-encoding'],
    ['no name above a column', 'Name;;Ort\nA;B;C\n', 'heading-missing'],
    ['C20 too many', `Name\n${'A\n'.repeat(MOST_ROWS + 1)}`, 'file-too-long'],
  ])('%s', async (_id, file, answer) => expect(await read(file)).toBe(answer));

  test.each<[string, string | Uint8Array, unknown[][]]>([
    ['C06 semicolon', 'Name;PLZ\nA;1\n', [[2, 'A', '1']]],
    ['C07 tab', 'Name\tPLZ\nA\t1\n', [[2, 'A', '1']]],
    ['C08 delimiter inside quotes', 'Name,PLZ\n"A, B",1\n', [[2, 'A, B', '1']]],
    [
      'C11 CR only',
      'Name;PLZ\rA;1\rB;2\r',
      [
        [2, 'A', '1'],
        [3, 'B', '2'],
      ],
    ],
    [
      'C12 mixed line ends',
      'Name;PLZ\r\nA;1\nB;2\rC;3',
      [
        [2, 'A', '1'],
        [3, 'B', '2'],
        [4, 'C', '3'],
      ],
    ],
    ['C13 BOM', '\ufeffName\nA\n', [[2, 'A']]],
    ['C15 UTF-16', utf16('Name\nM\u00fcller\n'), [[2, 'Müller']]],
    ['C26 formula stays text', 'Name\n=cmd|x\n', [[2, '=cmd|x']]],
    ['C36-38 blanks and unseen signs', 'Name;Ort\n  A ;B\u00ad\u00a0\n', [[2, 'A', 'B']]],
    ['Excel names its separator', 'sep=;\r\nName;PLZ\r\nA, B;1\r\n', [[3, 'A, B', '1']]],
    [
      'empty lines between, as Excel writes them',
      'Name;PLZ\r\nA;1\r\n;\r\n ;\r\nB;2\r\n',
      [
        [2, 'A', '1'],
        [5, 'B', '2'],
      ],
    ],
    ['a title above, as Numbers writes it', 'Tabelle 1;\nName;PLZ\nA;1\n', [[3, 'A', '1']]],
    ['a title without separators above', 'Liste vom 3. April, Bonn\n\nName;PLZ\nA;1\n', [[4, 'A', '1']]],
    ['an empty column in the middle and at both ends', ';Name;;PLZ;\n;A;;1;\n', [[2, 'A', '1']]],
    [
      'C58 line break inside quotes',
      'Name;Über\nA;"eins\nzwei"\nB;x\n',
      [
        [3, 'A', 'eins\nzwei'],
        [4, 'B', 'x'],
      ],
    ],
  ])('%s', async (_id, file, rows) => expect(await read(file)).toMatchObject({ rows, faults: [] }));

  test('C14 after the question, umlauts are right', async () =>
    expect(await read(latin('Name\nM\u00fcller\n'), 'a.csv', 'windows-1252')).toMatchObject({ rows: [[2, 'Müller']] }));

  test.each<[string, string, unknown]>([
    ['C18 too many cells', 'Name;PLZ\nA;1;2\nB;2\n', [{ row: 2, code: 'columns' }]],
    ['C19 too few cells', 'Name;PLZ\nA\nB;2\n', [{ row: 2, code: 'columns' }]],
    ['C10 quote inside a cell', 'Name;PLZ\nA"b;1\nB;2\n', [{ row: 2, code: 'quote-in-cell' }]],
    ['C57 cell too long', `Name;PLZ\n${'x'.repeat(3000)};1\nB;2\n`, [{ row: 2, code: 'too-long' }]],
    ['C60 comment line', 'Name;PLZ\n# nur so\nB;2\n', [{ row: 2, code: 'columns' }]],
  ])('%s: the row is named, the others are read', async (_id, file, faults) =>
    expect(await read(file)).toMatchObject({ faults, rows: [[3, 'B', '2']] }),
  );

  test('what was tidied is counted', async () =>
    expect(await read('Name;Ort\n A;B\u200b\n')).toMatchObject({ notices: { trimmed: 1, invisible: 1 } }));

  test('a workbook says what it shows: days, times, numbers, yes and no', async () => {
    const workbook = await writeWorkbook([
      ['Name', 'Tag', 'Zahl', 'Ja'].map((value) => ({ value })),
      [{ value: 'Müller' }, { value: new Date(Date.UTC(2027, 3, 3)), format: 'dd.mm.yyyy' }, { value: 1.5 }, { value: true }],
    ]).toBuffer();
    expect(await read(new Uint8Array(workbook), 'liste.xlsx')).toMatchObject({ rows: [[2, 'Müller', '03.04.2027', '1,5', 'ja']] });
    expect(await read(new Uint8Array(workbook), 'liste.csv')).toBe('file-is-spreadsheet');
    expect(await read(new Uint8Array(workbook).slice(0, 400), 'liste.xlsx')).toBe('file-type');
  });

  test('of a workbook the first sheet that people see is read: dates, a result, merged cells, wide paper; nothing that is hidden', async () => {
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const secret = `<row r="1">${cell('A1', 'Name')}</row><row r="2">${cell('A2', 'verborgen')}</row>`;
    const seen = `<row r="2">${cell('B2', 'Name')}${cell('C2', 'Tag')}${cell('D2', 'Summe')}${cell('F2', 'Uhr')}</row>
      <row r="3">${cell('B3', 'Müller')}<c r="C3" s="1"><v>46115</v></c><c r="D3"><f>1+1</f><v>2</v></c><c r="F3" s="2"><v>0.59375</v></c></row>
      <row r="4"><c r="C4" s="1"><v>46116</v></c></row>`;
    const book = workbookOf([secret, seen], '<mergeCells><mergeCell ref="B3:B4"/></mergeCells>');
    expect(await read(book, 'liste.xlsx')).toMatchObject({
      headings: ['Name', 'Tag', 'Summe', 'Uhr'],
      rows: [
        [3, 'Müller', '03.04.2026', '2', '14:15'],
        [4, '', '04.04.2026', '', ''],
      ],
    });
  });

  test('a workbook that would unpack to gigabytes is refused before it is unpacked', async () => {
    const workbook = Buffer.from(await writeWorkbook([[{ value: 'Name' }], [{ value: 'A' }]]).toBuffer());
    const at = workbook.lastIndexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    workbook.writeUInt32LE(0x7fffffff, at + 24);
    expect(await read(new Uint8Array(workbook), 'liste.xlsx')).toBe('file-too-long');
  });
});

/** A workbook of two sheets, the first one hidden; stored, not packed. */
function workbookOf(sheets: readonly string[], after: string): Uint8Array {
  const ns = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const each = (part: (number: number) => string) => sheets.map((_, index) => part(index + 1)).join('');
  const files: Record<string, string> = {
    'xl/workbook.xml': `<workbook ${ns} xmlns:r="${rel}"><sheets>${each((at) => `<sheet name="S${at}" sheetId="${at}" ${at === 1 ? 'state="hidden" ' : ''}r:id="rId${at}"/>`)}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each((at) => `<Relationship Id="rId${at}" Type="${rel}/worksheet" Target="worksheets/sheet${at}.xml"/>`)}</Relationships>`,
    'xl/styles.xml': `<styleSheet ${ns}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/></cellXfs></styleSheet>`,
  };
  for (const [index, rows] of sheets.entries())
    files[`xl/worksheets/sheet${index + 1}.xml`] = `<worksheet ${ns}><sheetData>${rows}</sheetData>${after}</worksheet>`;
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  for (const [name, text] of Object.entries(files)) {
    const [called, body] = [Buffer.from(name), Buffer.from(text)];
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt32LE(body.length, 22);
    head.writeUInt16LE(called.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt32LE(body.length, 20);
    entry.writeUInt32LE(body.length, 24);
    entry.writeUInt16LE(called.length, 28);
    entry.writeUInt32LE(
      parts.reduce((sum, { length }) => sum + length, 0),
      42,
    );
    parts.push(head, called, body);
    list.push(entry, called);
  }
  const [front, directory] = [Buffer.concat(parts), Buffer.concat(list)];
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 8);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(front.length, 16);
  return new Uint8Array(Buffer.concat([front, directory, end]));
}

describe('cells', () => {
  const said = (found: { ok: true; value: unknown } | { ok: false; code: string; suggestion?: string }) =>
    found.ok ? String(found.value) : [found.code, found.suggestion].filter(Boolean).join(' ');
  test.each([
    ['3.4.2027', '2027-04-03'],
    ['2027-04-03', '2027-04-03'],
    ['03.04.27', 'date-year-two-digits 03.04.2027'],
    ['2027/04/03', 'date-format'],
    ['31.06.2027', 'date'],
    ['46000', 'date-format 09.12.2025'],
  ])('the day %s', (cell, answer) => expect(said(dayOf(cell))).toBe(answer));
  test.each([
    ['12', '12'],
    ['1.000', 'number-ambiguous 1000'],
    ['-1', 'range 0–120'],
    ['1,5', 'number'],
    ['121', 'range 0–120'],
  ])('the number %s', (cell, answer) => expect(said(wholeOf(0, 120)(cell))).toBe(answer));
  test.each([
    ['9', '09:00:00'],
    ['9:30', '09:30:00'],
    ['14.15 Uhr', '14:15:00'],
    ['25:00', 'time'],
  ])('the time %s', (cell, answer) => expect(said(timeOf(cell))).toBe(answer));
  test.each([
    ['ja', 'true'],
    ['Nein', 'false'],
    ['x', 'boolean'],
    ['1', 'boolean'],
  ])('yes or no: %s', (cell, answer) => expect(said(yesNoOf(cell))).toBe(answer));
  test.each([
    ['53111', '53111'],
    ['1067', 'postal-code 01067'],
    ['5311', 'postal-code 05311'],
    ['D-53111', 'postal-code'],
  ])('the postal code %s', (cell, answer) => expect(said(postalCodeOf(cell))).toBe(answer));
  test('telephone numbers keep their plus, addresses their one at', () => {
    expect(said(phoneOf('+49 (228) 55/50-10'))).toBe('+49 (228) 55/50-10');
    expect(said(phoneOf('=HYPERLINK()'))).toBe('phone');
    expect(said(emailOf('A@Example.org'))).toBe('a@example.org');
    expect(said(emailOf('a@b@c.de'))).toBe('email');
  });
  test.each([
    ['Kamiński', 'kaminski', true],
    ['Yılmaz', 'Yilmaz', true],
    ['Müller-Groß', 'mueller gross', true],
    ['Оксана', 'Иван', false],
    ['Оксана', 'оксана', true],
    ['–', '…', false],
  ])('%s and %s are the same word: %s', (one, other, same) => expect(sameWord(one, other)).toBe(same));
  test('words for codes, whatever their case, blanks and umlauts', () => {
    const read = choiceOf({ VT: ['Verhaltenstherapie'], TP: ['Tiefenpsychologie'] });
    expect([read('vt'), read('VERHALTENS THERAPIE'), read('Tiefe')].map(said)).toEqual(['VT', 'VT', 'unknown-word Tiefenpsychologie']);
    expect(said(choicesOf({ GKV: ['gesetzlich'], PKV: ['privat'] })('gesetzlich, privat; GKV'))).toBe('GKV,PKV');
  });
});

describe('columns', () => {
  const fields = { name: { headings: ['Therapeut'], required: true, read: phoneOf }, place: { headings: ['Ort'], read: phoneOf } } as const;
  test('C04 in any order, by what people call them; each field once', () =>
    expect(proposeMapping(['ORT', 'therapeut', 'Name', 'Sonst'], fields)).toEqual({
      ORT: 'place',
      therapeut: 'name',
      Name: null,
      Sonst: null,
    }));
  test('a required field without a column and a field with two are named', () => {
    expect(mappingFaults(['A', 'B'], { A: 'place', B: 'place' }, fields)).toEqual({ missing: ['name'], twice: ['place'] });
  });
});
