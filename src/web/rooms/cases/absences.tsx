import { useQuery } from '@tanstack/react-query';
import { CalendarX } from 'lucide-react';
import { useState } from 'react';
import * as wire from '#rooms/cases/contract/caseload.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { announce, Banner, Button, DateField, Empty, SelectField, SidePanel, State } from '../../ui/index.ts';
import { caseload } from '../../words/caseload.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { absencesQuery, boardQuery } from './caseload-data.ts';
import { useReadCaseAgain } from './data.ts';
import { toField } from './fields.ts';

/** Who is away, who stands in. One's own can be set by oneself, everybody's by the lead. */
export default function Absences() {
  const w = useWords(caseload);
  const faults = useWords(problems);
  const { data, error } = useQuery(absencesQuery);
  const board = useQuery(boardQuery).data;
  const [open, setOpen] = useState<wire.Absence | 'new' | null>(null);
  return (
    <section className="card stack" aria-labelledby="h-absences">
      <div className="row wrap">
        <h2 id="h-absences">{w.absences}</h2>
        <span className="end">
          <Button small icon={CalendarX} onPress={() => setOpen('new')}>
            {w.newAbsence}
          </Button>
        </span>
      </div>
      <p className="s q">{w.absenceText}</p>
      {error && <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>}
      {data && data.absences.length === 0 && <Empty>{w.noAbsence}</Empty>}
      {data && data.absences.length > 0 && (
        <ul className="plain rows">
          {data.absences.map((absence) => (
            <Row key={absence.id} absence={absence} today={data.today} onChange={() => setOpen(absence)} />
          ))}
        </ul>
      )}
      {open && board && (
        <AbsencePanel
          key={open === 'new' ? 'new' : open.id}
          board={board}
          absence={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

function Row({ absence, today, onChange }: { absence: wire.Absence; today: string; onChange: () => void }) {
  const w = useWords(caseload);
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const withdraw = useSubmit(async () => {
    await call(wire.withdrawAbsence, { params: { id: absence.id }, body: {}, ifMatch: absence.version });
    announce(w.withdrawn);
    await readAgain();
  });
  const running = absence.fromOn <= today;
  return (
    <li className="row wrap absence">
      <b>{absence.name}</b>
      <span className="num">{w.fromTo(format.day(absence.fromOn), format.day(absence.toOn))}</span>
      {absence.substituteName ? (
        <span>
          {w.substitute}: {absence.substituteName}
        </span>
      ) : (
        <State tone={running ? 'no' : 'partly'}>
          {w.substitute}: {w.nobody}
        </State>
      )}
      {absence.substituteAway && (
        <State tone="no">
          {absence.substituteName} {w.substituteAway}
        </State>
      )}
      {absence.mayChange && (
        <span className="end row">
          <Button small kind="quiet" label={w.changeNamed(absence.name)} onPress={onChange}>
            {w.change}
          </Button>
          <Button small kind="quiet" busy={withdraw.busy} label={w.withdrawNamed(absence.name)} onPress={withdraw.run}>
            {w.withdraw}
          </Button>
        </span>
      )}
      {withdraw.sentence && (
        <Banner tone="no" live="assertive">
          {withdraw.sentence}
        </Banner>
      )}
    </li>
  );
}

interface AbsencePanelProps {
  board: { accountId: string; leads: boolean; team: wire.TeamMember[] };
  absence: wire.Absence | null;
  onClose: () => void;
}

function AbsencePanel({ board, absence, onClose }: AbsencePanelProps) {
  const w = useWords(caseload);
  const readAgain = useReadCaseAgain();
  const sheet = `cases.absence.${absence?.id ?? 'new'}`;
  const [accountId, setAccount] = useTyped<string | null>(sheet, 'accountId', absence?.accountId ?? board.accountId);
  const [fromOn, setFrom] = useTyped<string | null>(sheet, 'fromOn', absence?.fromOn ?? null);
  const [toOn, setTo] = useTyped<string | null>(sheet, 'toOn', absence?.toOn ?? null);
  const [substituteId, setSubstitute] = useTyped<string | null>(sheet, 'substituteId', absence?.substituteId ?? null);
  const choices = board.team.map((one) => ({ value: one.accountId, label: one.name }));
  const submit = useSubmit(async () => {
    if (!accountId || !fromOn || !toOn) return;
    if (absence)
      await call(wire.changeAbsence, { params: { id: absence.id }, body: { fromOn, toOn, substituteId }, ifMatch: absence.version });
    else await call(wire.setAbsence, { body: { accountId, fromOn, toOn, substituteId } });
    forget(sheet);
    announce(absence ? w.saved : w.absenceSet);
    await readAgain();
    onClose();
  });
  const missing = [
    ...(fromOn ? [] : [{ what: w.from, go: () => toField(document.querySelector('.panel'), w.from) }]),
    ...(toOn ? [] : [{ what: w.until, go: () => toField(document.querySelector('.panel'), w.until) }]),
  ];
  return (
    <SidePanel
      title={absence ? w.changeAbsence : w.newAbsence}
      onClose={onClose}
      footer={
        <Button kind="main" busy={submit.busy} onPress={submit.run} missing={missing}>
          {w.save}
        </Button>
      }
    >
      <div className="stack">
        <p>{w.absenceText}</p>
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        {board.leads && !absence && (
          <SelectField label={w.who} choices={choices} value={accountId} onChange={setAccount} error={submit.at('/accountId')} />
        )}
        <DateField label={w.from} value={fromOn} onChange={setFrom} error={submit.at('/fromOn')} required />
        <DateField label={w.until} value={toOn} onChange={setTo} error={submit.at('/toOn')} required />
        <SelectField
          label={w.substitute}
          empty={w.nobody}
          choices={choices.filter(({ value }) => value !== accountId)}
          value={substituteId}
          onChange={setSubstitute}
          error={submit.at('/substituteId')}
        />
        {!substituteId && <Banner tone="partly">{w.nobodyWarning}</Banner>}
      </div>
    </SidePanel>
  );
}
