import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { STATES } from '#kernel/codes.ts';
import {
  addContractLine,
  BILLABLE_KINDS,
  type ContractLineView,
  type ContractLineWish,
  endContractLine,
  listContractLines,
  withdrawContractLine,
} from '#rooms/payers/contract/contract-lines.ts';
import { INSURER_GROUPS } from '#rooms/people/rules/cover.ts';
import { getPractice } from '#rooms/soziotherapie/contract/practice.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import {
  Banner,
  Button,
  CheckRow,
  Chips,
  type Column,
  DateField,
  Empty,
  Segments,
  SelectField,
  SidePanel,
  State,
  Table,
  TextField,
} from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { payers } from '../../words/payers.ts';
import { centsOf } from './data.ts';

const STEPS = [60, 30, 15, 6, 3] as const;

/** Prices of the practice's contracts: data of the contract, with validity; two on one day are said. */
export function Prices() {
  const w = useWords(payers);
  const format = useFormat();
  const [shown, setShown] = useState<ContractLineView | 'new' | null>(null);
  const { data } = useQuery({ queryKey: ['money', 'prices'], queryFn: () => call(listContractLines) });
  const columns: Column<ContractLineView>[] = [
    {
      key: 'contract',
      head: w.contract,
      cell: (line) => (
        <Button kind="quiet" small onPress={() => setShown(line)}>
          {line.contractName}
        </Button>
      ),
      sortBy: ({ contractName }) => contractName,
    },
    {
      key: 'group',
      head: w.group,
      cell: ({ insurerGroup, state }) => `${w.groups[insurerGroup] ?? insurerGroup}, ${state}`,
      sortBy: ({ insurerGroup, state }) => `${insurerGroup} ${state}`,
    },
    {
      key: 'setting',
      head: w.setting,
      cell: ({ setting, per }) => (setting === 'group' ? `${w.settings.group}, ${w.perOf[per]}` : w.settings.single),
      sortBy: ({ setting }) => setting,
    },
    {
      key: 'price',
      head: w.price,
      figures: true,
      cell: ({ priceCents }) => format.euro(priceCents),
      sortBy: ({ priceCents }) => priceCents,
    },
    {
      key: 'step',
      head: w.step,
      figures: true,
      cell: ({ stepMinutes }) => w.stepOf(stepMinutes),
      sortBy: ({ stepMinutes }) => stepMinutes,
    },
    {
      key: 'from',
      head: w.from,
      cell: ({ validFrom, validTo }) => (
        <span className="num">
          {format.date(validFrom)} – {validTo ? format.date(validTo) : w.openEnd}
        </span>
      ),
      sortBy: ({ validFrom }) => validFrom,
    },
    {
      key: 'state',
      head: w.hints,
      cell: ({ overlaps }) => (overlaps.length > 0 ? <State tone="no">{w.overlaps}</State> : ''),
      text: ({ overlaps }) => (overlaps.length > 0 ? w.overlaps : ''),
    },
  ];
  return (
    <div className={shown ? 'money-beside' : undefined}>
      <section className="card" aria-labelledby="money-prices">
        <div className="head">
          <h2 id="money-prices">{w.pricesTitle}</h2>
          <span className="end">
            <Button small icon={Plus} onPress={() => setShown('new')}>
              {w.add}
            </Button>
          </span>
        </div>
        {data?.lines.some(({ overlaps }) => overlaps.length > 0) && <Banner tone="no">{w.overlapsHint}</Banner>}
        {data && (
          <Table
            label={w.pricesTitle}
            columns={columns}
            rows={data.lines}
            rowKey={({ id }) => id}
            current={shown && shown !== 'new' ? shown.id : null}
            fileName="preise"
            empty={<Empty>{w.noPrices}</Empty>}
          />
        )}
      </section>
      {shown === 'new' && <NewPrice onClose={() => setShown(null)} />}
      {shown && shown !== 'new' && <OnePrice key={shown.id} line={shown} onClose={() => setShown(null)} />}
    </div>
  );
}

