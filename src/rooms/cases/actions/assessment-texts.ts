import { z } from 'zod';
import type { Call } from '#platform/call.ts';
import type { RatingFields } from '../contract/assessment.ts';
import type { RatingRow } from '../store/assessment.ts';

/** What others than the client write about a domain; sealed as one. */
const Texts = z.strictObject({
  missingNote: z.string(),
  note: z.string(),
  notDiscussedNote: z.string(),
  sentence: z.string(),
  notNowNote: z.string(),
});
export type Texts = z.infer<typeof Texts>;
const NONE: Texts = { missingNote: '', note: '', notDiscussedNote: '', sentence: '', notNowNote: '' };

const TABLE = 'cases.domain_rating';

type Sealed = Pick<RatingRow, 'id' | 'person_id' | 'client_text_sealed' | 'text_sealed'>;

/** The client's wish and the other texts of a domain; what nobody wrote is empty. */
export async function openTexts(call: Call, row: Sealed): Promise<{ wish: string; texts: Texts }> {
  const open = (column: 'client_text_sealed' | 'text_sealed') => {
    const bytes = row[column];
    return bytes ? call.sealer.open(call.tx, row.person_id, { table: TABLE, column, row: row.id }, bytes) : null;
  };
  const [wish, texts] = [await open('client_text_sealed'), await open('text_sealed')];
  return { wish: wish ?? '', texts: texts === null ? NONE : Texts.parse(JSON.parse(texts)) };
}

/** Her wish under its own seal; null where she said none. */
export async function sealWish(call: Call, row: Pick<RatingRow, 'id' | 'person_id'>, wish: string): Promise<Buffer | null> {
  if (wish === '') return null;
  return call.sealer.seal(call.tx, row.person_id, { table: TABLE, column: 'client_text_sealed', row: row.id }, wish);
}

/** The other texts under one seal; null where there are none. */
export async function sealTexts(call: Call, row: Pick<RatingRow, 'id' | 'person_id'>, texts: Texts): Promise<Buffer | null> {
  if (Object.values(texts).every((text) => text === '')) return null;
  return call.sealer.seal(call.tx, row.person_id, { table: TABLE, column: 'text_sealed', row: row.id }, JSON.stringify(texts));
}

/** The texts of what was filled in. */
export function textsOf(fields: RatingFields): Texts {
  return {
    missingNote: fields.client.missingNote,
    note: fields.professional.note,
    notDiscussedNote: fields.notDiscussedNote,
    sentence: fields.sentence,
    notNowNote: fields.notNow?.note ?? '',
  };
}
