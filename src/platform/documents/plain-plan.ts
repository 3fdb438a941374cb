import { type TypesetDocument, typeset } from './typeset.ts';

/** The client's copy: finished short sentences in reading order, in large type. Nothing is on it that is not in this value. */
export interface PlainPlanSheet {
  lang: string;
  region: string;
  sender: string;
  writtenAt: Temporal.Instant;
  title: string;
  name: string;
  intro: readonly string[];
  goals: readonly {
    title: string;
    text: string;
    facts: readonly { label: string; value: string }[];
    stepsTitle: string;
    steps: readonly { who: string; text: string; when: string }[];
    none: string;
  }[];
  later: { title: string; text: string } | null;
  closing: readonly string[];
  /** Empty where she agreed already. */
  sign: string;
  foot: string;
  pageOf: string;
}

/** PDF/UA-1. */
export function plainPlanSheet({ writtenAt, pageOf, ...sheet }: PlainPlanSheet): TypesetDocument {
  return typeset('plain-plan.typ', { ...sheet, 'page-of': pageOf }, writtenAt);
}
