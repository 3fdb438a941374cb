import type { FormFacts } from '#rooms/soziotherapie/contract/forms.ts';
import { CRITERIA } from '#rooms/soziotherapie/rules/eligibility.ts';
import { IMPAIRMENTS } from '#rooms/soziotherapie/rules/forms/fields.ts';
import {
  CRITERION_LABELS,
  DEGREE_LABELS,
  FIELD_LABELS,
  GAF_BANDS,
  gafBand,
  HOSPITAL_LABELS,
  IMPAIRMENT_LABELS,
  KIND_LABELS,
  PARALLEL_LABELS,
} from '#rooms/soziotherapie/rules/forms/labels.ts';
import { Button, CheckRow, Chips, SelectField } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { alone, FormArea, FormChoice, FormDay, FormNumber, FormText, FormYesNo, useAt, useEntry, valueAt } from './at.tsx';
import { DiagnosesField } from './diagnoses.tsx';
import { headerOf } from './prefill.ts';
import { FormRows } from './rows.tsx';

const { TRIAL, INITIAL, FOLLOW_UP, DISCHARGE } = KIND_LABELS;
const KINDS_26 = { TRIAL, INITIAL, FOLLOW_UP, DISCHARGE };

export interface StepProps {
  facts: FormFacts;
  prescriberId: string | null;
  setPrescriber: (id: string | null) => void;
}

/** Who prescribes: choosing writes her numbers into the form. */
export function PrescriberField({ facts, prescriberId, setPrescriber }: StepProps) {
  const w = useWords(forms);
  const { error, warning, note } = useAt('/prescriber');
  const { fixed } = useEntry();
  return (
    <div className="form-field" data-pointer="/prescriber">
      <SelectField
        label={w.prescriber}
        hint={w.prescriberHint}
        error={error}
        warning={warning}
        {...(note !== undefined && { note })}
        empty={w.choose}
        choices={facts.prescribers.map(({ id, name }) => ({ value: id, label: name }))}
        value={prescriberId}
        onChange={(id) => !fixed && setPrescriber(id)}
      />
    </div>
  );
}

export function KindStep(props: StepProps) {
  const w = useWords(forms);
  const { content } = useEntry();
  const kind = valueAt(content, '/kind');
  const previous = kind === 'FOLLOW_UP' || ((valueAt(content, '/previousPrescriptions') as unknown[] | undefined) ?? []).length > 0;
  return (
    <>
      <FormChoice pointer="/kind" label="kind" labels={KINDS_26} bar />
      <PrescriberField {...props} />
      <div className="form-pair">
        <FormText pointer="/header/lanr" label="lanr" figures inputMode="numeric" maxLength={20} />
        <FormText pointer="/header/bsnr" label="bsnr" figures inputMode="numeric" maxLength={20} />
      </div>
      <FormDay pointer="/header/issueDate" label="issueDate" />
      {kind === 'DISCHARGE' && <FormDay pointer="/dischargeDate" label="dischargeDate" />}
      <Transition />
      {previous && (
        <FormRows
          pointer="/previousPrescriptions"
          title={w.previousTitle}
          empty={{ issuedOn: null, prescriber: null, units: null }}
          most={20}
        >
          {(at) => (
            <>
              <FormDay pointer={`${at}/issuedOn`} label="issueDate" />
              <FormText pointer={`${at}/prescriber`} label="prescriber" />
              <FormNumber pointer={`${at}/units`} label="units" />
            </>
          )}
        </FormRows>
      )}
    </>
  );
}

/** Only asked where R24 asks for it. */
function Transition() {
  const { content, findings } = useEntry();
  const asked = findings.some(({ pointer }) => pointer === '/transitionReason') || Boolean(valueAt(content, '/transitionReason'));
  return asked ? <FormArea pointer="/transitionReason" label="transitionReason" maxLength={300} rows={2} /> : null;
}

