import { createContext, use, useState } from 'react';
import type { FormContent } from '#rooms/soziotherapie/contract/forms.ts';
import { type Finding, isOpen } from '#rooms/soziotherapie/rules/forms/finding.ts';
import { FIELD_LABELS, type FieldLabel } from '#rooms/soziotherapie/rules/forms/labels.ts';
import { findingText } from '#rooms/soziotherapie/rules/forms/words.ts';
import { Button, DateField, Segments, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { valueAt } from './pointer.ts';

export { valueAt, withValue } from './pointer.ts';

/** The entry as its fields see it: a content addressed by JSON pointers, and what the checks say about each place. */
export interface Entry {
  content: FormContent;
  set: (pointer: string, value: unknown) => void;
  findings: readonly Finding[];
  /** Said also beside fields that nobody has come to yet. */
  strict: boolean;
  /** What the server said about a field. */
  refused: (pointer: string) => string | undefined;
  fixed: boolean;
}

export const EntryContext = createContext<Entry | null>(null);

export function useEntry(): Entry {
  const entry = use(EntryContext);
  if (!entry) throw new Error('outside of the entry');
  return entry;
}

/** What a field shows below it: the first thing wrong, else what is missing once somebody was there, else a warning. */
export function useAt(pointer: string) {
  const { findings, strict, refused } = useEntry();
  const { language } = useLanguage();
  const w = useWords(forms);
  const here = findings.filter((one) => one.pointer === pointer);
  const said = (finding: Finding | undefined) => finding && findingText(finding, language);
  const wrong = here.find(({ severity }) => severity === 'wrong');
  const missing = here.find(({ severity }) => severity === 'missing');
  const confirm = here.find((one) => one.severity === 'confirm' && one.confirmed !== true);
  const warning = here.find(({ severity }) => severity === 'warning');
  return {
    error: refused(pointer) ?? said(wrong) ?? (strict ? said(missing) : undefined),
    warning: said(confirm) ?? said(warning),
    note: missing && !strict ? w.missing : undefined,
    confirm,
  };
}

/** A note on a line of its own needs no point before it. */
export const alone = (note: string | undefined) => note?.replace(/^· /, '');

const below = ({ error, warning, note }: ReturnType<typeof useAt>) => ({ error, warning, ...(note !== undefined && { note }) });
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

interface At {
  pointer: string;
  label: FieldLabel;
  hint?: string | undefined;
  /** Instead of the label's own words. */
  says?: string;
}

export function useLabel(label: FieldLabel, says?: string): string {
  const { language } = useLanguage();
  return says ?? FIELD_LABELS[label][language];
}

/** "Stimmt so", where a value may be kept as it is. */
function Confirm({ finding, label }: { finding: Finding | undefined; label: string }) {
  const { content, set, fixed } = useEntry();
  const w = useWords(forms);
  if (!finding || fixed) return null;
  const { pointer, code, value = '' } = finding;
  const others = (content.confirmed ?? []).filter((one) => one.pointer !== pointer || one.code !== code);
  return (
    <div>
      <Button small label={w.confirmOf(label)} onPress={() => set('/confirmed', [...others, { pointer, code, value }])}>
        {w.confirm}
      </Button>
    </div>
  );
}

export function FormText(props: At & { figures?: boolean; maxLength?: number; inputMode?: 'numeric' | 'text' }) {
  const { content, set, fixed } = useEntry();
  const at = useAt(props.pointer);
  const label = useLabel(props.label, props.says);
  return (
    <div className="form-field" data-pointer={props.pointer}>
      <TextField
        {...below(at)}
        label={label}
        hint={props.hint}
        figures={props.figures === true}
        inputMode={props.inputMode ?? 'text'}
        maxLength={props.maxLength ?? 120}
        readOnly={fixed}
        value={textOf(valueAt(content, props.pointer))}
        onChange={(value) => set(props.pointer, value)}
      />
      <Confirm finding={at.confirm} label={label} />
    </div>
  );
}

export function FormArea(props: At & { maxLength: number; rows?: number; voice?: boolean }) {
  const { content, set, fixed } = useEntry();
  const at = useAt(props.pointer);
  const value = textOf(valueAt(content, props.pointer));
  return (
    <div className="form-field" data-pointer={props.pointer}>
      <TextArea
        {...below(at)}
        label={useLabel(props.label, props.says)}
        hint={props.hint}
        rows={props.rows ?? 3}
        maxLength={props.maxLength * 2}
        voice={props.voice === true}
        value={value}
        onChange={(next) => !fixed && set(props.pointer, next)}
      />
    </div>
  );
}

export function FormDay(props: At & { lean?: 'past' | 'future'; birth?: boolean }) {
  const { content, set, fixed } = useEntry();
  const at = useAt(props.pointer);
  const label = useLabel(props.label, props.says);
  return (
    <div className="form-field" data-pointer={props.pointer}>
      <DateField
        {...below(at)}
        label={label}
        hint={props.hint}
        lean={props.lean ?? 'past'}
        ageless={props.birth !== true}
        value={textOf(valueAt(content, props.pointer)) || null}
        onChange={(value) => !fixed && set(props.pointer, value)}
      />
      <Confirm finding={at.confirm} label={label} />
    </div>
  );
}

/** A number as people write it: "1,5". What is no number is not taken. */
export function FormNumber(props: At & { decimals?: boolean }) {
  const { content, set, fixed } = useEntry();
  const at = useAt(props.pointer);
  const { language } = useLanguage();
  const value = valueAt(content, props.pointer);
  const written = typeof value === 'number' ? (language === 'de' ? String(value).replace('.', ',') : String(value)) : '';
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    const tidy = text.trim().replace(',', '.');
    if (!(props.decimals ? /^\d{0,3}(\.\d{0,2})?$/ : /^\d{0,3}$/).test(tidy)) return;
    setTyped(text);
    set(props.pointer, tidy === '' || tidy === '.' ? null : Number(tidy));
  };
  return (
    <div className="form-field short" data-pointer={props.pointer}>
      <TextField
        {...below(at)}
        label={useLabel(props.label, props.says)}
        hint={props.hint}
        figures
        inputMode={props.decimals ? 'decimal' : 'numeric'}
        maxLength={6}
        readOnly={fixed}
        value={typed ?? written}
        onChange={type}
        onLeave={() => setTyped(null)}
      />
    </div>
  );
}

