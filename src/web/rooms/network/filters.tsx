import { useState } from 'react';
import type { z } from 'zod';
import { ACCESS_FEATURES, INSURANCE_KINDS, PROBLEM_CODES, PROCEDURES, SETTINGS } from '#kernel/codes.ts';
import { PLACE_KINDS, type practitioners } from '#rooms/directory/contract.ts';
import type { Problem } from '../../problem.ts';
import { Button, CheckRow, type Choice, SelectField, TextField } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { network as networkWords } from '../../words/network.ts';
import { problems } from '../../words/problems.ts';

type Query = z.input<NonNullable<typeof practitioners.query>>;

/** What stands in the fields, as typed. */
export interface Filters {
  text: string;
  kind: (typeof PLACE_KINDS)[number] | null;
  procedure: (typeof PROCEDURES)[number] | null;
  setting: (typeof SETTINGS)[number] | null;
  insurance: (typeof INSURANCE_KINDS)[number] | null;
  language: string | null;
  focus: (typeof PROBLEM_CODES)[number] | null;
  access: (typeof ACCESS_FEATURES)[number] | null;
  age: string;
  postalCode: string;
  km: string | null;
  open: boolean;
  sort: 'name' | 'distance' | 'freshness' | 'open-places';
}

export const NO_FILTERS: Filters = {
  text: '',
  kind: null,
  procedure: null,
  setting: null,
  insurance: null,
  language: null,
  focus: null,
  access: null,
  age: '',
  postalCode: '',
  km: null,
  open: false,
  sort: 'name',
};

export const isPostalCode = (text: string) => /^\d{5}$/.test(text.trim());
const isAge = (text: string) => /^\d{1,3}$/.test(text.trim()) && Number(text) <= 120;

/** What the server is asked. Half a postal code asks nothing yet; distances need a whole one. */
export function queryOf(filters: Filters, page: number): Query {
  const near = isPostalCode(filters.postalCode);
  return {
    text: filters.text.trim() || undefined,
    kind: filters.kind ?? undefined,
    procedure: filters.procedure ?? undefined,
    setting: filters.setting ?? undefined,
    insurance: filters.insurance ?? undefined,
    language: filters.language ?? undefined,
    focus: filters.focus ?? undefined,
    access: filters.access ?? undefined,
    age: isAge(filters.age) ? filters.age.trim() : undefined,
    postalCode: near ? filters.postalCode.trim() : undefined,
    km: near && filters.km ? filters.km : undefined,
    open: filters.open ? 'yes' : 'any',
    sort: filters.sort === 'distance' && !near ? 'name' : filters.sort,
    page,
  };
}

/** How many filters narrow the list. */
export function countSet(filters: Filters): number {
  const { sort: _, ...rest } = filters;
  return Object.entries(rest).filter(([key, value]) => key !== 'km' && value !== null && value !== '' && value !== false).length;
}

/** Languages that are offered in the networks so far, and the sign language. */
const LANGUAGES = [
  ...['ar', 'bg', 'bs', 'de', 'el', 'en', 'es', 'fa', 'fr', 'gsg', 'hr', 'it', 'ku', 'nl'],
  ...['pl', 'prs', 'pt', 'ro', 'ru', 'sq', 'sr', 'ti', 'tr', 'uk', 'vi', 'zh'],
];
const DISTANCES = ['2', '5', '10', '20', '50'] as const;

export function FilterBar(props: { filters: Filters; onChange: (filters: Filters) => void; problem: Problem | null }) {
  const w = useWords(networkWords);
  const c = useWords(codes);
  const faults = useWords(problems);
  const format = useFormat();
  const [shown, setShown] = useState(false);
  const [left, setLeft] = useState(false);
  const { filters } = props;
  const set = (part: Partial<Filters>) => props.onChange({ ...filters, ...part });
  const of = <Value extends string>(values: readonly Value[], words: Record<Value, string>): Choice<Value>[] =>
    values.map((value) => ({ value, label: words[value] }));
  const count = countSet(filters);
  const near = isPostalCode(filters.postalCode);
  const languages = LANGUAGES.map((value) => ({ value, label: format.languageName(value) })).sort((one, other) =>
    one.label.localeCompare(other.label, format.tag),
  );
  return (
    <section className="card filters" aria-label={w.filters} data-shown={shown} data-density="dicht">
      <div className="fold">
        <Button wide expanded={shown} onPress={() => setShown(!shown)}>
          {w.filtersSet(count)}
        </Button>
      </div>
      <div className="stack fields">
        <TextField label={w.text} type="search" value={filters.text} onChange={(text) => set({ text })} maxLength={80} />
        <CheckRow checked={filters.open} onChange={(open) => set({ open })}>
          {w.openOnly}
        </CheckRow>
        <SelectField
          label={w.procedure}
          empty={w.any}
          choices={of(PROCEDURES, c.procedure)}
          value={filters.procedure}
          onChange={(procedure) => set({ procedure })}
        />
        <SelectField
          label={w.language}
          empty={w.any}
          choices={languages}
          value={filters.language}
          onChange={(language) => set({ language })}
        />
        <SelectField
          label={w.problem}
          empty={w.any}
          choices={of(PROBLEM_CODES, c.problem)}
          value={filters.focus}
          onChange={(focus) => set({ focus })}
        />
        <SelectField
          label={w.access}
          empty={w.any}
          choices={of(ACCESS_FEATURES, c.access)}
          value={filters.access}
          onChange={(access) => set({ access })}
        />
        <SelectField
          label={w.kind}
          empty={w.any}
          choices={of(PLACE_KINDS, c.offerKind)}
          value={filters.kind}
          onChange={(kind) => set({ kind })}
        />
        <SelectField
          label={w.setting}
          empty={w.any}
          choices={of(SETTINGS, c.setting)}
          value={filters.setting}
          onChange={(setting) => set({ setting })}
        />
        <SelectField
          label={w.insurance}
          empty={w.any}
          choices={of(INSURANCE_KINDS, c.insurance)}
          value={filters.insurance}
          onChange={(insurance) => set({ insurance })}
        />
        <TextField
          label={w.age}
          inputMode="numeric"
          figures
          maxLength={3}
          value={filters.age}
          onChange={(age) => set({ age })}
          error={filters.age.trim() !== '' && !isAge(filters.age) ? w.ageFault : undefined}
        />
        <TextField
          label={w.postalCode}
          inputMode="numeric"
          figures
          maxLength={5}
          value={filters.postalCode}
          onChange={(postalCode) => {
            setLeft(false);
            set({ postalCode, ...(isPostalCode(postalCode) && filters.sort === 'name' ? { sort: 'distance' } : {}) });
          }}
          onLeave={() => setLeft(true)}
          error={
            left && filters.postalCode.trim() !== '' && !near
              ? w.postalCodeFault
              : near
                ? props.problem?.at('/postalCode', faults)
                : undefined
          }
        />
        {near && (
          <SelectField
            label={w.km}
            empty={w.anyDistance}
            choices={DISTANCES.map((value) => ({ value, label: w.kmOf(Number(value)) }))}
            value={(filters.km as (typeof DISTANCES)[number] | null) ?? null}
            onChange={(km) => set({ km })}
          />
        )}
        {count > 0 && (
          <div>
            <Button small kind="quiet" onPress={() => props.onChange({ ...NO_FILTERS, sort: near ? 'name' : filters.sort })}>
              {w.clear}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
