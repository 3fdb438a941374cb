import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { Octagon } from './answer-mark.tsx';
import { Icon } from './icon.tsx';

export interface FieldProps {
  label: string;
  /** Read out, but not shown. */
  hideLabel?: boolean;
  /** Beside the label, quiet: "5 gewählt". */
  note?: ReactNode;
  hint?: ReactNode;
  /** Lets you go on. */
  warning?: string | undefined;
  /** Says how to fix it. */
  error?: string | undefined;
}

export interface FieldIds {
  id: string;
  labelId: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** Label, control, and under it the hint, the warning or the error. Label left inside `data-labels="left"`, above elsewhere. */
export function Field(props: FieldProps & { group?: boolean; top?: boolean; children: (ids: FieldIds) => ReactNode }) {
  const id = useId();
  const below = props.error ?? props.warning ?? props.hint;
  const ids: FieldIds = {
    id,
    labelId: `${id}-label`,
    'aria-describedby': below ? `${id}-below` : undefined,
    'aria-invalid': props.error ? true : undefined,
  };
  const label = (
    <>
      {props.label}
      {props.note && <span className="h"> {props.note}</span>}
    </>
  );
  const labelClass = props.hideLabel ? 'vh' : 'label';
  return (
    <div className={props.top ? 'field top' : 'field'}>
      {props.group ? (
        <span className={labelClass} id={ids.labelId}>
          {label}
        </span>
      ) : (
        <label className={labelClass} id={ids.labelId} htmlFor={id}>
          {label}
        </label>
      )}
      {props.children(ids)}
      {below && <Below {...props} id={`${id}-below`} />}
    </div>
  );
}

function Below({ id, error, warning, hint }: Pick<FieldProps, 'error' | 'warning' | 'hint'> & { id: string }) {
  if (error)
    return (
      <p className="below err" id={id}>
        <Octagon /> {error}
      </p>
    );
  if (warning)
    return (
      <p className="below warn" id={id}>
        <Icon of={TriangleAlert} /> {warning}
      </p>
    );
  return (
    <p className="below hint" id={id}>
      {hint}
    </p>
  );
}
