import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import * as wire from '#rooms/cases/contract/plan.ts';
import { DOMAINS, type DomainCode } from '#rooms/cases/rules/area-domains.ts';
import { call } from '../../../call.ts';
import { CASES } from '../data.ts';

export type Plan = z.output<typeof wire.getPlan.answer>;
export type Goal = wire.GoalView;
export type Measure = wire.MeasureView;

export const planQuery = (id: string) =>
  queryOptions({ queryKey: [CASES, 'plan', id], queryFn: ({ signal }) => call(wire.getPlan, { params: { id }, signal }) });
export const versionQuery = (id: string) =>
  queryOptions({ queryKey: [CASES, 'plan-version', id], queryFn: ({ signal }) => call(wire.getPlanVersion, { params: { id }, signal }) });

export const pdfOfCopy = (versionId: string, language: string) => `/api/cases/plan-versions/${versionId}/pdf?language=${language}`;

export const domainName = (language: 'de' | 'en', code: string): string => DOMAINS[code as DomainCode]?.[language] ?? code;
/** "−1", "0", "+1": with a real minus. */
export const levelText = (level: number): string => (level > 0 ? `+${level}` : level < 0 ? `−${-level}` : '0');
/** "34,5": as scores are read. */
export const scoreText = (language: 'de' | 'en', value: number): string =>
  value.toLocaleString(language === 'de' ? 'de-DE' : 'en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