function OnePrice({ line, onClose }: { line: ContractLineView; onClose: () => void }) {
  const w = useWords(payers);
  const format = useFormat();
  const queries = useQueryClient();
  const [to, setTo] = useState<string | null>(line.validTo);
  const after = async () => {
    onClose();
    await queries.invalidateQueries({ queryKey: ['money'] });
  };
  const end = useSubmit(async () => {
    if (to === null) return;
    await call(endContractLine, { params: { id: line.id }, body: { to }, ifMatch: line.version });
    await after();
  });
  const withdraw = useSubmit(async () => {
    await call(withdrawContractLine, { params: { id: line.id }, body: {}, ifMatch: line.version });
    await after();
  });
  const facts: [string, string][] = [
    [w.group, `${w.groups[line.insurerGroup] ?? line.insurerGroup}, ${line.state}`],
    [w.setting, w.settings[line.setting]],
    [w.price, `${format.euro(line.priceCents)}, ${w.perOf[line.per]}`],
    [w.step, w.stepOf(line.stepMinutes)],
    [w.collection, w.collections[line.copayCollection]],
    [w.billable, format.list(line.billableKinds.map((kind) => w.billables[kind]))],
    [w.position, line.positionNumber ?? '–'],
    [w.tariff, line.tariff ?? '–'],
    [w.months, line.invoiceWithinMonths === null ? '–' : String(line.invoiceWithinMonths)],
    [w.providerIk, line.providerIk],
  ];
  return (
    <SidePanel title={line.contractName} onClose={onClose}>
      <dl className="money-facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      <form className="money-form" onSubmit={end.run} aria-label={w.end}>
        <DateField label={w.endOn} value={to} onChange={setTo} ageless />
        {(end.sentence ?? withdraw.sentence) && (
          <Banner tone="no" live="assertive">
            {end.sentence ?? withdraw.sentence}
          </Banner>
        )}
        <div className="row wrap">
          <Button kind="main" type="submit" busy={end.busy}>
            {w.end}
          </Button>
          <Button onPress={withdraw.run} busy={withdraw.busy}>
            {w.withdraw}
          </Button>
        </div>
      </form>
    </SidePanel>
  );
}

