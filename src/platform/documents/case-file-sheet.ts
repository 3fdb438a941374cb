import { type TypesetDocument, typeset } from './typeset.ts';

/** A copy of a whole file on paper: finished texts in reading order. */
export interface CaseFileSheet {
  title: string;
  author: string;
  opening: readonly string[];
  sections: readonly {
    title: string;
    text: readonly string[];
    /** A table where rows are short and many; otherwise empty. */
    head: readonly string[];
    rows: readonly (readonly string[])[];
    records: readonly { title: string; fields: readonly { label: string; value: string }[] }[];
  }[];
  writtenAt: Temporal.Instant;
}

/** The copy as PDF/UA-1, in German. */
export function caseFileSheet({ writtenAt, ...sheet }: CaseFileSheet): TypesetDocument {
  const data = { lang: 'de', region: 'DE', foot: 'Vertraulich', 'page-of': 'Seite {page} von {pages}', ...sheet };
  return typeset('case-file.typ', data, writtenAt);
}
