import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { STATES } from '#kernel/codes.ts';
import { findPayers, type Payer } from '#rooms/payers/contract/payers.ts';
import { COVER_BEGINNINGS, getCover, recordCover, recordExemption, withdrawExemption } from '#rooms/people/contract/cover.ts';
import { INSURER_GROUPS } from '#rooms/people/rules/cover.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { Banner, Button, CheckRow, DateField, Segments, SelectField, TextField } from '../../ui/index.ts';
import { billing } from '../../words/billing.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';

const today = () => Temporal.Now.plainDateISO('Europe/Berlin').toString();

/** Who pays from when to when, and certificates of exemption. */
export function CoverCard({ personId, title }: { personId: string; title: string }) {
  const w = useWords(billing).copay;
  const format = useFormat();
  const office = useMay('soziotherapie.office');
  const queries = useQueryClient();
  const [adding, setAdding] = useState<'cover' | 'exemption' | null>(null);
  const { data } = useQuery({ queryKey: ['money', 'cover', personId], queryFn: () => call(getCover, { params: { id: personId } }) });
  const done = async () => {
    setAdding(null);
    await queries.invalidateQueries({ queryKey: ['money'] });
  };
  if (!data) return null;
  return (
    <section className="card" aria-labelledby="money-cover">
      <div className="head">
        <h3 id="money-cover">{title}</h3>
      </div>
      <ul className="money-found">
        {data.covers.map((one) => (
          <li key={one.id}>
            <span>
              <strong>{one.payerName}</strong>
              <span className="q num">
                {' '}
                IK {one.payerIk}
                {one.kvnr && `, ${one.kvnr}`}
              </span>
            </span>
            <span className="num">
              {w.since(format.date(one.from))} {one.to && w.until(format.date(one.to))}
            </span>
          </li>
        ))}
      </ul>
      <h4>{w.exemptions}</h4>
      {data.exemptions.length === 0 && <p className="q s">{w.noExemption}</p>}
      <ul className="money-found">
        {data.exemptions.map((one) => (
          <li key={one.id}>
            <span className="num">
              {format.date(one.from)} – {format.date(one.to)}
            </span>
            {office && (
              <Button
                kind="quiet"
                small
                label={`${w.withdraw}: ${format.date(one.from)}`}
                onPress={async () => {
                  await call(withdrawExemption, { params: { id: one.id }, body: {} });
                  await done();
                }}
              >
                {w.withdraw}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {office && adding === null && (
        <div className="row wrap">
          <Button small onPress={() => setAdding('cover')}>
            {w.newCover}
          </Button>
          <Button small onPress={() => setAdding('exemption')}>
            {w.addExemption}
          </Button>
        </div>
      )}
      {adding === 'exemption' && <ExemptionForm personId={personId} done={done} onBack={() => setAdding(null)} />}
      {adding === 'cover' && <CoverForm personId={personId} first={data.covers.length === 0} done={done} onBack={() => setAdding(null)} />}
    </section>
  );
}

interface FormProps {
  personId: string;
  done: () => Promise<void>;
  onBack: () => void;
}

function ExemptionForm({ personId, done, onBack }: FormProps) {
  const words = useWords(billing);
  const w = words.copay;
  const [from, setFrom] = useState<string | null>(today());
  const [to, setTo] = useState<string | null>(`${today().slice(0, 4)}-12-31`);
  const submit = useSubmit(async () => {
    if (from === null || to === null) return;
    await call(recordExemption, { params: { id: personId }, body: { from, to, fileId: null } });
    await done();
  });
  return (
    <form className="money-form" onSubmit={submit.run} aria-label={w.addExemption}>
      <DateField label={w.exemptFrom} lean="past" ageless value={from} onChange={setFrom} />
      <DateField label={w.exemptTo} ageless value={to} onChange={setTo} />
      <Ending sentence={submit.sentence} busy={submit.busy} onBack={onBack} />
    </form>
  );
}

function Ending({ sentence, busy, onBack }: { sentence: string | undefined; busy: boolean; onBack: () => void }) {
  const w = useWords(billing);
  return (
    <>
      {sentence && (
        <Banner tone="no" live="assertive">
          {sentence}
        </Banner>
      )}
      <div className="row wrap">
        <Button kind="main" small type="submit" busy={busy}>
          {w.save}
        </Button>
        <Button kind="quiet" small onPress={onBack}>
          {w.back}
        </Button>
      </div>
    </>
  );
}

const STATUSES = ['1', '3', '5'] as const;

function CoverForm({ personId, first, done, onBack }: FormProps & { first: boolean }) {
  const w = useWords(billing).copay;
  const { state: states } = useWords(codes);
  const [how, setHow] = useState<(typeof COVER_BEGINNINGS)[number]>(first ? 'new' : 'changed');
  const [sought, setSought] = useState('');
  const [payer, setPayer] = useState<Payer | null>(null);
  const [kvnr, setKvnr] = useState('');
  const [kvnrConfirmed, setConfirmed] = useState(false);
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('1');
  const [state, setState] = useState<(typeof STATES)[number]>('NW');
  const [from, setFrom] = useState<string | null>(today());
  const q = useDeferredValue(sought.trim());
  const { data } = useQuery({
    queryKey: ['money', 'payers', q],
    queryFn: () => call(findPayers, { query: { q } }),
    enabled: q.length > 1 && payer === null,
  });
  const submit = useSubmit(async () => {
    if (from === null) return;
    const payerIk = payer?.ik ?? sought.trim();
    const insurerGroup = INSURER_GROUPS.find((one) => one === payer?.insurerGroup) ?? 'OTHER';
    const body = {
      how,
      payerIk,
      payerName: (payer?.name ?? sought).slice(0, 90),
      kvnr: kvnr.trim() || null,
      kvnrConfirmed,
      insuredStatus: status,
      insurerGroup,
      state,
      from,
      to: null,
    };
    await call(recordCover, { params: { id: personId }, body });
    await done();
  });
  const asked =
    submit.problem?.code === 'kvnr-confirm' ||
    submit.problem?.body.errors?.some(({ code }) => code === 'kvnr-confirm') === true ||
    kvnrConfirmed;
  return (
    <form className="money-form" onSubmit={submit.run} aria-label={w.newCover}>
      {!first && (
        <Segments
          label={w.howLabel}
          choices={COVER_BEGINNINGS.map((value) => ({ value, label: w.how3[value] }))}
          value={how}
          onChange={setHow}
        />
      )}
      <TextField
        label={w.findInsurer}
        value={payer ? `${payer.name}, ${payer.ik}` : sought}
        onChange={(value) => {
          setPayer(null);
          setSought(value);
        }}
        error={submit.at('/payerIk')}
      />
      {payer === null && data && data.payers.length > 0 && (
        <ul className="money-found">
          {data.payers.slice(0, 6).map((one) => (
            <li key={one.ik}>
              <Button kind="quiet" small onPress={() => setPayer(one)}>
                {one.name}
              </Button>
              <span className="q num">{one.ik}</span>
            </li>
          ))}
        </ul>
      )}
      <TextField
        label={w.kvnr}
        figures
        maxLength={30}
        value={kvnr}
        onChange={setKvnr}
        error={submit.at('/kvnr') ?? (submit.problem?.code.startsWith('kvnr') ? submit.sentence : undefined)}
      />
      {asked && (
        <CheckRow checked={kvnrConfirmed} onChange={setConfirmed}>
          {w.kvnrConfirm}
        </CheckRow>
      )}
      <Segments
        label={w.status}
        choices={STATUSES.map((value) => ({ value, label: w.statuses[value] }))}
        value={status}
        onChange={setStatus}
      />
      <SelectField
        label={w.stateLabel}
        choices={STATES.map((value) => ({ value, label: states[value] }))}
        value={state}
        onChange={(value) => value && setState(value)}
      />
      <DateField label={w.coverFrom} lean="past" ageless value={from} onChange={setFrom} />
      <Ending sentence={submit.sentence} busy={submit.busy} onBack={onBack} />
    </form>
  );
}
