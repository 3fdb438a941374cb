import { type Decision, no, yes } from '#kernel/decision.ts';
import { ikFault } from '#kernel/identifiers.ts';
import type { InsurerGroup } from '#rooms/people/rules/cover.ts';
import { component, type EdifactFault, element, readSegments, type Segment } from './edifact.ts';

/** One institution of a payer file, as message KOTR names it. */
export interface FilePayer {
  ik: string;
  name: string;
  shortName: string | null;
  street: string | null;
  postalCode: string | null;
  place: string | null;
  validFrom: string;
  validTo: string | null;
  routes: readonly FileRoute[];
}

/** Segment VKG: where data, forms and money go. `01` payer, `02`/`03` data office without and with decryption, `09` paper office. */
export interface FileRoute {
  kind: '01' | '02' | '03' | '09';
  partnerIk: string;
  providerGroup: string | null;
  dataKind: string | null;
  region: string | null;
  billingCode: string | null;
}

export interface PayerFileReading {
  /** "AO05Q425" */
  name: string;
  /** "2025-Q4" */
  quarter: string;
  validFrom: string;
  insurerGroup: InsurerGroup;
  /** UNB: when it was made, "2025-09-01T10:30"; the later one of a quarter replaces the earlier. */
  madeAt: string;
  payers: readonly FilePayer[];
  /** Institutions that the file itself takes out (FKT 03). */
  cancelled: number;
  /** Segments ASP: people, not read. */
  skippedContacts: number;
}

export type PayerFileFault =
  | EdifactFault
  | 'payer-file-other-message'
  | 'payer-file-other-procedure'
  | 'payer-file-counts'
  | 'payer-file-quarter-unknown'
  | 'payer-file-entry-broken';

/** First two letters of the file's name, and the second two: procedure 05 is "sonstige Leistungserbringer" (§ 302 SGB V). */
const GROUPS: Readonly<Record<string, InsurerGroup>> = {
  AO: 'AOK',
  EK: 'VDEK',
  BK: 'BKK',
  IK: 'IKK',
  LK: 'LKK',
  BN: 'KNAPPSCHAFT',
};
const NAME = /^([A-Z]{2})(\d{2})Q([1-4])(\d{2})(?:KE\d)?$/;
const KNOWN = ['IDK', 'VDT', 'FKT', 'KTO', 'VKG', 'NAM', 'ANS', 'ASP', 'UEM', 'DFU'];

const dayOf = (text: string) => (/^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : null);
const orNull = (text: string) => (text === '' ? null : text);

function headOf(
  unb: Segment,
): Decision<Pick<PayerFileReading, 'name' | 'quarter' | 'validFrom' | 'insurerGroup' | 'madeAt'>, PayerFileFault> {
  const name = element(unb, 6)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '');
  const [, group = '', procedure = '', quarter = '', year = ''] = NAME.exec(name) ?? [];
  const insurerGroup = GROUPS[group];
  if (quarter === '') return no('payer-file-quarter-unknown');
  if (procedure !== '05' || !insurerGroup) return no('payer-file-other-procedure');
  const made = /^(\d{2})(\d{2})(\d{2}):(\d{2})(\d{2})$/.exec(element(unb, 3));
  if (!made) return no('edifact-broken');
  return yes({
    name: name.slice(0, 8),
    quarter: `20${year}-Q${quarter}`,
    validFrom: `20${year}-${String(Number(quarter) * 3 - 2).padStart(2, '0')}-01`,
    insurerGroup,
    madeAt: `20${made[1]}-${made[2]}-${made[3]}T${made[4]}:${made[5]}`,
  });
}

function routeOf(segment: Segment): FileRoute | undefined {
  const kind = element(segment, 0);
  const partnerIk = element(segment, 1);
  if (!['01', '02', '03', '09'].includes(kind) || ikFault(partnerIk) !== undefined) return undefined;
  const part = (index: number) => orNull(element(segment, index));
  return {
    kind: kind as FileRoute['kind'],
    partnerIk,
    providerGroup: part(2),
    dataKind: part(4),
    region: part(6),
    billingCode: part(8),
  };
}

/** The street address where there is one, else the post box. */
function addressOf(segments: readonly Segment[]) {
  const one = segments.find((segment) => element(segment, 0) === '1') ?? segments[0];
  return {
    postalCode: one ? orNull(element(one, 1)) : null,
    place: one ? orNull(element(one, 2)) : null,
    street: one ? orNull(element(one, 3)) : null,
  };
}

