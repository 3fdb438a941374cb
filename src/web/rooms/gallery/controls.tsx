import { Siren } from 'lucide-react';
import { type ReactNode, useId, useRef, useState } from 'react';
import { PROBLEM_CODES, PROBLEMS } from '#kernel/codes.ts';
import { useDraft } from '../../drafts.ts';
import {
  Button,
  CheckRow,
  Chips,
  DateField,
  type Missing,
  MissingNote,
  Saved,
  Segments,
  SelectField,
  TagInput,
  type TagOption,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { gallery } from '../../words/gallery.ts';
import { useWords } from '../../words/language.tsx';

export function Sample({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

export function ControlSamples() {
  const w = useWords(gallery);
  const birth = useRef<HTMLInputElement>(null);
  const [born, setBorn] = useState<string | null>(null);
  const missing: Missing[] = born ? [] : [{ what: w.birthDate, go: () => birth.current?.focus() }];
  return (
    <Sample title={w.buttons}>
      <div className="row wrap">
        <Button kind="main" chord="Ctrl+Enter">
          {w.book}
        </Button>
        <Button kind="main" busy>
          {w.booking}
        </Button>
      </div>
      <div className="row wrap">
        <Button>{w.release}</Button>
        <Button kind="quiet">{w.edit}</Button>
        <Button kind="alarm" icon={Siren}>
          {w.sheet}
        </Button>
        <Button small>{w.small}</Button>
      </div>
      <DateField
        label={w.birthDate}
        value={born}
        onChange={setBorn}
        lean="past"
        strict
        inputRef={birth}
        today={Temporal.PlainDate.from('2026-03-02')}
      />
      <MissingNote missing={missing} />
      <div>
        <Button kind="main" missing={missing} onPress={() => new Promise((resolve) => setTimeout(resolve, 900))}>
          {w.needsDate}
        </Button>
      </div>
    </Sample>
  );
}

const pretendToSave = () => new Promise((resolve) => setTimeout(resolve, 300));

export function FieldSamples() {
  const w = useWords(gallery);
  const c = useWords(codes);
  const draft = useDraft('gallery', { name: 'Anna-Lena Kowalski' }, pretendToSave);
  const [postcode, setPostcode] = useState('5082');
  const [gaf, setGaf] = useState('44');
  const [concern, setConcern] = useState(w.concernText);
  const [at, setAt] = useState<string | null>('2026-03-05T17:30');
  const [payer, setPayer] = useState<'GKV' | 'PKV' | null>(null);
  const [agreed, setAgreed] = useState(false);
  const [form, setForm] = useState<'any' | 'single' | 'group' | null>('single');
  const [wishes, setWishes] = useState<('woman' | 'stepFree' | 'video')[]>(['woman']);
  const all: TagOption[] = PROBLEM_CODES.map((code) => ({ key: code, label: c.problem[code], detail: PROBLEMS[code].join(', ') }));
  const [chosen, setChosen] = useState<TagOption[]>(all.filter((one) => one.key === 'DEP'));
  const suggest = (text: string) =>
    all.filter((one) => `${one.label} ${one.detail}`.toLowerCase().includes(text.toLowerCase())).slice(0, 6);
  return (
    <>
      <Sample title={w.fields}>
        <TextField
          label={w.name}
          note={<Saved state={draft.state} />}
          value={draft.value.name}
          onChange={(name) => draft.change({ name })}
        />
        <TextField
          label={w.postcode}
          value={postcode}
          onChange={setPostcode}
          figures
          inputMode="numeric"
          error={/^\d{5}$/.test(postcode) ? undefined : w.postcodeFault}
        />
        <TextField
          label={w.gaf}
          value={gaf}
          onChange={setGaf}
          figures
          inputMode="numeric"
          warning={Number(gaf) > 40 ? w.gafWarning : undefined}
        />
        <TextArea label={w.concern} value={concern} onChange={setConcern} voice />
        <DateField label={w.appointment} value={at} onChange={setAt} withTime today={Temporal.PlainDate.from('2026-03-02')} />
        <SelectField
          label={w.payer}
          empty={w.choose}
          value={payer}
          onChange={setPayer}
          choices={(['GKV', 'PKV'] as const).map((value) => ({ value, label: c.insurance[value] }))}
        />
        <CheckRow checked={agreed} onChange={setAgreed} must detail={w.agreedDetail}>
          <b>{w.agreed}</b>
        </CheckRow>
      </Sample>
      <Sample title={w.choice}>
        <div className="stack" data-labels="left">
          <Segments
            label={w.form}
            value={form}
            onChange={setForm}
            choices={(['any', 'single', 'group'] as const).map((value) => ({ value, label: w.setting[value] }))}
          />
          <Segments
            label={w.form}
            value={null}
            onChange={() => undefined}
            error={w.formFault}
            choices={(['any', 'single', 'group'] as const).map((value) => ({ value, label: w.setting[value] }))}
          />
          <Chips
            label={w.wishes}
            value={wishes}
            onChange={setWishes}
            choices={(['woman', 'stepFree', 'video'] as const).map((value) => ({ value, label: w.wish[value] }))}
          />
          <TagInput label={w.problem} value={chosen} onChange={setChosen} suggest={suggest} placeholder={w.wordOrCode} />
        </div>
      </Sample>
    </>
  );
}
