import { type TypesetDocument, typeset } from './typeset.ts';

/** A plain sheet for a client in her language: parts one below the other, each with a heading, one large line, lines and a table. */
export interface PortalSheet {
  lang: string;
  dir: 'ltr' | 'rtl';
  title: string;
  sender: string;
  writtenAt: Temporal.Instant;
  parts: readonly {
    title?: string;
    large?: string;
    lines?: readonly string[];
    rows?: readonly { label: string; value: string }[];
  }[];
}

/** The sheet as PDF/UA-1. */
export function portalSheet(sheet: PortalSheet): TypesetDocument {
  return typeset('portal-sheet.typ', sheetOf(sheet), sheet.writtenAt);
}

/** What goes to the paper, in reading order. */
export function sheetOf({ lang, dir, title, sender, parts }: PortalSheet) {
  return {
    lang,
    dir,
    title,
    sender,
    parts: parts.map(({ title: heading = '', large = '', lines = [], rows = [] }) => ({ title: heading, large, lines, rows })),
  };
}
