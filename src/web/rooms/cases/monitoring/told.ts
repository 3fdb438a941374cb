import { Clock, Copy, FileWarning, type LucideIcon, Unplug } from 'lucide-react';
import type { FindingView } from '#rooms/cases/contract/monitoring.ts';
import { DOMAINS } from '#rooms/cases/rules/areas.ts';
import { type FindingGroup, GROUP_OF } from '#rooms/cases/rules/findings/kinds.ts';
import { findServiceType } from '#rooms/directory/rules/service-types.ts';
import type { Told } from '../../../words/de/findings.ts';
import type { FindingsWords } from '../../../words/findings.ts';
import type { Format } from '../../../words/format.ts';

type Language = 'de' | 'en';

/** The shape of each group, the same on the board and in the file. */
const SHAPES: Readonly<Record<FindingGroup, LucideIcon>> = { gaps: Unplug, duplicates: Copy, deadlines: Clock, file: FileWarning };
export const shapeOf = (rule: FindingView['rule']): LucideIcon => SHAPES[GROUP_OF[rule]];

/** What a service type is called; the code itself where the network has a kind of its own. */
export const serviceName = (code: string, language: Language): string => findServiceType(code)?.[language] ?? code;

const domainName = (code: string, language: Language): string =>
  (DOMAINS as Record<string, Record<Language, string>>)[code]?.[language] ?? code;

/** The evidence of a finding, each with its name and its day written out. */
export function toldOf({ evidence }: Pick<FindingView, 'evidence'>, w: FindingsWords, format: Format, language: Language): Told[] {
  const nameOf = ({ kind, name, code }: FindingView['evidence'][number]): string => {
    if (kind === 'domain') return domainName(code ?? '', language);
    const service = code && kind !== 'goal' ? serviceName(code, language) : '';
    if (kind === 'line' || kind === 'referral') return name ? (service ? `${service} (${name})` : name) : service;
    if (kind === 'goal') return name ?? w.someGoal;
    if (kind === 'measure') return name ?? w.someMeasure;
    return kind === 'task' ? w.someTask : (name ?? w.somebody);
  };
  return evidence.map((one) => ({
    kind: one.kind,
    name: nameOf(one),
    on: one.on ? format.listed(one.on) : '',
    code: one.code ?? '',
    amount: one.amount ?? 0,
  }));
}
