import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useRef } from 'react';
import type { Form26 } from '#rooms/soziotherapie/contract/forms.ts';
import { type Certainty, certaintyIn, isRegular, tidyIcd } from '#rooms/soziotherapie/rules/eligibility.ts';
import { CERTAINTY_LABELS } from '#rooms/soziotherapie/rules/forms/labels.ts';
import { Button, State, TagInput, type TagOption } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useWords } from '../../../words/language.tsx';
import { FormChoice, FormText, useAt, useEntry, useLabel, valueAt } from './at.tsx';
import { diagnosesQuery } from './data.ts';
import { findIn } from './icd-search.ts';

type Written = NonNullable<Form26['diagnoses']>[number];
const MOST = 5;

/** One to five diagnoses: found by word or code, each with its certainty. */
export function DiagnosesField({ pointer, label }: { pointer: string; label: 'diagnoses' | 'diagnosisOrSuspicion' }) {
  const w = useWords(forms);
  const { content, set, fixed } = useEntry();
  const { data } = useQuery(diagnosesQuery);
  const table = data?.diagnoses ?? [];
  const list = (valueAt(content, pointer) ?? []) as Written[];
  const { error, warning, note } = useAt(pointer);
  const name = useLabel(label);
  // "F20.0 G": the letter behind the code is the certainty
  const typedLetter = useRef<Certainty | null>(null);
  const suggest = (text: string): TagOption[] => {
    typedLetter.current = certaintyIn(text);
    const found = findIn(table, text).map(({ code, title, terminal }) => ({
      key: code,
      label: code,
      detail: terminal ? title : `${title} (${w.notTerminal})`,
    }));
    const typed = tidyIcd(text);
    const known = found.some(({ key }) => key === typed);
    return /^[A-Z]\d\d/.test(typed) && !known ? [...found, { key: typed, label: typed, detail: w.asTyped }] : found;
  };
  const add = (tags: readonly TagOption[]) => {
    const code = tags.at(-1)?.key;
    if (code === undefined || fixed) return;
    const title = table.find((one) => one.code === code)?.title ?? null;
    set(pointer, [...list, { code, certainty: typedLetter.current, text: title }]);
  };
  return (
    <div className="form-rows" data-pointer={pointer}>
      {list.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and a code may stand twice
        <fieldset key={index} className="form-row">
          <legend>
            {w.diagnosisOf(one.code ?? '')} {one.code && isRegular(one.code) && <State tone="yes">{w.inList}</State>}
          </legend>
          <FormText pointer={`${pointer}/${index}/code`} label="code" figures maxLength={12} />
          <FormChoice pointer={`${pointer}/${index}/certainty`} label="certainty" labels={CERTAINTY_LABELS} />
          <FormText pointer={`${pointer}/${index}/text`} label="diagnosisText" maxLength={200} />
          {!fixed && (
            <Button
              kind="quiet"
              small
              icon={X}
              label={w.removeDiagnosis(one.code ?? '')}
              onPress={() =>
                set(
                  pointer,
                  list.filter((_, at) => at !== index),
                )
              }
            />
          )}
        </fieldset>
      ))}
      {!fixed && list.length < MOST && (
        <TagInput
          label={list.length === 0 ? name : w.findDiagnosis}
          hint={w.findDiagnosisHint}
          error={error}
          warning={warning}
          {...(note !== undefined && { note })}
          value={[]}
          onChange={add}
          suggest={suggest}
        />
      )}
    </div>
  );
}