export function PersonStep({ facts, prescriberId }: StepProps) {
  const w = useWords(forms);
  const { content, set, fixed } = useEntry();
  const takeOver = () => set('/header', { ...headerOf(facts, prescriberId), issueDate: content.header?.issueDate ?? null });
  return (
    <>
      {!fixed && (
        <div>
          <Button small onPress={takeOver}>
            {w.fromFile}
          </Button>
        </div>
      )}
      <div className="form-pair">
        <FormText pointer="/header/surname" label="surname" />
        <FormText pointer="/header/givenName" label="givenName" />
      </div>
      <FormDay pointer="/header/birthDate" label="birthDate" birth />
      <FormText pointer="/header/address/street" label="street" />
      <div className="form-pair">
        <FormText pointer="/header/address/postalCode" label="postalCode" figures inputMode="numeric" maxLength={10} />
        <FormText pointer="/header/address/city" label="city" />
      </div>
      <FormText pointer="/header/address/country" label="country" hint={w.abroadHint} maxLength={40} />
      <div className="form-pair">
        <FormText pointer="/header/insurerName" label="insurerName" />
        <FormText pointer="/header/payerIk" label="payerIk" figures inputMode="numeric" maxLength={20} />
      </div>
      <div className="form-pair">
        <FormText pointer="/header/kvnr" label="kvnr" figures maxLength={20} />
        <FormText pointer="/header/insuredStatus" label="insuredStatus" hint={w.statusHint} figures maxLength={10} />
      </div>
    </>
  );
}

export function DiagnosisStep({ facts }: StepProps) {
  const w = useWords(forms);
  const format = useFormat();
  const { language } = useLanguage();
  const { content, set, fixed } = useEntry();
  const gaf = valueAt(content, '/gaf');
  const band = typeof gaf === 'number' ? gafBand(gaf) : undefined;
  const criteria = useAt('/individualCriteria');
  return (
    <>
      <DiagnosesField pointer="/diagnoses" label="diagnoses" />
      <FormNumber pointer="/gaf" label="gaf" hint={band ? w.gafBand(band.from, band.to, band[language]) : w.gafHint} />
      {facts.ratings.length > 0 && (
        <p className="s q">
          {w.ratings}: {facts.ratings.map(({ gaf: value, ratedOn }) => w.rating(value, format.date(ratedOn))).join(', ')}
        </p>
      )}
      <details className="gaf-bands">
        <summary>{w.gafBands}</summary>
        <ul>
          {GAF_BANDS.map((one) => (
            <li key={one.from}>{w.gafBand(one.from, one.to, one[language])}</li>
          ))}
        </ul>
      </details>
      <fieldset className="form-rows" data-pointer="/impairments">
        <legend className="label">{FIELD_LABELS.impairments[language]}</legend>
        <Below pointer="/impairments" />
        {IMPAIRMENTS.map((group) => (
          <div key={group} className="form-impairment">
            <FormChoice
              pointer={`/impairments/${group}/degree`}
              label="degree"
              says={IMPAIRMENT_LABELS[group][language]}
              labels={DEGREE_LABELS}
              bar
            />
            {Boolean(valueAt(content, `/impairments/${group}/degree`)) && valueAt(content, `/impairments/${group}/degree`) !== 'none' && (
              <FormArea
                pointer={`/impairments/${group}/text`}
                label="diagnosisText"
                says={`${IMPAIRMENT_LABELS[group][language]}: ${w.text}`}
                maxLength={300}
                rows={1}
              />
            )}
          </div>
        ))}
      </fieldset>
      <div data-pointer="/individualCriteria">
        <Chips
          label={FIELD_LABELS.individualCriteria[language]}
          hint={w.individualHint}
          error={criteria.error}
          {...(criteria.note !== undefined && { note: criteria.note })}
          choices={CRITERIA.map((one) => ({ value: one, label: CRITERION_LABELS[one][language] }))}
          value={(valueAt(content, '/individualCriteria') as (typeof CRITERIA)[number][] | undefined) ?? []}
          onChange={(value) => !fixed && set('/individualCriteria', value)}
        />
      </div>
      <FormArea pointer="/individualJustification" label="individualJustification" maxLength={1000} />
    </>
  );
}

