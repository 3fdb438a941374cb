import { COORDINATED_KINDS, DEGREES, IMPAIRMENT_GROUPS } from '#rooms/soziotherapie/rules/forms/muster-27.ts';
import { CheckRow, SelectField, TextArea, TextField } from '../../../ui/index.ts';
import { useWords } from '../../../words/language.tsx';
import { plan as planWords } from '../../../words/plan.ts';
import { Add, Item, ListFault, replaced, type Section, without } from './form-parts.tsx';

const CERTAINTIES = ['G', 'V', 'A', 'Z'] as const;
const [MOST_DIAGNOSES, MOST_CARE, MOST_PERSONS] = [5, 12, 8];

export function FindingsFields({ content, change, at }: Section) {
  const w = useWords(planWords);
  const { findings } = content;
  const set = (part: Partial<typeof findings>) => change({ findings: { ...findings, ...part } });
  return (
    <>
      <TextField
        label={w.gaf}
        inputMode="numeric"
        figures
        maxLength={3}
        value={findings.gaf === null ? '' : String(findings.gaf)}
        onChange={(text) => set({ gaf: /^\d{1,3}$/.test(text) ? Math.min(100, Number(text)) : null })}
        {...at('/findings/gaf')}
      />
      <ListFault {...at('/findings/impairments')} />
      {IMPAIRMENT_GROUPS.map((group) => {
        const said = findings.impairments[group];
        const setGroup = (part: Partial<typeof said>) => set({ impairments: { ...findings.impairments, [group]: { ...said, ...part } } });
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset inside a fieldset is read out twice
          <div key={group} className="plan-grid impairment" role="group" aria-label={w.groups[group]}>
            <SelectField
              label={w.groups[group]}
              value={said.degree}
              onChange={(degree) => degree && setGroup({ degree })}
              choices={DEGREES.map((degree) => ({ value: degree, label: w.degrees[degree] }))}
            />
            <TextField label={w.form.remark} maxLength={500} value={said.text} onChange={(text) => setGroup({ text })} />
          </div>
        );
      })}
      <TextArea
        label={w.form.findingsText}
        rows={3}
        maxLength={4000}
        value={findings.text}
        onChange={(text) => set({ text })}
        {...at('/findings/text')}
      />
    </>
  );
}

export function DiagnosisFields({ content, change, at }: Section) {
  const w = useWords(planWords);
  const { list, difference } = content.diagnosis;
  const set = (next: typeof list) => change({ diagnosis: { list: next, difference } });
  return (
    <>
      {list.map((one, index) => (
        <Item key={index.toString()} name={`${w.parts.diagnosis} ${index + 1}`} onRemove={() => set(without(list, index))}>
          <div className="plan-grid diagnosis">
            <TextField
              label={w.form.code}
              maxLength={10}
              value={one.code}
              onChange={(code) => set(replaced(list, index, { code: code.toUpperCase() }))}
            />
            <SelectField
              label={w.form.certainty}
              value={one.certainty}
              onChange={(certainty) => certainty && set(replaced(list, index, { certainty }))}
              choices={CERTAINTIES.map((certainty) => ({ value: certainty, label: w.certainty[certainty] }))}
            />
            <TextField label={w.form.text} maxLength={200} value={one.text} onChange={(text) => set(replaced(list, index, { text }))} />
          </div>
        </Item>
      ))}
      {list.length < MOST_DIAGNOSES && (
        <Add onPress={() => set([...list, { code: '', certainty: 'G', text: '' }])}>{w.form.addDiagnosis}</Add>
      )}
      {(difference || at('/diagnosis/difference').error) && (
        <TextField
          label={w.form.difference}
          maxLength={1000}
          value={difference}
          onChange={(text) => change({ diagnosis: { list, difference: text } })}
          {...at('/diagnosis/difference')}
        />
      )}
    </>
  );
}

export function CareFields({ content, change }: Section) {
  const w = useWords(planWords);
  const { none, items } = content.coordinatedCare;
  const set = (next: typeof items) => change({ coordinatedCare: { none: next.length > 0 ? false : none, items: next } });
  return (
    <>
      {items.map((one, index) => (
        <Item key={one.id} name={`${w.parts.coordinatedCare} ${index + 1}`} onRemove={() => set(without(items, index))}>
          <div className="plan-grid four">
            <SelectField
              label={w.form.kind}
              value={one.kind}
              onChange={(kind) => kind && set(replaced(items, index, { kind }))}
              choices={COORDINATED_KINDS.map((kind) => ({ value: kind, label: w.care[kind] }))}
            />
            <TextField
              label={w.form.provider}
              maxLength={160}
              value={one.provider}
              onChange={(provider) => set(replaced(items, index, { provider }))}
            />
            <SelectField
              label={w.form.basis}
              value={one.basis}
              onChange={(basis) => basis && set(replaced(items, index, { basis }))}
              choices={(['ordered', 'recommended'] as const).map((basis) => ({ value: basis, label: w.basis[basis] }))}
            />
            <SelectField
              label={w.form.state}
              value={one.state}
              onChange={(state) => state && set(replaced(items, index, { state }))}
              choices={(['planned', 'running', 'ended'] as const).map((state) => ({ value: state, label: w.careState[state] }))}
            />
          </div>
        </Item>
      ))}
      {items.length < MOST_CARE && (
        <Add
          onPress={() => set([...items, { id: crypto.randomUUID(), kind: 'medical', provider: '', basis: 'ordered', state: 'running' }])}
        >
          {w.form.addCare}
        </Add>
      )}
      {items.length === 0 && (
        <CheckRow checked={none} onChange={(ticked) => change({ coordinatedCare: { none: ticked, items } })}>
          {w.form.noneTick}
        </CheckRow>
      )}
    </>
  );
}

export function PersonFields({ content, change, at, releases }: Section & { releases: readonly { id: string; recipient: string }[] }) {
  const w = useWords(planWords);
  const { text, persons } = content.socialEnvironment;
  const set = (next: typeof persons) => change({ socialEnvironment: { text, persons: next } });
  return (
    <>
      <TextArea
        label={w.form.environmentText}
        rows={2}
        maxLength={2000}
        value={text}
        onChange={(next) => change({ socialEnvironment: { text: next, persons } })}
      />
      {persons.map((one, index) => (
        <Item key={one.id} name={one.name || `${w.form.person} ${index + 1}`} onRemove={() => set(without(persons, index))}>
          <div className="plan-grid three">
            <TextField
              label={w.form.person}
              maxLength={120}
              value={one.name}
              onChange={(name) => set(replaced(persons, index, { name }))}
            />
            <TextField
              label={w.form.relation}
              maxLength={80}
              value={one.relation}
              onChange={(relation) => set(replaced(persons, index, { relation }))}
            />
            <SelectField
              label={w.form.release}
              value={one.releaseId}
              empty={w.form.noRelease}
              onChange={(releaseId) => set(replaced(persons, index, { releaseId }))}
              choices={releases.map(({ id, recipient }) => ({ value: id, label: recipient }))}
              {...at(`/socialEnvironment/persons/${index}/releaseId`)}
            />
          </div>
        </Item>
      ))}
      {persons.length < MOST_PERSONS && (
        <Add onPress={() => set([...persons, { id: crypto.randomUUID(), name: '', relation: '', releaseId: null }])}>
          {w.form.addPerson}
        </Add>
      )}
    </>
  );
}
