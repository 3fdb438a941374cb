import type { Figures } from '#rooms/reports/contract.ts';
import type { FigureId } from '#rooms/reports/rules/figures.ts';
import { basisText, valueText } from '#rooms/reports/rules/lines.ts';
import type { ReportsWords } from '../../words/reports.ts';

export type One = Figures['figures'][number];

export const figureOf = (figures: readonly One[], id: FigureId, part = ''): One | undefined =>
  figures.find((one) => one.id === id && one.part === part);

/** The value as it is read, or why it does not stand there. */
export const textOf = (figure: One | undefined, w: ReportsWords): string => (figure ? valueText(figure, w.report) : w.notShown);
export const basisOf = (figure: One | undefined, w: ReportsWords): string => (figure ? basisText(figure, w.report) : '');
