import { useId, useRef } from 'react';
import * as wire from '#rooms/cases/contract/linking.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { forget, useTyped } from '../../../typed.ts';
import {
  announce,
  Banner,
  Button,
  CheckRow,
  Chips,
  DateField,
  type Missing,
  SelectField,
  SidePanel,
  TextField,
} from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { linking } from '../../../words/linking.ts';
import { useReadCaseAgain } from '../data.ts';
import type { Names } from './data.ts';

/** What a new line begins with. */
export interface Wished {
  serviceType?: string;
  domain?: string | null;
  goalIds?: string[];
  measureId?: string;
}

interface FormProps {
  caseId: string;
  names: Names;
  wished: Wished;
  /** The line that is changed; absent where one is added. */
  line?: wire.LineView;
  others: readonly wire.LineView[];
  onClose: () => void;
  onSaved: (id: string) => void;
}

const numberOf = (text: string): number | null | undefined => {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return null;
  const value = Number(plain);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
};
const textOf = (value: number | null | undefined) => (value === null || value === undefined ? '' : String(value).replace('.', ','));

/** Adds a service to the case, or changes what is known of one. */
export function LineForm({ caseId, names, wished, line, others, onClose, onSaved }: FormProps) {
  const w = useWords(linking).form;
  const again = useReadCaseAgain();
  const id = useId();
  const known = names.services.some(({ code }) => code === wished.serviceType) ? (wished.serviceType ?? null) : null;
  const sheet = `cases.line.${line?.id ?? `new.${caseId}`}`;
  const [serviceType, setServiceType] = useTyped<string | null>(sheet, 'serviceType', line?.serviceType ?? known);
  const [domain, setDomain] = useTyped<string | null>(sheet, 'domain', line?.domain ?? wished.domain ?? null);
  const [provider, setProvider] = useTyped(sheet, 'provider', line && !inDirectory(line) ? (line.provider.name ?? '') : '');
  const kind = names.services.find(({ code }) => code === serviceType);
  const [rhythm, setRhythm] = useTyped(sheet, 'rhythm', textOf(line?.rhythmDays));
  const [approved, setApproved] = useTyped(sheet, 'approved', textOf(line?.approvedUnits));
  const [used, setUsed] = useTyped(sheet, 'used', textOf(line?.usedUnits));
  const [until, setUntil] = useTyped(sheet, 'until', line?.validUntil ?? null);
  const [applied, setApplied] = useTyped(sheet, 'applied', line?.followUpAppliedOn ?? null);
  const [continuous, setContinuous] = useTyped(sheet, 'continuous', line?.continuous ?? null);
  const [inpatient, setInpatient] = useTyped(sheet, 'inpatient', line?.inpatient ?? null);
  const [complementary, setComplementary] = useTyped<string[]>(sheet, 'complementary', line?.complementaryWith ?? []);
  const type = useRef<HTMLSelectElement>(null);
  const numbers = { rhythm: numberOf(rhythm), approved: numberOf(approved), used: numberOf(used) };
  const wrong = (value: number | null | undefined) => (value === undefined ? w.number : undefined);
  const missing: Missing[] = [
    ...(serviceType ? [] : [{ what: w.typeMissing, go: () => type.current?.focus() }]),
    ...(Object.values(numbers).includes(undefined)
      ? [{ what: w.number, go: () => document.getElementById(`${id}-numbers`)?.querySelector('input')?.focus() }]
      : []),
  ];
  const submit = useSubmit(async () => {
    const details = {
      domain,
      rhythmDays:
        numbers.rhythm === undefined
          ? null
          : numbers.rhythm === null
            ? line
              ? null
              : (kind?.rhythmDays ?? null)
            : Math.round(numbers.rhythm),
      approvedUnits: numbers.approved ?? null,
      usedUnits: numbers.used ?? null,
      validUntil: until,
      followUpAppliedOn: applied,
      continuous: continuous ?? kind?.continuous ?? true,
      inpatient: inpatient ?? kind?.inpatient ?? false,
      complementaryWith: complementary,
      ...(line && inDirectory(line) ? {} : { provider: { name: provider.trim() || null } }),
    };
    if (line) {
      await call(wire.changeLine, { params: { lineId: line.id }, body: details, ifMatch: line.version });
      announce(w.saved);
      onSaved(line.id);
    } else {
      const made = await call(wire.addLine, {
        params: { id: caseId },
        body: {
          serviceType: serviceType ?? '',
          ...(wished.measureId ? { measureId: wished.measureId } : {}),
          ...(wished.goalIds ? { goalIds: wished.goalIds } : {}),
          ...details,
        },
      });
      announce(w.added(names.service(serviceType ?? '')));
      onSaved(made.id);
    }
    await again();
    forget(sheet);
    onClose();
  });
  const mates = others.filter((one) => one.id !== line?.id);
  return (
    <SidePanel
      title={line ? w.changeTitle : w.addTitle}
      onClose={onClose}
      footer={
        <>
          <Button kind="quiet" onPress={onClose}>
            {w.cancel}
          </Button>
          <Button kind="main" missing={missing} busy={submit.busy} onPress={() => void submit.run()}>
            {w.save}
          </Button>
        </>
      }
    >
      <form className="stack" noValidate onSubmit={(event) => event.preventDefault()}>
        {!line && (
          <SelectField
            label={w.type}
            value={serviceType}
            onChange={setServiceType}
            choices={names.services.map(({ code, name }) => ({ value: code, label: name }))}
            selectRef={type}
            error={submit.at('/serviceType')}
          />
        )}
        <SelectField
          label={w.domain}
          value={domain}
          onChange={setDomain}
          empty="–"
          choices={names.domains.map(({ code, name }) => ({ value: code, label: name }))}
        />
        {line && inDirectory(line) ? null : (
          <TextField label={w.provider} hint={w.providerHint} value={provider} onChange={setProvider} maxLength={120} />
        )}
        <div id={`${id}-numbers`} className="stack">
          <TextField
            label={w.rhythm}
            value={rhythm}
            onChange={setRhythm}
            error={wrong(numbers.rhythm)}
            figures
            hint={kind?.rhythmDays ? String(kind.rhythmDays) : undefined}
          />
          <TextField label={w.approved} value={approved} onChange={setApproved} error={wrong(numbers.approved)} figures />
          <TextField label={w.used} value={used} onChange={setUsed} error={wrong(numbers.used)} figures />
        </div>
        <DateField label={w.until} value={until} onChange={setUntil} />
        <DateField label={w.applied} value={applied} onChange={setApplied} lean="past" ageless />
        <CheckRow checked={continuous ?? kind?.continuous ?? true} onChange={setContinuous}>
          {w.continuous}
        </CheckRow>
        <CheckRow checked={inpatient ?? kind?.inpatient ?? false} onChange={setInpatient}>
          {w.inpatient}
        </CheckRow>
        {mates.length > 0 && (
          <Chips
            label={w.complementary}
            value={complementary}
            onChange={setComplementary}
            choices={mates.map((one) => ({
              value: one.id,
              label: [names.service(one.serviceType), one.provider.name].filter(Boolean).join(', '),
            }))}
          />
        )}
        {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      </form>
    </SidePanel>
  );
}

export const inDirectory = ({ provider }: wire.LineView) =>
  provider.organisationId !== null || provider.practitionerId !== null || provider.serviceId !== null;
