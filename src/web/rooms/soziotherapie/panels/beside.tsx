import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { addExternalUnits, listExternalUnits, withdrawExternalUnits } from '#rooms/soziotherapie/contract/episodes.ts';
import * as wire from '#rooms/soziotherapie/contract/stays.ts';
import { call } from '../../../call.ts';
import { useTyped } from '../../../typed.ts';
import { announce, Button, DateField, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { soziotherapieSteps } from '../../../words/soziotherapie-steps.ts';
import { useReadAgain } from '../data.ts';
import { lacks, type PanelProps, StepPanel } from './panel.tsx';

/** What stands already: a line each, with the way to take it back. */
function Kept({
  empty,
  rows,
}: {
  empty: string;
  rows: readonly { key: string; text: ReactNode; label: string; takeBack?: (() => Promise<unknown>) | undefined }[] | undefined;
}) {
  const w = useWords(soziotherapieSteps);
  const again = useReadAgain();
  if (!rows) return null;
  if (rows.length === 0) return <p className="q">{empty}</p>;
  return (
    <ul className="plain">
      {rows.map(({ key, text, label, takeBack }) => (
        <li key={key} className="kept">
          <span>{text}</span>
          {takeBack && (
            <Button
              small
              kind="quiet"
              label={w.takeBackOf(label)}
              onPress={async () => {
                await takeBack();
                await again();
              }}
            >
              {w.takeBack}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}

const tidyTime = (typed: string) => (typed.trim() === '' ? null : typed.trim().padStart(5, '0'));

export function StaysPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const format = useFormat();
  const params = { id: file.episodeId };
  const { data } = useQuery({ queryKey: ['soziotherapie', 'stays', file.episodeId], queryFn: () => call(wire.listStays, { params }) });
  // who is in hospital now is discharged first
  const running = data?.stays.find(({ dischargedOn }) => dischargedOn === null);
  const sheet = `soziotherapie.stay.${file.episodeId}`;
  const [admittedOn, setAdmitted] = useTyped<string | null>(sheet, 'admittedOn', null);
  const [dischargedOn, setDischarged] = useTyped<string | null>(sheet, 'dischargedOn', null);
  const [admittedAt, setAdmittedAt] = useTyped(sheet, 'admittedAt', '');
  const [dischargedAt, setDischargedAt] = useTyped(sheet, 'dischargedAt', '');
  const act = async () => {
    const left = { dischargedOn, dischargedAt: tidyTime(dischargedAt) };
    const body = running
      ? { admittedOn: running.admittedOn, admittedAt: running.admittedAt, ...left }
      : { admittedOn: admittedOn ?? '', admittedAt: tidyTime(admittedAt), ...left };
    const { blockedSessionIds } = running
      ? await call(wire.changeStay, { params: { id: running.id }, body, ifMatch: running.version })
      : await call(wire.addStay, { params, body });
    if (blockedSessionIds.length > 0) announce(w.blocked(blockedSessionIds.length));
  };
  const said = (from: string, to: string | null) => w.stay(format.date(from), to && format.date(to));
  return (
    <StepPanel
      title={w.steps.stays}
      text={w.staysText}
      action={running ? w.discharge : w.add}
      missing={running ? lacks(dischargedOn === null, w.discharged) : lacks(admittedOn === null, w.admitted)}
      act={act}
      sheet={sheet}
      onClose={onClose}
      kept={
        <Kept
          empty={w.noStays}
          rows={data?.stays.map((stay) => ({
            key: stay.id,
            label: said(stay.admittedOn, stay.dischargedOn),
            text: [said(stay.admittedOn, stay.dischargedOn), stay.dischargedOn === null ? w.stillIn : ''].filter(Boolean).join(', '),
            takeBack: () => call(wire.withdrawStay, { params: { id: stay.id }, body: {}, ifMatch: stay.version }),
          }))}
        />
      }
    >
      {(at) => (
        <>
          {!running && (
            <>
              <DateField label={w.admitted} lean="past" ageless value={admittedOn} onChange={setAdmitted} error={at('/admittedOn')} />
              <TextField
                label={w.admittedAt}
                hint={w.timeHint}
                figures
                value={admittedAt}
                onChange={setAdmittedAt}
                error={at('/admittedAt')}
              />
            </>
          )}
          <DateField label={w.discharged} lean="past" ageless value={dischargedOn} onChange={setDischarged} error={at('/dischargedOn')} />
          <TextField
            label={w.dischargedAt}
            hint={w.timeHint}
            figures
            value={dischargedAt}
            onChange={setDischargedAt}
            error={at('/dischargedAt')}
          />
        </>
      )}
    </StepPanel>
  );
}

export function ParallelPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const format = useFormat();
  const params = { id: file.episodeId };
  const { data } = useQuery({
    queryKey: ['soziotherapie', 'parallel', file.episodeId],
    queryFn: () => call(wire.listParallelCare, { params }),
  });
  const sheet = `soziotherapie.parallel.${file.episodeId}`;
  const [kind, setKind] = useTyped<(typeof wire.PARALLEL_KINDS)[number]>(sheet, 'kind', 'pHKP');
  const [from, setFrom] = useTyped<string | null>(sheet, 'from', null);
  const [to, setTo] = useTyped<string | null>(sheet, 'to', null);
  const [provider, setProvider] = useTyped(sheet, 'provider', '');
  const [goals, setGoals] = useTyped(sheet, 'goals', '');
  const lines = goals.split('\n').flatMap((line) => line.trim() || []);
  return (
    <StepPanel
      title={w.steps.parallel}
      text={w.parallelText}
      action={w.add}
      missing={lacks(from === null, w.from)}
      act={() =>
        call(wire.addParallelCare, {
          params,
          body: { kind, from: from ?? '', to, provider: provider.trim() || null, goals: lines, visits: [] },
        })
      }
      sheet={sheet}
      onClose={onClose}
      kept={
        <Kept
          empty={w.noParallel}
          rows={data?.care.map((care) => ({
            key: care.id,
            label: w.kinds[care.kind],
            text: [w.kinds[care.kind], care.provider, `${format.date(care.from)} – ${care.to ? format.date(care.to) : w.goesOn}`]
              .filter(Boolean)
              .join(', '),
            takeBack: () => call(wire.withdrawParallelCare, { params: { id: care.id }, body: {}, ifMatch: care.version }),
          }))}
        />
      }
    >
      {(at) => (
        <>
          <SelectField
            label={w.kind}
            choices={wire.PARALLEL_KINDS.map((value) => ({ value, label: w.kinds[value] }))}
            value={kind}
            onChange={(value) => value && setKind(value)}
          />
          <DateField label={w.from} lean="past" ageless value={from} onChange={setFrom} error={at('/from')} />
          <DateField label={w.to} value={to} onChange={setTo} error={at('/to')} hint={w.goesOn} />
          <TextField label={w.provider} value={provider} onChange={setProvider} maxLength={120} />
          <TextArea label={w.goals} value={goals} onChange={setGoals} rows={3} maxLength={2000} error={at('/goals')} />
        </>
      )}
    </StepPanel>
  );
}

export function ExternalPanel({ file, onClose }: PanelProps) {
  const w = useWords(soziotherapieSteps);
  const format = useFormat();
  const params = { id: file.episodeId };
  const { data } = useQuery({
    queryKey: ['soziotherapie', 'external', file.episodeId],
    queryFn: () => call(listExternalUnits, { params }),
  });
  const sheet = `soziotherapie.external.${file.episodeId}`;
  const [day, setDay] = useTyped<string | null>(sheet, 'day', null);
  const [minutes, setMinutes] = useTyped(sheet, 'minutes', '');
  const [evidence, setEvidence] = useTyped(sheet, 'evidence', '');
  const count = Number(minutes);
  const wrong = minutes !== '' && !(Number.isInteger(count) && count >= 1 && count <= 7200);
  return (
    <StepPanel
      title={w.steps.external}
      text={w.externalText}
      action={w.add}
      missing={[...lacks(day === null, w.day), ...lacks(minutes === '' || wrong, w.minutes), ...lacks(!evidence.trim(), w.evidence)]}
      act={() => call(addExternalUnits, { params, body: { day: day ?? '', minutes: count, evidence: evidence.trim() } })}
      sheet={sheet}
      onClose={onClose}
      kept={
        <Kept
          empty={w.noExternal}
          rows={data?.units.map((one) => ({
            key: one.id,
            label: format.date(one.day),
            text: [format.date(one.day), w.counted(one.countedMinutes, one.minutes), one.evidence, one.withdrawnAt && w.withdrawn]
              .filter(Boolean)
              .join(', '),
            takeBack: one.withdrawnAt ? undefined : () => call(withdrawExternalUnits, { params: { id: one.id }, body: {} }),
          }))}
        />
      }
    >
      {(at) => (
        <>
          <DateField label={w.day} lean="past" ageless value={day} onChange={setDay} error={at('/day')} />
          <TextField
            label={w.minutes}
            inputMode="numeric"
            figures
            value={minutes}
            onChange={setMinutes}
            error={at('/minutes') ?? (wrong ? w.minutesWrong : undefined)}
          />
          <TextField
            label={w.evidence}
            hint={w.evidenceHint}
            value={evidence}
            onChange={setEvidence}
            maxLength={200}
            error={at('/evidence')}
          />
        </>
      )}
    </StepPanel>
  );
}
