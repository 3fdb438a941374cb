import type { Call } from '#platform/call.ts';
import { listReleases } from '#rooms/consent/actions/releases.ts';
import { messagesForCopy } from '#rooms/messages/actions/copy.ts';
import { filesForCopy } from '#rooms/records/actions/copy.ts';
import { countThirdParty, FILE_PARTS, type FilePart, namesOf, rowsOf } from '../store/case-file.ts';
import { personLog } from '../store/rights.ts';

/** Official name of the German insurance number in FHIR. */
export const KVNR_SYSTEM = 'http://fhir.de/sid/gkv/kvid-10';
const MOST_LOG = 20_000;

export interface CaseFile {
  format: 'geleit-case-file';
  formatVersion: 1;
  madeAt: string;
  subject: { identifiers: { system: string; value: string }[]; name: string; birthDate: string | null };
  sections: { key: string; rows: Record<string, unknown>[] }[];
  withheld: { what: 'third-party'; entries: number; reason: string } | null;
}

/** What another room adds to the copy: its section, and how much of it concerns third parties and stays where it is. */
export type CopyPart = (
  call: Call,
  of: { personId: string; organisationId: string },
) => Promise<{ key: string; rows: Record<string, unknown>[]; withheld?: number }>;

const HIDDEN = new Set(['content_digest', 'span', 'device_entry', 'digest']);
/**
 * Everything of a person in one practice, opened: rows with their sealed texts, names beside ids, releases, files, and who read what.
 * What concerns third parties is left out and said to be so (D5). What the reader may not see, row-level security leaves out.
 */
export async function gatherFile(
  call: Call,
  of: { personId: string; organisationId: string },
  { withContents, parts }: { withContents: boolean; parts: readonly CopyPart[] },
): Promise<CaseFile> {
  const { personId, organisationId } = of;
  const sections: CaseFile['sections'] = [];
  for (const part of FILE_PARTS) sections.push({ key: part.key, rows: await openRows(call, part, personId, organisationId) });
  const releases = await listReleases(call, personId, organisationId);
  sections.push({
    key: 'releases',
    rows: releases.map(({ personId: _, organisationId: _o, recipient, ...release }) => ({
      ...release,
      recipient: recipient.name,
      givenAt: release.givenAt.toString(),
      untilAt: release.untilAt.toString(),
      withdrawnAt: release.withdrawnAt?.toString() ?? null,
    })),
  });
  sections.push({ key: 'files', rows: await filesForCopy(call, personId, organisationId, withContents) });
  const added: Awaited<ReturnType<CopyPart>>[] = [];
  for (const part of [messagesForCopy, ...parts]) added.push(await part(call, of));
  sections.push(...added.map(({ key, rows }) => ({ key, rows })));
  const log = await personLog(call.tx, personId, null, MOST_LOG);
  sections.push({
    key: 'accessLog',
    rows: log.map(({ happened_at: at, actor_name: who, actor_roles: roles, kind, action, purpose }) => ({
      at: at.toString(),
      who,
      roles,
      kind,
      action,
      purpose,
    })),
  });
  await nameIds(call, sections);
  const others = added.reduce((sum, { withheld = 0 }) => sum + withheld, 0);
  const third = others + (await countThirdParty(call.tx, personId, organisationId));
  const [person = {}] = sections[0]?.rows ?? [];
  return {
    format: 'geleit-case-file',
    formatVersion: 1,
    madeAt: call.now.toString(),
    subject: {
      identifiers: [...new Set((sections.find(({ key }) => key === 'cover')?.rows ?? []).map(({ kvnr }) => kvnr))]
        .filter((kvnr): kvnr is string => typeof kvnr === 'string')
        .map((value) => ({ system: KVNR_SYSTEM, value })),
      name: [person.given_name, person.family_name].filter(Boolean).join(' '),
      birthDate: typeof person.birth_date === 'string' ? person.birth_date : null,
    },
    sections: sections.filter(({ rows }) => rows.length > 0),
    withheld: third > 0 ? { what: 'third-party', entries: third, reason: '§ 630g (1) BGB; Art. 15 (4) GDPR' } : null,
  };
}

async function openRows(call: Call, part: FilePart, personId: string, organisationId: string): Promise<Record<string, unknown>[]> {
  const rows = await rowsOf(call.tx, part, personId, organisationId);
  return Promise.all(
    rows.map(async (row) => {
      const open: Record<string, unknown> = {};
      for (const [column, value] of Object.entries(row)) {
        const form = part.sealed[column];
        if (HIDDEN.has(column)) continue;
        if (!form) open[column] = plain(value);
        else if (value instanceof Uint8Array) {
          const text = await call.sealer.open(call.tx, personId, { table: part.table, column, row: String(row.id) }, value);
          if (form !== 'picture') open[column.replace(/_?sealed$/, '') || 'content'] = form === 'json' ? JSON.parse(text) : text;
        }
      }
      return open;
    }),
  );
}

const plain = (value: unknown): unknown =>
  value instanceof Temporal.Instant ? value.toString() : value instanceof Uint8Array ? undefined : value;

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Who it was, beside the id: `recorded_by` gets `recorded_by_name`. */
async function nameIds(call: Call, sections: CaseFile['sections']): Promise<void> {
  const named = /(_by|_to|practitioner_id|prescriber_id|author_id)$/;
  const fields = sections.flatMap(({ rows }) =>
    rows.flatMap((row) => Object.entries(row).filter(([key, value]) => named.test(key) && ID.test(String(value)))),
  );
  const names = await namesOf(call.tx, [...new Set(fields.map(([, value]) => String(value)))]);
  for (const { rows } of sections)
    for (const row of rows)
      for (const [key, value] of Object.entries(row)) {
        const name = named.test(key) ? names.get(String(value)) : undefined;
        if (name) row[`${key.replace(/_id$/, '')}_name`] = name;
      }
}
