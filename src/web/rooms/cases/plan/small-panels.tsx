import { useState } from 'react';
import * as wire from '#rooms/cases/contract/plan.ts';
import { DROP_REASONS, LEVELS } from '#rooms/cases/rules/gas.ts';
import { call } from '../../../call.ts';
import { useSubmit } from '../../../submit.ts';
import { CopyField } from '../../../ui/copy-field.tsx';
import { Banner, Button, CheckRow, DateField, Segments, SelectField, SidePanel, TextField } from '../../../ui/index.ts';
import { SignaturePad, type Stroke } from '../../../ui/signature-pad.tsx';
import { casePlan } from '../../../words/case-plan.ts';
import { useFormat, useWords } from '../../../words/language.tsx';
import { UploadField } from '../../soziotherapie/papers/upload-field.tsx';
import { useReadCaseAgain } from '../data.ts';
import { StepPanel } from '../step-panel.tsx';
import { type Goal, levelText, type Plan } from './data.ts';

type Version = Plan['versions'][number];
const BY = ['together', 'client', 'professional'] as const;
const today = (zone: string) => Temporal.Now.plainDateISO(zone).toString();

/** A level on a day; the text of each level stands beside its number. */
export function RatePanel({ goal, onClose }: { goal: Goal; onClose: () => void }) {
  const all = useWords(casePlan);
  const w = all.ratePanel;
  const format = useFormat();
  const [level, setLevel] = useState(goal.now ?? goal.baseline);
  const [by, setBy] = useState<(typeof BY)[number]>('together');
  const [on, setOn] = useState<string | null>(() => today(format.zone));
  const act = async () => {
    await call(wire.rateGoal, { params: { id: goal.id }, body: { level, on: on ?? '', by } });
    return w.saved;
  };
  return (
    <StepPanel title={w.title} action={w.save} act={act} onClose={onClose}>
      {(at) => (
        <>
          <p className="said">„{goal.words.text}“</p>
          <fieldset className="levels">
            <legend>{w.level}</legend>
            {LEVELS.toReversed().map((one) => (
              <label key={one} className="check">
                <input type="radio" name="level" checked={level === one} onChange={() => setLevel(one)} />
                <span>
                  <b className="num">{levelText(one)}</b> {goal.words.scale[`${one}`]}
                </span>
              </label>
            ))}
          </fieldset>
          <Segments label={w.by} value={by} onChange={setBy} choices={BY.map((one) => ({ value: one, label: all.by[one] }))} />
          <DateField label={w.on} lean="past" ageless value={on} onChange={setOn} error={at('/on')} />
        </>
      )}
    </StepPanel>
  );
}

export function DropPanel({ goal, onClose }: { goal: Goal; onClose: () => void }) {
  const w = useWords(casePlan).dropPanel;
  const [because, setBecause] = useState<(typeof DROP_REASONS)[number] | null>(null);
  const act = () => call(wire.moveGoal, { params: { id: goal.id }, ifMatch: goal.version, body: { to: 'dropped', because } });
  return (
    <StepPanel title={w.title} action={w.save} act={act} onClose={onClose}>
      {(at) => (
        <>
          <p className="said">„{goal.words.text}“</p>
          <SelectField
            label={w.why}
            empty=""
            value={because}
            onChange={setBecause}
            choices={DROP_REASONS.map((one) => ({ value: one, label: w.reasons[one] }))}
            error={at('/because')}
          />
        </>
      )}
    </StepPanel>
  );
}

type Form = 'screen' | 'spoken' | 'paper';
type Voice = Version['voices'][number];
const keyOf = (voice: Pick<Voice, 'by' | 'guardianId'> | undefined): string => voice?.guardianId ?? 'client';

/** The client by her name; who acts for her with what a court has set her for. */
export function nameOfVoice({ by, name, scope }: Voice, client: string, w: { agreePanel: { nobody: string } }): string {
  if (by === 'client') return client;
  return name === null ? w.agreePanel.nobody : scope ? `${name} (${scope})` : name;
}

