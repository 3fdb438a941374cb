import type { HTMLInputAutoCompleteAttribute, KeyboardEvent, Ref } from 'react';
import { Field, type FieldProps } from './field.tsx';

interface TextProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** Checked on leaving. */
  onLeave?: () => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'url';
  inputMode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'search';
  autoComplete?: HTMLInputAutoCompleteAttribute;
  name?: string;
  placeholder?: string;
  maxLength?: number;
  readOnly?: boolean;
  required?: boolean;
  lang?: string;
  /** Figures stand under each other. */
  figures?: boolean;
  inputRef?: Ref<HTMLInputElement>;
}

export function TextField(props: TextProps) {
  return (
    <Field {...props}>
      {({ labelId: _, ...ids }) => (
        <input
          {...ids}
          className={props.figures ? 'input num' : 'input'}
          type={props.type ?? 'text'}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={props.onLeave}
          onKeyDown={props.onKeyDown}
          inputMode={props.inputMode}
          autoComplete={props.autoComplete ?? 'off'}
          name={props.name}
          placeholder={props.placeholder}
          maxLength={props.maxLength}
          readOnly={props.readOnly}
          aria-required={props.required || undefined}
          lang={props.lang}
          spellCheck={false}
          ref={props.inputRef}
        />
      )}
    </Field>
  );
}

interface AreaProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  onLeave?: () => void;
  rows?: number;
  maxLength?: number;
  placeholder?: string;
  lang?: string;
  /** What a person says stands in the voice's letters. */
  voice?: boolean;
  areaRef?: Ref<HTMLTextAreaElement>;
}

export function TextArea(props: AreaProps) {
  return (
    <Field {...props} top>
      {({ labelId: _, ...ids }) => (
        <textarea
          {...ids}
          className={props.voice ? 'input said' : 'input'}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={props.onLeave}
          rows={props.rows ?? 2}
          maxLength={props.maxLength}
          placeholder={props.placeholder}
          lang={props.lang}
          ref={props.areaRef}
        />
      )}
    </Field>
  );
}
