import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import * as wire from '#rooms/cases/contract/assessment.ts';
import { call } from '../../../call.ts';
import { useDraft } from '../../../drafts.ts';
import { Problem } from '../../../problem.ts';
import { assessmentQuery, type DomainRating, type Fields, fieldsOf } from './data.ts';
import { mergeFields, soundly } from './merge.ts';

/** One domain that saves itself. A change from elsewhere is joined where it is about other parts; else a person decides. */
export function useRating(caseId: string, rating: DomainRating) {
  const queries = useQueryClient();
  const base = useRef({ version: rating.version, fields: fieldsOf(rating) });
  const [theirs, setTheirs] = useState<DomainRating | null>(null);

  const put = async (fields: Fields) => {
    const { version } = await call(wire.rateDomain, { params: { id: rating.id }, body: fields, ifMatch: base.current.version });
    base.current = { version, fields };
    void queries.invalidateQueries({ queryKey: assessmentQuery(caseId).queryKey });
  };
  const readTheirs = async () => {
    const now = await call(wire.readAssessment, { params: { id: caseId } });
    return now.rounds.flatMap(({ ratings }) => ratings).find(({ id }) => id === rating.id);
  };
  const save = async (mine: Fields) => {
    try {
      await put(mine);
    } catch (fault) {
      const other = fault instanceof Problem && fault.status === 412 ? await readTheirs() : undefined;
      if (!other) throw fault;
      const merged = mergeFields(base.current.fields, mine, fieldsOf(other));
      if (!merged) {
        setTheirs(other);
        throw fault;
      }
      base.current = { version: other.version, fields: fieldsOf(other) };
      await put(merged);
      draft.reset(merged);
    }
  };
  const draft = useDraft(`domain-rating:${rating.id}`, fieldsOf(rating), save);
  return {
    fields: draft.value,
    state: draft.state,
    flush: draft.flush,
    change: (change: Partial<Fields>) => draft.change(soundly(draft.value, change)),
    theirs,
    keepMine: () => {
      if (theirs) base.current = { version: theirs.version, fields: fieldsOf(theirs) };
      setTheirs(null);
      draft.change({});
      return draft.flush();
    },
    takeTheirs: () => {
      if (!theirs) return;
      base.current = { version: theirs.version, fields: fieldsOf(theirs) };
      draft.reset(fieldsOf(theirs));
      setTheirs(null);
    },
  };
}