/** What is said about a group of fields as a whole. */
function Below({ pointer }: { pointer: string }) {
  const { error, warning, note } = useAt(pointer);
  if (error) return <p className="below err">{error}</p>;
  return note || warning ? <p className="below warn">{warning ?? alone(note)}</p> : null;
}

export function NeedsStep() {
  return (
    <>
      <FormYesNo pointer="/cannotUseCareIndependently" label="cannotUseCareIndependently" />
      <FormChoice pointer="/hospitalReason" label="hospitalReason" labels={HOSPITAL_LABELS} bar />
      <FormYesNo pointer="/therapyAbility" label="therapyAbility" />
      <FormArea pointer="/therapyAbilityText" label="therapyAbilityText" maxLength={500} rows={2} />
      <FormArea pointer="/goals" label="goals" maxLength={1000} voice />
    </>
  );
}

export function AmountStep() {
  const w = useWords(forms);
  return (
    <>
      <div className="form-pair">
        <FormNumber pointer="/unitsPrescribed" label="unitsPrescribed" />
        <FormNumber pointer="/frequencyPerWeek" label="frequencyPerWeek" decimals />
      </div>
      <FormYesNo pointer="/groupAllowed" label="groupAllowed" />
      <div className="form-pair">
        <FormDay pointer="/periodFrom" label="periodFrom" lean="future" />
        <FormDay pointer="/periodTo" label="periodTo" lean="future" />
      </div>
      <FormRows pointer="/parallelCare" title={w.addParallel} empty={{ kind: 'pHKP', text: null }} most={10} add={w.addParallel}>
        {(at) => (
          <>
            <FormChoice pointer={`${at}/kind`} label="parallelCare" labels={PARALLEL_LABELS} />
            <FormText pointer={`${at}/text`} label="diagnosisText" says={w.parallelNote} maxLength={100} />
          </>
        )}
      </FormRows>
    </>
  );
}

export function Provider() {
  return (
    <div className="form-pair">
      <FormText pointer="/provider/name" label="providerName" />
      <FormText pointer="/provider/ik" label="providerIk" figures inputMode="numeric" maxLength={20} />
    </div>
  );
}

/** A mark and its day. */
export function Signature({
  pointer,
  label,
  by,
}: {
  pointer: string;
  label: 'prescriberSignature' | 'patientApplicationSignature';
  by?: boolean;
}) {
  const w = useWords(forms);
  const { language } = useLanguage();
  const { content, set, fixed } = useEntry();
  const signed = valueAt(content, `${pointer}/signed`) === true;
  const labels = {
    patient: { de: w.signedBy.patient, en: w.signedBy.patient },
    representative: { de: w.signedBy.representative, en: w.signedBy.representative },
  };
  return (
    <fieldset className="form-rows" data-pointer={pointer}>
      <legend className="label">{FIELD_LABELS[label][language]}</legend>
      <div data-pointer={`${pointer}/signed`}>
        <CheckRow checked={signed} onChange={(value) => !fixed && set(`${pointer}/signed`, value)}>
          {w.signed}
        </CheckRow>
        <Below pointer={`${pointer}/signed`} />
      </div>
      {signed && (
        <div className="form-pair">
          <FormDay pointer={`${pointer}/on`} label="signedOn" />
          {by && <FormChoice pointer={`${pointer}/by`} label="signedBy" labels={labels} />}
        </div>
      )}
    </fieldset>
  );
}

export function SignStep() {
  return (
    <>
      <Provider />
      <Signature pointer="/prescriberSignature" label="prescriberSignature" />
      <Signature pointer="/patientApplicationSignature" label="patientApplicationSignature" by />
    </>
  );
}
