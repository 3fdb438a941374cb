export type RowFault = { because: 'columns' | 'postal-code' | 'zone' | 'minutes'; line: number } | { because: 'empty'; line: 0 };
type Read<Row> = { ok: true; rows: Row[] } | { ok: false; fault: RowFault };

/** Lines of a small CSV with semicolons, commas or tabs; a first line of words and empty lines are passed over. */
function linesOf(text: string): { line: number; cells: string[] }[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line, index) => ({ line: index + 1, cells: line.split(/[;,\t]/).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .filter(({ cells, line }) => line > 1 || cells.some((cell) => /\d/.test(cell)));
}

const isZone = (text: string | undefined): text is string => text !== undefined && text.length >= 1 && text.length <= 20;

/** "53111;A" per line: which zone a postal code lies in. */
export function readZones(text: string): Read<{ postalCode: string; zone: string }> {
  const rows: { postalCode: string; zone: string }[] = [];
  for (const { line, cells } of linesOf(text)) {
    const [postalCode, zone] = cells;
    if (zone === undefined) return { ok: false, fault: { because: 'columns', line } };
    if (!/^\d{5}$/.test(postalCode ?? '')) return { ok: false, fault: { because: 'postal-code', line } };
    if (!isZone(zone)) return { ok: false, fault: { because: 'zone', line } };
    rows.push({ postalCode: postalCode ?? '', zone });
  }
  return rows.length > 0 ? { ok: true, rows } : { ok: false, fault: { because: 'empty', line: 0 } };
}

/** "A;B;25" per line: minutes from zone to zone, either direction. */
export function readTravel(text: string): Read<{ from: string; to: string; minutes: number }> {
  const rows: { from: string; to: string; minutes: number }[] = [];
  for (const { line, cells } of linesOf(text)) {
    const [from, to, minutes] = cells;
    if (minutes === undefined) return { ok: false, fault: { because: 'columns', line } };
    if (!isZone(from) || !isZone(to)) return { ok: false, fault: { because: 'zone', line } };
    if (!/^\d{1,3}$/.test(minutes) || Number(minutes) > 600) return { ok: false, fault: { because: 'minutes', line } };
    rows.push({ from, to, minutes: Number(minutes) });
  }
  return rows.length > 0 ? { ok: true, rows } : { ok: false, fault: { because: 'empty', line: 0 } };
}
