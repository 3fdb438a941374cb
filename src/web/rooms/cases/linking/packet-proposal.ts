import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { WrittenClass } from '#rooms/referrals/rules/packet.ts';
import { useFormat, useLanguage } from '../../../words/language.tsx';
import type { Assessment } from '../assessment/data.ts';
import { assessmentQuery } from '../assessment/data.ts';
import { type Plan, planQuery } from '../plan/data.ts';

const HOLDING: readonly Plan['goals'][number]['status'][] = ['agreed', 'active'];

/** The goals that hold, in her words with their day; nothing that is only proposed, and nothing that a practice released to this case alone. */
export function planProposal(
  goals: readonly Pick<Plan['goals'][number], 'status' | 'words' | 'targetOn' | 'soziotherapieGoalId'>[],
  day: (on: string) => string,
) {
  return goals
    .filter(({ status, soziotherapieGoalId }) => HOLDING.includes(status) && soziotherapieGoalId === null)
    .map(({ words, targetOn }) => `„${words.text}“${targetOn ? ` (${day(targetOn)})` : ''}`)
    .join('\n');
}

/** Areas of life with an unmet need in the latest completed round, those of priority first; no level, no note, no sentence. */
export function needsProposal({ rounds, domains }: Pick<Assessment, 'rounds' | 'domains'>, language: 'de' | 'en'): string {
  const round = rounds.findLast(({ completedOn }) => completedOn !== null);
  return (round?.ratings ?? [])
    .filter(({ client, professional }) => client.need === 'unmet' || professional.need === 'unmet')
    .toSorted((one, other) => Number(other.priority) - Number(one.priority))
    .flatMap(({ domain }) => domains.find(({ code }) => code === domain)?.[language] ?? [])
    .join(', ');
}

export type Proposed = Extract<WrittenClass, 'plan' | 'assessment'>;
export const isProposed = (each: string): each is Proposed => each === 'plan' || each === 'assessment';

/** What the case offers for a part of the packet: a proposal that the sender reads and changes before it goes. */
export function useProposal(caseId: string): { propose: (each: Proposed) => Promise<string>; none: Proposed | null } {
  const queries = useQueryClient();
  const format = useFormat();
  const { language } = useLanguage();
  const [none, setNone] = useState<Proposed | null>(null);
  const propose = async (each: Proposed) => {
    const text =
      each === 'plan'
        ? planProposal((await queries.fetchQuery(planQuery(caseId))).goals, format.date)
        : needsProposal(await queries.fetchQuery(assessmentQuery(caseId)), language);
    setNone(text === '' ? each : null);
    return text;
  };
  return { propose, none };
}
