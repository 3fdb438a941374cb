import { UploadField } from '../papers/upload-field.tsx';

/** The paper that belongs to a step: uploaded here, kept with the file, named by its id. */
export function FileField(props: {
  label: string;
  hint?: string | undefined;
  kind: string;
  personId: string;
  prescriptionId: string;
  onChange: (id: string) => void;
  error?: string | undefined;
}) {
  return (
    <UploadField
      personId={props.personId}
      kind={props.kind}
      audience="office"
      object={{ kind: 'prescription', id: props.prescriptionId }}
      label={props.label}
      {...(props.hint !== undefined && { hint: props.hint })}
      error={props.error}
      onKept={({ id }) => props.onChange(id)}
    />
  );
}
