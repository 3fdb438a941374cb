import { Check } from 'lucide-react';
import { type ReactNode, type Ref, useId } from 'react';
import { Field, type FieldProps } from './field.tsx';
import { Icon } from './icon.tsx';

export interface Choice<Value extends string> {
  value: Value;
  label: string;
  /** Said instead of a short label such as "?" */
  spoken?: string;
}

interface OneOf<Value extends string> extends FieldProps {
  choices: readonly Choice<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
}

/** One of few: a radio group that looks like one bar. */
export function Segments<Value extends string>(props: OneOf<Value> & { firstRef?: Ref<HTMLInputElement> }) {
  const name = useId();
  return (
    <Field {...props} group>
      {(ids) => (
        <div
          className="seg"
          role="radiogroup"
          aria-labelledby={ids.labelId}
          aria-describedby={ids['aria-describedby']}
          data-invalid={ids['aria-invalid']}
        >
          {props.choices.map((choice, index) => (
            <label key={choice.value}>
              <input
                type="radio"
                name={name}
                checked={choice.value === props.value}
                onChange={() => props.onChange(choice.value)}
                aria-label={choice.spoken}
                ref={index === 0 ? props.firstRef : undefined}
              />
              {choice.label}
            </label>
          ))}
        </div>
      )}
    </Field>
  );
}

/** One of many. `empty` is what stands there while nothing is chosen. */
export function SelectField<Value extends string>(
  props: Omit<OneOf<Value>, 'onChange'> & { empty?: string; onChange: (value: Value | null) => void; selectRef?: Ref<HTMLSelectElement> },
) {
  return (
    <Field {...props}>
      {({ labelId: _, ...ids }) => (
        <select
          {...ids}
          className="input"
          value={props.value ?? ''}
          onChange={(event) => props.onChange(props.choices.find((choice) => choice.value === event.target.value)?.value ?? null)}
          ref={props.selectRef}
        >
          {(props.empty !== undefined || props.value === null) && <option value="">{props.empty ?? ''}</option>}
          {props.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** Several of few. */
export function Chips<Value extends string>(
  props: FieldProps & { choices: readonly Choice<Value>[]; value: readonly Value[]; onChange: (value: Value[]) => void },
) {
  const toggle = (value: Value, on: boolean) => props.onChange(on ? [...props.value, value] : props.value.filter((one) => one !== value));
  return (
    <Field {...props} group>
      {(ids) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out on the label's grid
        <div className="chips" role="group" aria-labelledby={ids.labelId} aria-describedby={ids['aria-describedby']}>
          {props.choices.map((choice) => (
            <label key={choice.value} className="chip">
              <input
                type="checkbox"
                checked={props.value.includes(choice.value)}
                onChange={(event) => toggle(choice.value, event.target.checked)}
                aria-label={choice.spoken}
              />
              <Icon of={Check} />
              {choice.label}
            </label>
          ))}
        </div>
      )}
    </Field>
  );
}

/** A box to tick, with what it means beside it. `must` frames it until it is ticked. */
export function CheckRow(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  must?: boolean;
  describedBy?: string;
  detail?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className={props.must ? 'must' : undefined}>
      <label className="check" htmlFor={id}>
        <input
          id={id}
          type="checkbox"
          checked={props.checked}
          onChange={(event) => props.onChange(event.target.checked)}
          aria-required={props.must || undefined}
          aria-describedby={[props.detail ? `${id}-detail` : '', props.describedBy ?? ''].join(' ').trim() || undefined}
          ref={props.inputRef}
        />
        <span>{props.children}</span>
      </label>
      {props.detail && (
        <div className="s q check-detail" id={`${id}-detail`}>
          {props.detail}
        </div>
      )}
    </div>
  );
}
