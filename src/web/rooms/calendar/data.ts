import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { z } from 'zod';
import * as directory from '#rooms/directory/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { useLive } from '../../live.ts';
import { problemOf } from '../../problem.ts';
import { announce } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';

export type MyWeek = z.output<typeof scheduling.myWeek.answer>;
export type Absence = MyWeek['absences'][number];
export type MyOffer = z.output<typeof directory.myOffer.answer>;
export type Allocation = z.output<typeof placement.myAllocations.answer>['allocations'][number];
export type WeeklyTime = z.output<typeof scheduling.myWeeklyTimes.answer>['weeklyTimes'][number];

export const weekQuery = (from: string, days = 7) =>
  queryOptions({
    queryKey: ['scheduling', 'my-week', from, days],
    queryFn: ({ signal }) => call(scheduling.myWeek, { query: { from, days }, signal }),
    placeholderData: keepPreviousData,
  });
export const weeklyQuery = queryOptions({
  queryKey: ['scheduling', 'weekly-times'],
  queryFn: ({ signal }) => call(scheduling.myWeeklyTimes, { signal }),
});
export const offerQuery = queryOptions({
  queryKey: ['directory', 'my-offer'],
  queryFn: ({ signal }) => call(directory.myOffer, { signal }),
});
export const allocationsQuery = queryOptions({
  queryKey: ['placement', 'my-allocations'],
  queryFn: ({ signal }) => call(placement.myAllocations, { signal }),
});

/** One change often touches several rooms (a booking: slot, place, allocation), so all of them are read again. */
const ROOMS = ['directory', 'scheduling', 'placement', 'tasks'] as const;

export function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await Promise.all(ROOMS.map((room) => queries.invalidateQueries({ queryKey: [room] })));
  }, [queries]);
}

/** What desks and jobs change shows here by itself. */
export function useOfferNews(): void {
  const readAgain = useReadAgain();
  useLive(ROOMS, () => void readAgain());
}

export interface Acting {
  /** Does it, reads again, and answers what came; undefined where it was refused (the sentence then stands in `fault`). */
  act: <Answer>(run: () => Promise<Answer>) => Promise<Answer | undefined>;
  fault: string | null;
  clear: () => void;
}

/** For what needs no form: one tap, and the refusal's sentence beside it. */
export function useAct(): Acting {
  const words = useWords(problems);
  const readAgain = useReadAgain();
  const [fault, setFault] = useState<string | null>(null);
  const act: Acting['act'] = async (run) => {
    setFault(null);
    try {
      const answer = await run();
      await readAgain();
      return answer;
    } catch (thrown) {
      const sentence = problemOf(thrown).sentence(words);
      setFault(sentence);
      announce(sentence);
      await readAgain();
      return undefined;
    }
  };
  return { act, fault, clear: () => setFault(null) };
}
