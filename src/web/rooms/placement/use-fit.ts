import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { findFit } from '#rooms/placement/contract/fit.ts';
import type * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { type Problem, problemOf } from '../../problem.ts';

export const fitKey = ['placement', 'fit'] as const;
const PAUSE = 40; // milliseconds; what is typed fast is asked once
const SHOWN = 12;

/** What another desk did to a place that stands in the list. */
export interface News {
  name: string;
  what: 'held' | 'free' | 'gone' | 'new';
  by?: string;
}

export interface Fit {
  answer: placement.FitAnswer | null;
  /** What stands is of the answer before; the new one is on its way. */
  behind: boolean;
  problem: Problem | null;
  news: readonly News[];
}

/** The matches for what is on the screen: asked a moment after each change; the list before stays until the new one is there. */
export function useFit(criteria: placement.Criteria, requestId: string | null): Fit {
  const asked = useLater(JSON.stringify(criteria));
  const { data, error, isPlaceholderData, dataUpdatedAt } = useQuery({
    queryKey: [...fitKey, requestId, asked],
    queryFn: ({ signal }) =>
      call(findFit, { body: { ...(requestId ? { requestId } : {}), criteria: JSON.parse(asked), most: SHOWN }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 10_000,
  });
  const answer = data ?? null;
  const news = useNews(isPlaceholderData ? null : answer, asked, dataUpdatedAt);
  return { answer, behind: isPlaceholderData, problem: error ? problemOf(error) : null, news };
}

function useLater(value: string): string {
  const [later, setLater] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return later;
}

const standingsOf = (answer: placement.FitAnswer) =>
  new Map([...answer.ranked, ...answer.heldElsewhere].map(({ card }) => [card.placeId, { name: card.name, by: heldBy(card) }]));
const heldBy = ({ heldBy: hold }: placement.OfferCard) => (hold && !hold.mine ? hold.name : null);

/** Compares two answers to the same question: what is different is somebody else's doing. */
function useNews(answer: placement.FitAnswer | null, asked: string, at: number): readonly News[] {
  const before = useRef<{ asked: string; standings: ReturnType<typeof standingsOf> } | null>(null);
  const [news, setNews] = useState<readonly News[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: compared once per answer
  useEffect(() => {
    if (!answer) return;
    const standings = standingsOf(answer);
    const earlier = before.current;
    before.current = { asked, standings };
    if (!earlier || earlier.asked !== asked) {
      setNews([]);
      return;
    }
    const found = differences(earlier.standings, standings);
    if (found.length > 0) setNews(found);
  }, [at, answer === null]);
  useEffect(() => {
    if (news.length === 0) return;
    const timer = setTimeout(() => setNews([]), 20_000);
    return () => clearTimeout(timer);
  }, [news]);
  return news;
}

function differences(before: ReturnType<typeof standingsOf>, after: ReturnType<typeof standingsOf>): News[] {
  const news: News[] = [];
  for (const [placeId, { name, by }] of after) {
    const earlier = before.get(placeId);
    if (!earlier) news.push({ name, what: 'new' });
    else if (by && !earlier.by) news.push({ name, what: 'held', by });
    else if (!by && earlier.by) news.push({ name, what: 'free' });
  }
  for (const [placeId, { name }] of before) if (!after.has(placeId)) news.push({ name, what: 'gone' });
  return news.slice(0, 3);
}