function NewPrice({ onClose }: { onClose: () => void }) {
  const w = useWords(payers);
  const { state: states } = useWords(codes);
  const queries = useQueryClient();
  const practice = useQuery({ queryKey: ['soziotherapie', 'practice'], queryFn: () => call(getPractice), staleTime: 300_000 }).data;
  const own = practice?.practice;
  const [price, setPrice] = useState('');
  const [months, setMonths] = useState('');
  const [wish, setWish] = useState<Omit<ContractLineWish, 'priceCents' | 'providerIk' | 'invoiceWithinMonths'>>({
    insurerGroup: 'AOK',
    state: 'NW',
    setting: 'single',
    per: 'head',
    stepMinutes: 15,
    copayCollection: 'insurer',
    billableKinds: ['session'],
    positionNumber: null,
    tariff: null,
    contractName: '',
    validFrom: Temporal.Now.plainDateISO('Europe/Berlin').with({ day: 1 }).toString(),
    validTo: null,
  });
  const [ik, setIk] = useState<string | null>(null);
  const [overlapKnown, setOverlapKnown] = useState(false);
  const set = (more: Partial<typeof wish>) => setWish({ ...wish, ...more });
  const cents = centsOf(price);
  const submit = useSubmit(async () => {
    if (cents === null) return;
    const body = {
      ...wish,
      priceCents: cents,
      providerIk: ik ?? own?.ik ?? '',
      invoiceWithinMonths: months === '' ? null : Number(months),
      overlapKnown,
    };
    await call(addContractLine, { body });
    onClose();
    await queries.invalidateQueries({ queryKey: ['money'] });
  });
  return (
    <SidePanel title={w.addTitle} onClose={onClose}>
      <form className="money-form" onSubmit={submit.run} aria-label={w.addTitle}>
        <TextField
          label={w.contract}
          maxLength={120}
          required
          value={wish.contractName}
          onChange={(contractName) => set({ contractName })}
          error={submit.at('/contractName')}
        />
        <SelectField
          label={w.group}
          choices={INSURER_GROUPS.map((value) => ({ value, label: w.groups[value] ?? value }))}
          value={wish.insurerGroup}
          onChange={(insurerGroup) => insurerGroup && set({ insurerGroup })}
        />
        <SelectField
          label={w.state}
          choices={STATES.map((value) => ({ value, label: states[value] }))}
          value={STATES.find((one) => one === wish.state) ?? null}
          onChange={(state) => state && set({ state })}
        />
        <Segments
          label={w.setting}
          choices={[
            { value: 'single', label: w.settings.single },
            { value: 'group', label: w.settings.group },
          ]}
          value={wish.setting}
          onChange={(setting) => set({ setting, per: 'head' })}
        />
        {wish.setting === 'group' && (
          <Segments
            label={w.per}
            choices={[
              { value: 'head', label: w.perOf.head },
              { value: 'group', label: w.perOf.group },
            ]}
            value={wish.per}
            onChange={(per) => set({ per })}
          />
        )}
        <TextField
          label={w.priceEuro}
          inputMode="decimal"
          figures
          required
          value={price}
          onChange={setPrice}
          error={submit.at('/priceCents') ?? (price !== '' && cents === null ? w.priceUnreadable : undefined)}
        />
        <SelectField
          label={w.step}
          choices={STEPS.map((value) => ({ value: String(value), label: w.stepOf(value) }))}
          value={String(wish.stepMinutes)}
          onChange={(value) => set({ stepMinutes: STEPS.find((one) => String(one) === value) ?? 15 })}
        />
        <Segments
          label={w.collection}
          choices={[
            { value: 'insurer', label: w.collections.insurer },
            { value: 'provider', label: w.collections.provider },
          ]}
          value={wish.copayCollection}
          onChange={(copayCollection) => set({ copayCollection })}
        />
        <Chips
          label={w.billable}
          choices={BILLABLE_KINDS.map((value) => ({ value, label: w.billables[value] }))}
          value={wish.billableKinds}
          onChange={(billableKinds) => set({ billableKinds })}
        />
        <TextField
          label={w.months}
          inputMode="numeric"
          figures
          maxLength={2}
          value={months}
          onChange={(value) => setMonths(value.replaceAll(/\D/g, ''))}
        />
        <TextField
          label={w.position}
          inputMode="numeric"
          figures
          maxLength={7}
          value={wish.positionNumber ?? ''}
          onChange={(value) => set({ positionNumber: value.trim() || null })}
          error={submit.at('/positionNumber')}
        />
        <TextField
          label={w.tariff}
          figures
          maxLength={5}
          value={wish.tariff ?? ''}
          onChange={(value) => set({ tariff: value.trim().toUpperCase() || null })}
          error={submit.at('/tariff')}
        />
        <TextField
          label={w.providerIk}
          figures
          maxLength={30}
          value={ik ?? own?.ik ?? ''}
          onChange={setIk}
          error={submit.at('/providerIk')}
        />
        <DateField label={w.from} ageless value={wish.validFrom} onChange={(validFrom) => validFrom && set({ validFrom })} />
        <DateField label={w.to} ageless value={wish.validTo} onChange={(validTo) => set({ validTo })} error={submit.at('/validTo')} />
        {submit.problem?.code === 'contract-line-overlaps' && (
          <CheckRow checked={overlapKnown} onChange={setOverlapKnown}>
            {w.overlapKnown}
          </CheckRow>
        )}
        {submit.sentence && (
          <Banner tone="no" live="assertive">
            {submit.sentence}
          </Banner>
        )}
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.save}
        </Button>
      </form>
    </SidePanel>
  );
}
