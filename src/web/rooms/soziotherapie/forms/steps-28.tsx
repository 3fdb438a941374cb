import { RESULT_LABELS, SPECIALTY_LABELS } from '#rooms/soziotherapie/rules/forms/labels.ts';
import { CheckRow } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useWords } from '../../../words/language.tsx';
import { alone, FormArea, FormChoice, FormDay, FormNumber, FormText, FormYesNo, useAt, useEntry, valueAt } from './at.tsx';
import { DiagnosesField } from './diagnoses.tsx';
import { FormRows } from './rows.tsx';
import { PrescriberField, Provider, Signature, type StepProps } from './steps-26.tsx';

export function DoctorStep(props: StepProps) {
  return (
    <>
      <PrescriberField {...props} />
      <FormText pointer="/referringDoctor/name" label="referringDoctor" />
      <div className="form-pair">
        <FormText pointer="/referringDoctor/lanr" label="lanr" figures inputMode="numeric" maxLength={20} />
        <FormText pointer="/referringDoctor/bsnr" label="bsnr" figures inputMode="numeric" maxLength={20} />
      </div>
      <FormDay pointer="/header/issueDate" label="issueDate" />
      <FormChoice pointer="/targetSpecialty" label="targetSpecialty" labels={SPECIALTY_LABELS} />
    </>
  );
}

export function ReasonStep() {
  return (
    <>
      <DiagnosesField pointer="/diagnosisOrSuspicion" label="diagnosisOrSuspicion" />
      <FormArea pointer="/reason" label="reason" maxLength={1000} />
      <FormYesNo pointer="/hospitalAvoidance" label="hospitalAvoidance" />
    </>
  );
}

export function UnitsStep() {
  return (
    <>
      <FormNumber pointer="/units" label="units" />
      <Provider />
      <Signature pointer="/prescriberSignature" label="prescriberSignature" />
    </>
  );
}

/** The provider's part: what was given, what became of it, to whom the copy went. */
export function ResultFields() {
  const w = useWords(forms);
  const { content } = useEntry();
  return (
    <>
      <FormRows
        pointer="/deliveredUnits"
        title={w.resultTitle}
        empty={{ on: null, minutes: 60, signed: null }}
        most={20}
        rowName={w.unitRow}
      >
        {(at) => (
          <>
            <FormDay pointer={`${at}/on`} label="on" />
            <FormNumber pointer={`${at}/minutes`} label="minutes" />
            <Signed pointer={`${at}/signed`} />
          </>
        )}
      </FormRows>
      <FormChoice pointer="/result/kind" label="result" labels={RESULT_LABELS} />
      {valueAt(content, '/result/kind') === 'SPECIALIST_REACHED' && <FormDay pointer="/result/on" label="resultOn" />}
      <FormArea pointer="/result/text" label="resultText" maxLength={1000} />
      <FormDay pointer="/sentToInsurerOn" label="sentToInsurerOn" />
      <FormDay pointer="/sentToDoctorOn" label="sentToDoctorOn" />
    </>
  );
}

function Signed({ pointer }: { pointer: string }) {
  const w = useWords(forms);
  const { content, set } = useEntry();
  const { error, note } = useAt(pointer);
  return (
    <div data-pointer={pointer}>
      <CheckRow checked={valueAt(content, pointer) === true} onChange={(value) => set(pointer, value)}>
        {w.signed}
      </CheckRow>
      {(error ?? note) && <p className={error ? 'below err' : 'below hint'}>{error ?? alone(note)}</p>}
    </div>
  );
}