/** Ja / nein, nothing chosen at first. */
export function FormYesNo(props: At) {
  const { content, set, fixed } = useEntry();
  const w = useWords(forms);
  const value = valueAt(content, props.pointer);
  return (
    <div className="form-field" data-pointer={props.pointer}>
      <Segments
        {...below(useAt(props.pointer))}
        label={useLabel(props.label, props.says)}
        hint={props.hint}
        choices={[
          { value: 'yes', label: w.yes },
          { value: 'no', label: w.no },
        ]}
        value={value === true ? 'yes' : value === false ? 'no' : null}
        onChange={(next) => !fixed && set(props.pointer, next === 'yes')}
      />
    </div>
  );
}

export function FormChoice<Value extends string>(
  props: At & { labels: Readonly<Record<Value, { de: string; en: string }>>; bar?: boolean },
) {
  const { content, set, fixed } = useEntry();
  const { language } = useLanguage();
  const w = useWords(forms);
  const at = below(useAt(props.pointer));
  const label = useLabel(props.label, props.says);
  const choices = (Object.entries(props.labels) as [Value, { de: string; en: string }][]).map(([value, said]) => ({
    value,
    label: said[language],
  }));
  const value = (valueAt(content, props.pointer) ?? null) as Value | null;
  const take = (next: Value | null) => !fixed && set(props.pointer, next);
  return (
    <div className="form-field" data-pointer={props.pointer}>
      {props.bar ? (
        <Segments {...at} label={label} hint={props.hint} choices={choices} value={value} onChange={take} />
      ) : (
        <SelectField {...at} label={label} hint={props.hint} empty={w.choose} choices={choices} value={value} onChange={take} />
      )}
    </div>
  );
}

/** Open findings of a step, by the pointers that it shows. */
export const openIn = (findings: readonly Finding[], pointers: readonly string[]) =>
  findings.filter((one) => isOpen(one) && pointers.some((pointer) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`)));
