import { Plus } from 'lucide-react';
import { useState } from 'react';
import { type AreaChanges, areaWith, CARE_SYSTEMS, type CareSystem, type ServiceType } from '#rooms/cases/rules/areas.ts';
import { forget, useTyped } from '../../typed.ts';
import { Button, CheckRow, ScrollBox, SelectField, SidePanel, TextField } from '../../ui/index.ts';
import { areas as areaWords } from '../../words/areas.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import type { AreaPart } from './areas.tsx';
import { toField } from './fields.ts';

const NEW: ServiceType = { code: '', de: '', en: '', system: 'health', rhythmDays: 30, inpatient: false, continuous: true };

/** Kinds of service of an area: renamed, removed, added; and the pairs of which only one may run. */
export function AreaServices({ area, may, change, changes }: AreaPart & { changes: AreaChanges | null }) {
  const w = useWords(areaWords);
  const { language } = useLanguage();
  const [open, setOpen] = useState<ServiceType | null>(null);
  const ready = areaWith(area.code).services;
  const away = ready.filter(({ code }) => changes?.removed?.includes(code));
  const isReady = (code: string) => ready.some((one) => one.code === code);
  const own = changes?.services ?? [];
  const keep = (service: ServiceType) => change({ services: [...own.filter(({ code }) => code !== service.code), service] });
  const remove = (code: string) =>
    change({
      services: own.filter((one) => one.code !== code),
      removed: isReady(code) ? [...(changes?.removed ?? []), code] : (changes?.removed ?? []),
      ...(isReady(code) ? {} : { exclusive: area.exclusive.filter((pair) => !pair.includes(code)) }),
    });
  const nameOf = (code: string) => [...area.services, ...ready].find((one) => one.code === code)?.[language] ?? code;
  return (
    <section className="card stack" aria-labelledby="h-services">
      <div className="row wrap">
        <h3 id="h-services">{w.services}</h3>
        {may && (
          <span className="end">
            <Button small icon={Plus} onPress={() => setOpen(NEW)}>
              {w.add}
            </Button>
          </span>
        )}
      </div>
      <ScrollBox labelledBy="h-services">
        <table className="list" aria-labelledby="h-services">
          <thead>
            <tr>
              <th scope="col">{w.service}</th>
              <th scope="col">{w.system}</th>
              <th scope="col">{w.rhythm}</th>
              <th scope="col">{w.code}</th>
              {may && <th scope="col">{w.toDo}</th>}
            </tr>
          </thead>
          <tbody>
            {area.services.map((service) => (
              <tr key={service.code}>
                <th scope="row">{service[language]}</th>
                <td>{w.systems[service.system]}</td>
                <td>{service.inpatient ? w.inpatient : service.rhythmDays === null ? w.noRhythm : w.everyDays(service.rhythmDays)}</td>
                <td className="q s">{service.code}</td>
                {may && (
                  <td>
                    <Button small kind="quiet" label={w.renameNamed(service[language])} onPress={() => setOpen(service)}>
                      {w.rename}
                    </Button>
                    <Button small kind="quiet" label={w.removeNamed(service[language])} onPress={() => remove(service.code)}>
                      {w.remove}
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {away.length > 0 && (
        <>
          <h4>{w.removed}</h4>
          <ul className="plain">
            {away.map((service) => (
              <li key={service.code} className="row wrap">
                <span className="q">{service[language]}</span>
                {may && (
                  <Button
                    small
                    kind="quiet"
                    label={w.bringBackNamed(service[language])}
                    onPress={() => change({ removed: changes?.removed?.filter((code) => code !== service.code) })}
                  >
                    {w.bringBack}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <h4>{w.exclusive}</h4>
      <p className="s q">{w.exclusiveHint}</p>
      <ul className="plain">
        {area.exclusive.map(([one, other]) => (
          <li key={`${one} ${other}`}>
            {nameOf(one)} × {nameOf(other)}
          </li>
        ))}
      </ul>
      {open && (
        <ServicePanel
          key={open.code}
          start={open}
          taken={area.services.map(({ code }) => code)}
          onTake={(service) => {
            keep(service);
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

interface ServicePanelProps {
  start: ServiceType;
  taken: readonly string[];
  onTake: (service: ServiceType) => void;
  onClose: () => void;
}

function ServicePanel({ start, taken, onTake, onClose }: ServicePanelProps) {
  const w = useWords(areaWords);
  const isNew = start.code === '';
  const sheet = `cases.area-service.${start.code || 'new'}`;
  const [service, setService] = useTyped(sheet, 'service', start);
  const [rhythm, setRhythm] = useTyped(sheet, 'rhythm', start.rhythmDays === null ? '' : String(start.rhythmDays));
  const set = (more: Partial<ServiceType>) => setService({ ...service, ...more });
  const codeWrong = isNew && (!/^[a-z][a-z0-9-]{1,38}$/.test(service.code) || taken.includes(service.code));
  const days = rhythm.trim() === '' ? null : Number(rhythm);
  const rhythmWrong = days !== null && !(Number.isInteger(days) && days >= 1 && days <= 365);
  const take = () => {
    forget(sheet);
    onTake({ ...service, rhythmDays: days });
  };
  const missing = [
    ...(service.de.trim() ? [] : [{ what: w.nameDe, go: () => toField(document.querySelector('.panel'), w.nameDe) }]),
    ...(service.en.trim() ? [] : [{ what: w.nameEn, go: () => toField(document.querySelector('.panel'), w.nameEn) }]),
    ...(codeWrong ? [{ what: w.codeWrong, go: () => toField(document.querySelector('.panel'), w.codeWrong) }] : []),
    ...(rhythmWrong ? [{ what: w.numberWrong, go: () => toField(document.querySelector('.panel'), w.numberWrong) }] : []),
  ];
  return (
    <SidePanel
      title={isNew ? w.addTitle : w.renameNamed(start.de)}
      onClose={onClose}
      footer={
        <Button kind="main" onPress={take} missing={missing}>
          {w.take}
        </Button>
      }
    >
      <div className="stack">
        <TextField label={w.nameDe} value={service.de} onChange={(de) => set({ de })} maxLength={80} required />
        <TextField label={w.nameEn} value={service.en} onChange={(en) => set({ en })} maxLength={80} lang="en" required />
        {isNew && (
          <TextField
            label={w.code}
            hint={w.codeHint}
            value={service.code}
            onChange={(code) => set({ code })}
            maxLength={39}
            error={service.code && codeWrong ? w.codeWrong : undefined}
            required
          />
        )}
        <SelectField
          label={w.system}
          choices={CARE_SYSTEMS.map((value) => ({ value, label: w.systems[value] }))}
          value={service.system}
          onChange={(system) => set({ system: system ?? ('health' satisfies CareSystem) })}
        />
        <TextField
          label={`${w.rhythm}, ${w.days}`}
          hint={w.rhythmHint}
          value={rhythm}
          onChange={setRhythm}
          inputMode="numeric"
          figures
          maxLength={3}
          error={rhythmWrong ? w.numberWrong : undefined}
        />
        <CheckRow checked={service.continuous} onChange={(continuous) => set({ continuous })}>
          {w.continuous}
        </CheckRow>
        <CheckRow checked={service.inpatient} onChange={(inpatient) => set({ inpatient })}>
          {w.inpatient}
        </CheckRow>
      </div>
    </SidePanel>
  );
}