/** Undefined where the entry is broken, null where it takes an institution out. */
function payerOf(message: readonly Segment[]): FilePayer | null | undefined {
  const of = (tag: string) => message.filter((segment) => segment.tag === tag);
  const [idk, vdt, fkt, nam] = ['IDK', 'VDT', 'FKT', 'NAM'].map((tag) => of(tag)[0]);
  if (!idk || !vdt || !fkt || !nam || message.some(({ tag }) => !KNOWN.includes(tag))) return undefined;
  const ik = element(idk, 0);
  const validFrom = dayOf(element(vdt, 0));
  const name = [1, 2, 3, 4]
    .map((index) => element(nam, index))
    .filter(Boolean)
    .join(' ');
  const routes = of('VKG').map(routeOf);
  if (ikFault(ik) !== undefined || !validFrom || name === '' || routes.includes(undefined)) return undefined;
  if (element(fkt, 0) === '03') return null;
  return {
    ik,
    name: name.slice(0, 130),
    shortName: orNull(element(idk, 2).slice(0, 45)),
    ...addressOf(of('ANS')),
    validFrom,
    validTo: dayOf(element(vdt, 1)),
    routes: routes.filter((route) => route !== undefined),
  };
}

/**
 * Reads a payer file (message KOTR), whole or not at all: counts of segments and messages must be right, every institution must be
 * readable. People behind it (ASP) are passed over and counted.
 * `at` of a refusal is the message at fault, from 1.
 */
export function readPayerFile(text: string): Decision<PayerFileReading, PayerFileFault> & { at?: number } {
  const read = readSegments(text);
  if (!read.ok) return read;
  const { segments } = read;
  const [first, last] = [segments[0], segments.at(-1)];
  if (first?.tag !== 'UNB' || last?.tag !== 'UNZ') return no(first?.tag === 'UNB' ? 'edifact-cut-off' : 'edifact-foreign');
  const begins = segments.flatMap(({ tag }, index) => (tag === 'UNH' ? [index] : []));
  const [opening] = begins;
  if (opening === undefined || component(segments[opening] as Segment, 1, 0) !== 'KOTR') return no('payer-file-other-message');
  const head = headOf(first);
  if (!head.ok) return head;
  if (Number(element(last, 0)) !== begins.length || element(last, 1) !== element(first, 4)) return no('payer-file-counts');
  const payers: FilePayer[] = [];
  let [cancelled, skippedContacts] = [0, 0];
  for (const [index, from] of begins.entries()) {
    const at = index + 1;
    const message = segments.slice(from, begins[index + 1] ?? segments.length - 1);
    const [unh, unt] = [message[0], message.at(-1)];
    if (!unh || unt?.tag !== 'UNT') return { ...no('edifact-cut-off'), at };
    if (Number(element(unt, 0)) !== message.length || element(unt, 1) !== element(unh, 0)) return { ...no('payer-file-counts'), at };
    const inside = message.slice(1, -1);
    const payer = payerOf(inside);
    if (payer === undefined) return { ...no('payer-file-entry-broken'), at };
    skippedContacts += inside.filter(({ tag }) => tag === 'ASP').length;
    if (payer === null) cancelled += 1;
    else payers.push(payer);
  }
  const { ok: _, ...named } = head;
  return yes({ ...named, payers, cancelled, skippedContacts });
}

/** Federal states as the payer file numbers them. */
// biome-ignore format: a table
const FILE_REGIONS: Readonly<Record<string, string>> = {
  '01': 'SH', '02': 'HH', '03': 'NI', '04': 'HB', '05': 'NW', '06': 'HE', '07': 'RP', '08': 'BW',
  '09': 'BY', '10': 'SL', '11': 'BE', '12': 'BB', '13': 'MV', '14': 'SN', '15': 'ST', '16': 'TH',
};

/** Soziotherapie (rule book 6.1). */
const BILLING_CODE = '69';

type Routed = Pick<FileRoute, 'kind' | 'partnerIk' | 'region' | 'billingCode'>;

/**
 * Where something of a kind goes: exactly our code before "all others" (99) before "all" (00), our state before no state.
 * A route for another code or another state is none.
 */
export function routeFor<R extends Routed>(routes: readonly R[], kind: FileRoute['kind'], state: string | null): R | undefined {
  const rank = ({ billingCode, region }: Routed): number => {
    const code = [BILLING_CODE, '99', '00', null].indexOf(billingCode);
    const here = region === null || region === '99' ? 1 : state !== null && FILE_REGIONS[region] === state ? 0 : -1;
    return code < 0 || here < 0 ? -1 : code * 2 + here;
  };
  return routes
    .filter((route) => route.kind === kind && rank(route) >= 0)
    .sort((one, other) => rank(one) - rank(other) || (one.partnerIk < other.partnerIk ? -1 : 1))[0];
}

/** What to do with a file beside those read in before. */
export function judgeQuarter(
  file: { quarter: string; madeAt: string; validFrom: string },
  before: readonly { quarter: string; madeAt: string }[],
): Decision<{ replaces: boolean }, 'payer-file-older' | 'payer-file-known'> {
  if (before.some(({ quarter }) => quarter > file.quarter)) return no('payer-file-older');
  const same = before.filter(({ quarter }) => quarter === file.quarter);
  if (same.some(({ madeAt }) => madeAt > file.madeAt)) return no('payer-file-older');
  return same.some(({ madeAt }) => madeAt === file.madeAt) ? no('payer-file-known') : yes({ replaces: same.length > 0 });
}
