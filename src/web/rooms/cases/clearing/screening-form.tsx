import { X } from 'lucide-react';
import { DOMAINS } from '#rooms/cases/rules/area-domains.ts';
import type { DomainAnswers } from '#rooms/cases/rules/screening.ts';
import { SERVICE_TYPES } from '#rooms/directory/rules/service-types.ts';
import { Button, CheckRow, DateField, ScrollBox, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { caseFile } from '../../../words/case-file.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { choicesOf } from '../step-panel.tsx';
import { type Typed, UNASKED } from './screening-input.ts';

interface Props {
  typed: Typed;
  change: (change: Partial<Typed>) => void;
  /** Two problem areas: a written reason makes them complex. */
  needsReason: boolean;
}

/** What is asked: the domains in both views, who is involved, and what did not work. */
export function ScreeningForm({ typed, change, needsReason }: Props) {
  const w = useWords(caseFile);
  return (
    <div className="case-screen-rows">
      <Domains typed={typed} change={change} />
      {(needsReason || typed.reason) && (
        <TextArea
          label={w.clearing.complexReason}
          value={typed.reason}
          onChange={(reason) => change({ reason })}
          rows={2}
          maxLength={2000}
        />
      )}
      <Providers typed={typed} change={change} />
      <Events typed={typed} change={change} />
    </div>
  );
}

type Part = Omit<Props, 'needsReason'>;

function Domains({ typed, change }: Part) {
  const w = useWords(caseFile);
  const { language } = useLanguage();
  const set = (code: string, answers: Partial<DomainAnswers>) =>
    change({ domains: { ...typed.domains, [code]: { ...(typed.domains[code] ?? UNASKED), ...answers } } });
  const severity = (code: string, view: 'client' | 'professional', label: string) => (
    <select
      className="input"
      aria-label={label}
      value={typed.domains[code]?.[view] ?? ''}
      onChange={({ target }) => set(code, { [view]: target.value === '' ? null : Number(target.value) })}
    >
      <option value="">{w.clearing.unknown}</option>
      {w.clearing.severities.map((word, level) => (
        <option key={word} value={level}>
          {level} {word}
        </option>
      ))}
    </select>
  );
  const choice = <Key extends 'selfManaged' | 'informalSupport'>(
    code: string,
    key: Key,
    words: Record<DomainAnswers[Key], string>,
    label: string,
  ) => (
    <select
      className="input"
      aria-label={label}
      value={typed.domains[code]?.[key] ?? 'unknown'}
      onChange={({ target }) => set(code, { [key]: target.value as DomainAnswers[Key] })}
    >
      {choicesOf(words).map(({ value, label: word }) => (
        <option key={value} value={value}>
          {word}
        </option>
      ))}
    </select>
  );
  return (
    <ScrollBox label={w.clearing.screening}>
      <table>
        <thead>
          <tr>
            <th scope="col">{w.clearing.domain}</th>
            <th scope="col">{w.clearing.own}</th>
            <th scope="col">{w.clearing.professional}</th>
            <th scope="col">{w.clearing.selfManaged}</th>
            <th scope="col">{w.clearing.informal}</th>
          </tr>
        </thead>
        <tbody>
          {Object.values(DOMAINS)
            .filter(({ code }) => code !== 'D11' || typed.domains.D11)
            .map(({ code, [language]: name }) => (
              <tr key={code}>
                <th scope="row">{name}</th>
                <td data-label={w.clearing.own}>{severity(code, 'client', `${name}, ${w.clearing.own}`)}</td>
                <td data-label={w.clearing.professional}>{severity(code, 'professional', `${name}, ${w.clearing.professional}`)}</td>
                <td data-label={w.clearing.selfManaged}>
                  {choice(code, 'selfManaged', w.clearing.selfChoices, `${name}, ${w.clearing.selfManaged}`)}
                </td>
                <td data-label={w.clearing.informal}>
                  {choice(code, 'informalSupport', w.clearing.informalChoices, `${name}, ${w.clearing.informal}`)}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

const at = <Item,>(list: readonly Item[], index: number, change: Partial<Item>): Item[] =>
  list.map((one, place) => (place === index ? { ...one, ...change } : one));
const without = <Item,>(list: readonly Item[], index: number): Item[] => list.filter((_, place) => place !== index);

function Providers({ typed, change }: Part) {
  const w = useWords(caseFile);
  const { language } = useLanguage();
  const types = SERVICE_TYPES.map(({ code, [language]: label }) => ({ value: code as string, label }));
  const set = (index: number, one: Partial<Typed['providers'][number]>) => change({ providers: at(typed.providers, index, one) });
  return (
    <fieldset className="case-group">
      <legend>{w.clearing.providers}</legend>
      {typed.providers.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed
        <div className="case-row" key={index}>
          <SelectField
            label={w.clearing.serviceType}
            choices={types}
            value={one.serviceType || null}
            onChange={(serviceType) => set(index, { serviceType: serviceType ?? '' })}
            empty={w.choose}
          />
          <TextField
            label={w.clearing.organisation}
            hint={w.clearing.organisationHint}
            value={one.name}
            onChange={(name) => set(index, { name })}
            maxLength={80}
          />
          <SelectField
            label={w.clearing.status}
            choices={choicesOf(w.clearing.statuses)}
            value={one.status}
            onChange={(status) => status && set(index, { status })}
          />
          <Button
            small
            kind="quiet"
            icon={X}
            label={w.clearing.remove}
            onPress={() => change({ providers: without(typed.providers, index) })}
          />
        </div>
      ))}
      <div className="row">
        <Button small onPress={() => change({ providers: [...typed.providers, { serviceType: '', name: '', status: 'active' }] })}>
          {w.clearing.addProvider}
        </Button>
        <CheckRow checked={typed.providersComplete} onChange={(providersComplete) => change({ providersComplete })}>
          {w.clearing.providersComplete}
        </CheckRow>
      </div>
    </fieldset>
  );
}

function Events({ typed, change }: Part) {
  const w = useWords(caseFile);
  const set = (index: number, one: Partial<Typed['events'][number]>) => change({ events: at(typed.events, index, one) });
  return (
    <fieldset className="case-group">
      <legend>{w.clearing.events}</legend>
      {typed.events.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name while they are typed
        <div className="case-row" key={index}>
          <SelectField
            label={w.clearing.eventKind}
            choices={choicesOf(w.clearing.eventKinds)}
            value={one.kind}
            onChange={(kind) => set(index, { kind })}
            empty={w.choose}
          />
          {one.kind === 'readmitted' && (
            <DateField
              label={w.clearing.dischargedOn}
              lean="past"
              ageless
              value={one.dischargedOn}
              onChange={(dischargedOn) => set(index, { dischargedOn })}
            />
          )}
          <DateField
            label={one.kind === 'unanswered' ? w.clearing.sentOn : one.kind === 'readmitted' ? w.clearing.admittedOn : w.clearing.eventOn}
            lean="past"
            ageless
            value={one.on}
            onChange={(on) => set(index, { on })}
          />
          <Button small kind="quiet" icon={X} label={w.clearing.remove} onPress={() => change({ events: without(typed.events, index) })} />
        </div>
      ))}
      <div className="row">
        <Button small onPress={() => change({ events: [...typed.events, { kind: null, on: null, dischargedOn: null }] })}>
          {w.clearing.addEvent}
        </Button>
        <CheckRow checked={typed.eventsComplete} onChange={(eventsComplete) => change({ eventsComplete })}>
          {w.clearing.eventsComplete}
        </CheckRow>
      </div>
    </fieldset>
  );
}
