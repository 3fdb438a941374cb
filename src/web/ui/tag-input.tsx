import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, type Ref, useId, useRef, useState } from 'react';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { announce } from './announce.tsx';
import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';

export interface TagOption {
  key: string;
  label: string;
  /** At the right, quiet: "F32–F33". */
  detail?: string;
}

interface TagInputProps extends FieldProps {
  value: readonly TagOption[];
  onChange: (value: TagOption[]) => void;
  /** Suggestions for what is typed, best first; asked again with each letter. */
  suggest: (text: string) => readonly TagOption[];
  /** What is being typed, where the suggestions come from the server. */
  onText?: (text: string) => void;
  placeholder?: string;
  /** Suggestions also while nothing is typed. */
  eager?: boolean;
  max?: number;
  /** More inside a chip, e.g. a switch "gern". */
  chip?: (tag: TagOption) => ReactNode;
  inputRef?: Ref<HTMLInputElement>;
}

/** Several values, found by typing (ARIA combobox with a list). Enter or Tab takes the first, Backspace in the empty field removes the last. */
export function TagInput(props: TagInputProps) {
  const w = useWords(shell);
  const id = useId();
  const own = useRef<HTMLInputElement | null>(null);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const full = props.max !== undefined && props.value.length >= props.max;
  const wanted = open && !full && (props.eager || text.trim() !== '');
  const options = wanted ? props.suggest(text.trim()).filter((one) => !props.value.some((tag) => tag.key === one.key)) : [];
  const chosen = options[Math.min(active, options.length - 1)];

  const type = (next: string) => {
    setText(next);
    setActive(0);
    setOpen(true);
    props.onText?.(next.trim());
  };
  const take = (option: TagOption) => {
    props.onChange([...props.value, option]);
    setText('');
    setActive(0);
    setOpen(false);
  };
  const remove = (tag: TagOption) => {
    props.onChange(props.value.filter((one) => one.key !== tag.key));
    announce(w.removed(tag.label));
    own.current?.focus();
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    const last = props.value.at(-1);
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!wanted) setOpen(true);
      else if (options.length > 0) setActive((active + (event.key === 'ArrowDown' ? 1 : options.length - 1)) % options.length);
    } else if (
      chosen &&
      !event.ctrlKey &&
      !event.metaKey &&
      (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey && text.trim() !== ''))
    ) {
      // Tab takes what is marked and stays; the next Tab goes on.
      event.preventDefault();
      take(chosen);
    } else if (event.key === 'Escape' && wanted) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else if (event.key === 'Backspace' && text === '' && last) remove(last);
  };
  return (
    <Field {...props}>
      {({ labelId, 'aria-invalid': invalid, ...ids }) => (
        <div className="box" data-invalid={invalid}>
          {props.value.map((tag) => (
            <span key={tag.key} className="chip">
              {tag.label}
              {props.chip?.(tag)}
              <button type="button" aria-label={w.remove(tag.label)} onClick={() => remove(tag)}>
                <Icon of={X} />
              </button>
            </span>
          ))}
          <input
            {...ids}
            role="combobox"
            aria-invalid={invalid}
            aria-expanded={options.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={chosen ? `${id}-${chosen.key}` : undefined}
            value={text}
            placeholder={props.value.length === 0 ? props.placeholder : undefined}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => type(event.target.value)}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onKeyDown={press}
            ref={(element) => {
              own.current = element;
              if (typeof props.inputRef === 'function') props.inputRef(element);
              else if (props.inputRef) props.inputRef.current = element;
            }}
          />
          <div className="options" id={`${id}-list`} role="listbox" aria-labelledby={labelId} hidden={options.length === 0}>
            {options.map((option) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
              <div
                key={option.key}
                id={`${id}-${option.key}`}
                className="option"
                role="option"
                tabIndex={-1}
                aria-selected={option.key === chosen?.key}
                data-active={option.key === chosen?.key}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => take(option)}
              >
                {option.label}
                {option.detail && <small>{option.detail}</small>}
              </div>
            ))}
          </div>
          <span className="vh" role="status">
            {wanted && text.trim() !== '' ? w.found(options.length) : ''}
          </span>
        </div>
      )}
    </Field>
  );
}
