import { useRef } from 'react';
import type { DataClass, GIVEN_BY, RecipientKind, ReleasePurpose } from '#rooms/consent/rules/release.ts';
import { useFields } from '../../typed.ts';
import type { Missing } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { papers } from '../../words/papers.ts';

/** What is typed of a release, whoever takes it up. */
export interface ReleaseEntry {
  kind: RecipientKind;
  name: string;
  email: string;
  classes: DataClass[];
  purpose: ReleasePurpose;
  untilOn: string | null;
  givenBy: (typeof GIVEN_BY)[number];
  fileId: string | null;
}

const FRESH: Omit<ReleaseEntry, 'kind'> = {
  name: '',
  email: '',
  classes: ['identity', 'contact'],
  purpose: 'COORD',
  untilOn: null,
  givenBy: 'client',
  fileId: null,
};

/** A release while it is written down: kept when the panel closes, and what it still lacks, with the way there. */
export function useReleaseEntry<More extends object>(owner: string, start: { kind: RecipientKind } & More) {
  const w = useWords(papers).releases;
  const first = { ...FRESH, ...start };
  const draft = useFields<ReleaseEntry & More>(`release.${owner}`, first);
  const refs = {
    name: useRef<HTMLInputElement>(null),
    until: useRef<HTMLInputElement>(null),
    box: useRef<HTMLDivElement>(null),
    classes: useRef<HTMLDivElement>(null),
  };
  const { classes, untilOn, email, purpose, givenBy } = draft.value;
  const lacks: Record<'classes' | 'until' | 'scan', Missing> = {
    classes: { what: w.classMissing, go: () => refs.classes.current?.querySelector('input')?.focus() },
    until: { what: w.untilMissing, go: () => refs.until.current?.focus() },
    scan: { what: w.scanMissing, go: () => refs.box.current?.querySelector('button')?.focus() },
  };
  return {
    value: draft.value,
    change: draft.change as (part: Partial<ReleaseEntry>) => void,
    changeMore: draft.change,
    refs,
    lacks,
    /** The fields that every release has. */
    fields: { ...(email.trim() ? { recipientEmail: email.trim() } : {}), classes, purpose, untilOn: untilOn ?? '', givenBy },
    done: () => draft.reset(first),
  };
}
export type Entry = Pick<ReturnType<typeof useReleaseEntry<object>>, 'value' | 'change' | 'refs'>;
