import { type Certainty, certaintyIn, type Diagnosis, type IcdLookup, isRegular, tidyIcd } from '../eligibility.ts';
import type { Findings } from './finding.ts';
import { checkText, isBlank, type Maybe } from './text.ts';

export interface DiagnosisContent {
  code?: Maybe<string>;
  certainty?: Maybe<Certainty>;
  text?: Maybe<string>;
}

const MOST_DIAGNOSES = 5;
const ICD = /^[A-Z]\d\d(\.\d{1,2})?$/;

/** One to five diagnoses, each with a terminal code and a certainty (rule book 4.2, 4.4). */
export function checkDiagnoses(found: Findings, pointer: string, diagnoses: readonly DiagnosisContent[], icd: IcdLookup): void {
  if (diagnoses.length > MOST_DIAGNOSES) {
    found.wrong(pointer, 'diagnoses-too-many', { rule: 'R1', facts: { count: diagnoses.length, most: MOST_DIAGNOSES } });
  }
  const seen = new Set<string>();
  for (const [index, { code, certainty, text }] of diagnoses.entries()) {
    const at = `${pointer}/${index}`;
    const tidied = tidyIcd(code ?? '');
    if (isBlank(code)) found.missing(`${at}/code`, 'diagnosis-code-missing', { rule: 'R1' });
    else if (!ICD.test(tidied)) found.wrong(`${at}/code`, 'icd-format', { rule: 'R1' });
    // only chapter F is imported
    else if (tidied.startsWith('F') && !isRegular(tidied)) {
      const stands = icd(tidied);
      if (stands === 'not-terminal') found.wrong(`${at}/code`, 'icd-not-terminal', { rule: 'R1' });
      if (stands === 'unknown') found.wrong(`${at}/code`, 'icd-unknown', { rule: 'R1' });
    }
    const written = certaintyIn(code ?? '');
    if (!certainty) found.missing(`${at}/certainty`, 'certainty-missing', { rule: 'R1' });
    // "F20.0 V" beside "confirmed" is no confirmed diagnosis
    else if (written !== null && written !== certainty)
      found.wrong(`${at}/certainty`, 'certainty-other', { rule: 'R1', facts: { written, chosen: certainty } });
    checkText(found, `${at}/text`, text, { most: 200 });
    if (tidied !== '' && seen.has(tidied)) found.warn(`${at}/code`, 'diagnosis-twice', { rule: 'R1' });
    seen.add(tidied);
  }
}

/** What R1 reads: entries with code and certainty. */
export function readDiagnoses(diagnoses: readonly DiagnosisContent[]): Diagnosis[] {
  return diagnoses.flatMap(({ code, certainty }) => (isBlank(code) || !certainty ? [] : [{ code: code ?? '', certainty }]));
}

/**
 * How a code stands in a table of ICD-10-GM. Before any table was imported only the shape of a code can be judged: chapter F names an
 * illness with one digit behind the point, some codes with none or two.
 */
export function standingIn(rows: readonly { code: string; terminal: boolean }[] | null): IcdLookup {
  if (rows === null) return (code) => (/^F(\d\d\.\d|21|24|99)/.test(code) ? 'terminal' : 'not-terminal');
  const terminal = new Map(rows.map((row) => [row.code, row.terminal]));
  return (code) => {
    const stands = terminal.get(code);
    return stands === undefined ? 'unknown' : stands ? 'terminal' : 'not-terminal';
  };
}
