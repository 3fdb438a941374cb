import { TextField } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useWords } from '../../../words/language.tsx';

/** The paper that belongs to a step, by its number in the file. */
export function FileField(props: {
  label: string;
  hint?: string | undefined;
  kind: string;
  personId: string;
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
}) {
  const w = useWords(forms);
  return (
    <TextField
      label={props.label}
      hint={props.hint ? `${props.hint} ${w.fileIdHint}` : w.fileIdHint}
      error={props.error}
      figures
      maxLength={36}
      value={props.value ?? ''}
      onChange={(text) => props.onChange(text.trim() || null)}
    />
  );
}
