import { lazy, Suspense } from 'react';
import { DateField, Field, SelectField } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { problems } from '../../words/problems.ts';
import { CALLER_ROLES, type CallerRole, without } from './form.ts';
import { useDeskState } from './use-desk.ts';

const Speaks = lazy(() => import('./speaks.tsx'));

/** For whom the call is, how old the person is, and who speaks for a minor or for an adult with a court guardian. */
export function Who() {
  const w = useWords(placementWords);
  const { form, change, speaks, unsaved } = useDeskState();
  const p = useWords(problems);
  const setRole = (role: CallerRole) => {
    const { betreuung, ...criteria } = form.criteria;
    // What is not asked yet is to be asked (rule book A.1.6); for everybody else it is no question.
    if (role === 'court-guardian')
      change({ callerRole: role, criteria: { ...criteria, betreuung: betreuung ?? { scopeKnown: false, certificateSeen: false } } });
    else change({ callerRole: role, criteria: without(form.criteria, 'betreuung') });
  };
  const minor = speaks.band !== 'adult' && speaks.band !== 'unknown';
  return (
    <>
      <Field label={w.bornRole} group>
        {() => (
          <div className="two">
            <div data-field="birthDate" data-stop>
              <DateField
                label={w.birthDate}
                hideLabel
                value={form.birthDate}
                onChange={(birthDate) => change({ birthDate })}
                lean="past"
                strict
                error={unsaved?.at('/person/birthDate', p)}
              />
            </div>
            <SelectField
              label={w.callerRole}
              hideLabel
              choices={CALLER_ROLES.map((value) => ({ value, label: w.roles[value] }))}
              value={form.callerRole}
              onChange={(role) => role && setRole(role)}
            />
          </div>
        )}
      </Field>
      {(minor || (speaks.band === 'adult' && form.callerRole === 'court-guardian')) && (
        <Suspense fallback={null}>
          <Speaks />
        </Suspense>
      )}
    </>
  );
}
