import { type Identifier, readIdentifier } from '#kernel/identifiers.ts';
import { certaintyIn, tidyIcd } from '../eligibility.ts';
import type { DiagnosisContent } from './diagnoses.ts';
import type { Form26Content } from './muster-26.ts';
import type { Form28Content } from './muster-28.ts';
import { isBlank, type Maybe } from './text.ts';

const ICD = /^[A-Z]\d\d(\.\d{1,2})?$/;

/** A number that reads without doubt, as it is printed; all others stay as they were typed. */
function number(kind: Identifier, typed: Maybe<string>): Maybe<string> {
  if (isBlank(typed)) return typed;
  const reading = readIdentifier(kind, typed ?? '');
  return reading.verdict === 'taken' ? reading.value : typed;
}

/** A code as the ICD-10-GM prints it; one whose letter says otherwise than the choice stays as it was typed. */
function diagnosis<One extends DiagnosisContent>(one: One): One {
  const code = tidyIcd(one.code ?? '');
  const letter = certaintyIn(one.code ?? '');
  return ICD.test(code) && (letter === null || letter === one.certainty) ? { ...one, code } : one;
}

/**
 * A form as it is kept: codes and numbers without the blanks, dashes, small or wide letters they were typed with, so that a data sheet,
 * an invoice and a comparison read the same. Nothing that somebody must decide about is changed.
 */
export function tidied<Content extends Form26Content | Form28Content>(content: Content): Content {
  const { header, provider } = content;
  const numbers = (of: { lanr?: Maybe<string>; bsnr?: Maybe<string> }) => ({
    ...(of.lanr !== undefined && { lanr: number('lanr', of.lanr) }),
    ...(of.bsnr !== undefined && { bsnr: number('bsnr', of.bsnr) }),
  });
  const common = {
    ...content,
    ...(header && {
      header: {
        ...header,
        ...numbers(header),
        ...(header.payerIk !== undefined && { payerIk: number('ik', header.payerIk) }),
        ...(header.kvnr !== undefined && { kvnr: number('kvnr', header.kvnr) }),
      },
    }),
    ...(provider && { provider: { ...provider, ...(provider.ik !== undefined && { ik: number('ik', provider.ik) }) } }),
  };
  if (common.form === '26') return { ...common, ...(common.diagnoses && { diagnoses: common.diagnoses.map(diagnosis) }) };
  const { diagnosisOrSuspicion, referringDoctor } = common;
  return {
    ...common,
    ...(diagnosisOrSuspicion && { diagnosisOrSuspicion: diagnosisOrSuspicion.map(diagnosis) }),
    ...(referringDoctor && { referringDoctor: { ...referringDoctor, ...numbers(referringDoctor) } }),
  };
}