/** The yes to one version: signed here, spoken before a witness, or on paper with its scan. */
export function AgreePanel({ plan, version, onClose }: { plan: Plan; version: Version; onClose: () => void }) {
  const all = useWords(casePlan);
  const w = all.agreePanel;
  const format = useFormat();
  const [form, setForm] = useState<Form>('screen');
  const open = version.voices.filter(({ agreedOn, by, guardianId }) => agreedOn === null && (by === 'client' || guardianId !== null));
  const [who, setWho] = useState(() => keyOf(open.find(({ missing }) => missing) ?? open[0]));
  const voice = open.find((one) => keyOf(one) === who);
  const [both, setBoth] = useState(false);
  const others = version.voices.some(
    (one) => voice?.by === 'guardian' && one.missing && one.by === 'guardian' && one.guardianId !== voice.guardianId,
  );
  const [witness, setWitness] = useState('');
  const [fileId, setFileId] = useState<string | null>(null);
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  const [on, setOn] = useState<string | null>(() => today(format.zone));
  const act = async () => {
    const proof = form === 'screen' ? { strokes } : form === 'spoken' ? { witness } : { fileId };
    const { number, missing } = await call(wire.agreePlan, {
      params: { id: version.id },
      ifMatch: version.version,
      body: {
        by: voice?.by ?? 'client',
        guardianId: voice?.guardianId ?? null,
        signsForBoth: both && others,
        form,
        on: on ?? '',
        ...(strokes.length > 0 || form !== 'screen' ? proof : {}),
      },
    });
    return missing > 0 ? all.versions.waitsFor(missing) : all.versions.agreedNow(number);
  };
  return (
    <StepPanel title={w.title(version.number)} action={w.save} act={act} onClose={onClose}>
      {(at) => (
        <>
          <Segments
            label={w.how}
            value={form}
            onChange={setForm}
            choices={(['screen', 'spoken', 'paper'] as const).map((one) => ({ value: one, label: w.hows[one] }))}
          />
          {open.length > 1 && (
            <SelectField
              label={w.by}
              value={who}
              onChange={(next) => next && setWho(next)}
              choices={open.map((one) => ({ value: keyOf(one), label: nameOfVoice(one, plan.clientName, all) }))}
              error={at('/by') ?? at('/guardianId')}
            />
          )}
          {others && (
            <CheckRow checked={both} onChange={setBoth}>
              {w.both}
            </CheckRow>
          )}
          {form === 'screen' && (
            <>
              <SignaturePad label={w.field} empty={w.here} strokes={strokes} onChange={setStrokes} />
              {at('/strokes') && <Banner tone="no">{at('/strokes')}</Banner>}
              <p>
                <Button small kind="quiet" onPress={() => setStrokes([])}>
                  {w.clear}
                </Button>
              </p>
            </>
          )}
          {form === 'spoken' && (
            <TextField
              label={w.witness}
              hint={w.witnessHint}
              value={witness}
              maxLength={120}
              onChange={setWitness}
              error={at('/witness')}
            />
          )}
          {form === 'paper' && (
            <UploadField
              personId={plan.personId}
              kind="plan-agreement"
              audience="care"
              label={w.scan}
              error={at('/fileId')}
              onKept={({ id }) => setFileId(id)}
            />
          )}
          <DateField label={w.on} lean="past" ageless value={on} onChange={setOn} error={at('/on')} />
        </>
      )}
    </StepPanel>
  );
}

/** Address and code of a link, shown this once. */
export function LinkPanel({ plan, version, onClose }: { plan: Plan; version: Version; onClose: () => void }) {
  const all = useWords(casePlan);
  const w = all.links;
  const format = useFormat();
  const readAgain = useReadCaseAgain();
  const open = version.voices.filter(({ agreedOn, by, guardianId }) => agreedOn === null && (by === 'client' || guardianId !== null));
  const [to, setTo] = useState(() => keyOf(open.find(({ missing }) => missing) ?? open[0]));
  const [made, setMade] = useState<{ address: string; code: string; expiresAt: string } | null>(null);
  const submit = useSubmit(async () => {
    const guardianId = to === 'client' ? null : to;
    const recipientKind = guardianId ? ('guardian' as const) : ('client' as const);
    setMade(await call(wire.makePlanLink, { params: { id: version.id }, body: { recipientKind, guardianId } }));
    await readAgain();
  });
  return (
    <SidePanel
      title={w.panel}
      onClose={onClose}
      footer={
        made ? (
          <Button kind="main" onPress={onClose}>
            {w.done}
          </Button>
        ) : (
          <Button kind="main" busy={submit.busy} onPress={submit.run}>
            {w.make}
          </Button>
        )
      }
    >
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      {made ? (
        <div className="stack">
          <p>
            <b>{w.once}</b> <span className="q">{w.until(format.day(made.expiresAt.slice(0, 10)))}</span>
          </p>
          <CopyField label={w.address} value={made.address} words={w} />
          <div className="field">
            <span className="label">{w.code}</span>
            <p className="plan-code num">{made.code.replace(/(\d{3})/, '$1 ')}</p>
            <p className="below hint">{w.codeHint}</p>
          </div>
        </div>
      ) : (
        <>
          <p className="q">{w.lead}</p>
          <SelectField
            label={w.to}
            value={to}
            onChange={(next) => next && setTo(next)}
            choices={open.map((one) => ({
              value: keyOf(one),
              label: nameOfVoice(one, plan.clientName, all),
            }))}
          />
        </>
      )}
    </SidePanel>
  );
}
