import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { ArrowLeft, FileText } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { FormContent, FormFacts } from '#rooms/soziotherapie/contract/forms.ts';
import { savePrescription } from '#rooms/soziotherapie/contract/prescriptions.ts';
import type { PrescriptionKind } from '#rooms/soziotherapie/rules/eligibility.ts';
import { KIND_LABELS } from '#rooms/soziotherapie/rules/forms/labels.ts';
import { callVersioned } from '../../../call.ts';
import { useDraft } from '../../../drafts.ts';
import { useMay } from '../../../me.ts';
import { Problem } from '../../../problem.ts';
import { Banner, Button, Progress, Saved } from '../../../ui/index.ts';
import { forms } from '../../../words/forms.ts';
import { useLanguage, useWords } from '../../../words/language.tsx';
import { problems } from '../../../words/problems.ts';
import { EntryContext, openIn, withValue } from './at.tsx';
import { CheckList, OpenList, PrescriberMessage } from './check.tsx';
import { diagnosesQuery, draftKeyOf, factsQuery, judge, lookupOf, placesQuery, prescriptionQuery, ROOM } from './data.ts';
import { ReadForm } from './read.tsx';
import { AmountStep, DiagnosisStep, KindStep, NeedsStep, PersonStep, SignStep, type StepProps } from './steps-26.tsx';
import { DoctorStep, ReasonStep, UnitsStep } from './steps-28.tsx';

interface Step {
  key: string;
  title: string;
  pointers: readonly string[];
  body: (props: StepProps) => ReactNode;
}

function useSteps(form: '26' | '28'): Step[] {
  const w = useWords(forms);
  return useMemo(() => {
    const person: Step = {
      key: 'person',
      title: w.personStep,
      pointers: ['surname', 'givenName', 'birthDate', 'address', 'insurerName', 'payerIk', 'kvnr', 'insuredStatus'].map(
        (name) => `/header/${name}`,
      ),
      body: (props) => <PersonStep {...props} />,
    };
    const numbers = ['/prescriber', '/header/lanr', '/header/bsnr', '/header/issueDate'];
    if (form === '28')
      return [
        {
          key: 'doctor',
          title: w.doctorStep,
          pointers: [...numbers, '/referringDoctor', '/targetSpecialty'],
          body: (props) => <DoctorStep {...props} />,
        },
        person,
        {
          key: 'reason',
          title: w.reasonStep,
          pointers: ['/diagnosisOrSuspicion', '/reason', '/hospitalAvoidance'],
          body: () => <ReasonStep />,
        },
        { key: 'units', title: w.amountStep, pointers: ['/units', '/provider', '/prescriberSignature'], body: () => <UnitsStep /> },
      ];
    return [
      {
        key: 'kind',
        title: w.kindStep,
        pointers: [...numbers, '/kind', '/dischargeDate', '/transitionReason', '/previousPrescriptions'],
        body: (props) => <KindStep {...props} />,
      },
      person,
      {
        key: 'diagnosis',
        title: w.diagnosisStep,
        pointers: ['/diagnoses', '/gaf', '/impairments', '/individualCriteria', '/individualJustification'],
        body: (props) => <DiagnosisStep {...props} />,
      },
      {
        key: 'needs',
        title: w.needsStep,
        pointers: ['/cannotUseCareIndependently', '/hospitalReason', '/therapyAbility', '/therapyAbilityText', '/goals'],
        body: () => <NeedsStep />,
      },
      {
        key: 'amount',
        title: w.amountStep,
        pointers: ['/unitsPrescribed', '/groupAllowed', '/frequencyPerWeek', '/periodFrom', '/periodTo', '/parallelCare'],
        body: () => <AmountStep />,
      },
      {
        key: 'sign',
        title: w.signStep,
        pointers: ['/provider', '/prescriberSignature', '/patientApplicationSignature'],
        body: () => <SignStep />,
      },
    ];
  }, [form, w]);
}

interface Written {
  content: FormContent;
  kind: PrescriptionKind;
  prescriberId: string | null;
}

/** The guided entry of Muster 26 or 28: one block after the other, saved by itself, with the check beside it. */
export function Entry({ id, episodeId, onBack }: { id: string; episodeId: string; onBack: () => void }) {
  const w = useWords(forms);
  const { data: loaded, error } = useQuery(prescriptionQuery(id));
  const { data: facts } = useQuery(factsQuery(episodeId));
  if (error) return <Banner tone="no">{w.trouble}</Banner>;
  if (!loaded || !facts) return <Progress text={w.title} done={0} of={1} />;
  const { kind, prescriberId, content, state } = loaded.answer;
  const start: Written = { content, kind, prescriberId };
  return <Filling id={id} episodeId={episodeId} facts={facts} start={start} state={state} version={loaded.version ?? 1} onBack={onBack} />;
}

function Filling(props: {
  id: string;
  episodeId: string;
  facts: FormFacts;
  start: Written;
  state: string;
  version: number;
  onBack: () => void;
}) {
  const { id, episodeId, facts, start, onBack } = props;
  const w = useWords(forms);
  const words = useWords(problems);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const version = useRef(props.version);
  const office = useMay('soziotherapie.office');
  const fixed = !office || (props.state !== 'DRAFT' && props.state !== 'ISSUED');
  const { data: table } = useSuspenseQuery(diagnosesQuery);
  const save = async (value: Written) => {
    const { answer } = await callVersioned(savePrescription, { params: { id }, body: value, ifMatch: version.current });
    version.current = answer.version;
  };
  const draft = useDraft<Written>(draftKeyOf(id), start, save);
  const { content, kind, prescriberId } = draft.value;
  const steps = useSteps(content.form);
  const [at, setAt] = useState(0);
  const [seen, setSeen] = useState<ReadonlySet<number>>(new Set());
  const code = content.header?.address?.postalCode?.trim() ?? '';
  const { data: postal } = useQuery(placesQuery(code));
  const places = code === facts.person.postalCode ? facts.places : postal?.postalCodes.flatMap((one) => one.places);
  const verdict = judge(content, facts, prescriberId, { id, episodeId }, lookupOf(table.diagnoses), places);
  const page = useRef<HTMLDivElement>(null);
  const moved = useRef(false);

  const set = (pointer: string, value: unknown) => {
    const own = /^\/referringDoctor\/(lanr|bsnr)$/.exec(pointer)?.[1];
    // the header of Muster 28 carries the doctor's numbers, too
    const next = withValue(own ? withValue(content, `/header/${own}`, value) : content, pointer, value);
    draft.change({ content: next, ...(next.form === '26' && next.kind ? { kind: next.kind } : {}) });
  };
  const setPrescriber = (next: string | null) => {
    const chosen = facts.prescribers.find((one) => one.id === next);
    const numbers = chosen ? { lanr: chosen.lanr, bsnr: chosen.bsnr } : {};
    const header = { ...content.header, ...numbers };
    const doctor = content.form === '28' && chosen ? { referringDoctor: { name: chosen.name, lanr: chosen.lanr, bsnr: chosen.bsnr } } : {};
    draft.change({ prescriberId: next, content: { ...content, header, ...doctor } });
  };
  const move = (next: number) => {
    setSeen(new Set([...seen, at]));
    setAt(next);
  };
  useEffect(() => {
    const shown = page.current?.querySelector<HTMLElement>(`[data-step="${at}"]`);
    shown?.focus({ preventScroll: true });
    if (moved.current) shown?.scrollIntoView({ block: 'start' });
    moved.current = true;
  }, [at]);
  /** To the step that shows a place, and there to its first control. */
  const go = (pointer: string) => {
    const found = steps.findIndex((step) => step.pointers.some((one) => pointer === one || pointer.startsWith(`${one}/`)));
    const target = found < 0 ? at : found;
    setSeen(new Set([...seen, at, target]));
    setAt(target);
    requestAnimationFrame(() => requestAnimationFrame(() => focusAt(page.current, pointer)));
  };
  const fault = draft.state.kind === 'failed' ? draft.state.fault : null;
  const problem = fault instanceof Problem ? fault : null;
  const leave = async () => {
    if (!fixed && !(await draft.flush())) return; // what stands above the form says why
    await queries.invalidateQueries({ queryKey: [...ROOM] });
    onBack();
  };
  const takeMine = async () => {
    const { version: current } = await queries.fetchQuery({ ...prescriptionQuery(id), staleTime: 0 });
    version.current = current ?? version.current;
    await draft.flush();
  };
  const takeTheirs = async () => {
    const { answer, version: current } = await queries.fetchQuery({ ...prescriptionQuery(id), staleTime: 0 });
    version.current = current ?? version.current;
    draft.reset({ content: answer.content, kind: answer.kind, prescriberId: answer.prescriberId });
  };
  const last = at === steps.length;
  const step = steps[at];
  return (
    <EntryContext
      value={{
        content,
        set,
        findings: verdict.findings,
        strict: seen.has(at),
        refused: (pointer) => problem?.at(`/content${pointer}`, words),
        fixed,
      }}
    >
      <div className="form-entry" ref={page}>
        <div className="head wrap">
          <Button kind="quiet" small icon={ArrowLeft} onPress={leave}>
            {w.back}
          </Button>
          <h2>{w.entryTitle(KIND_LABELS[kind][language], w.form(content.form))}</h2>
          <Saved state={draft.state} />
          <a
            className="btn sm quiet end"
            href={`/api/soziotherapie/prescriptions/${id}/sheet.pdf?lang=${language}`}
            target="_blank"
            rel="noreferrer"
          >
            <FileText className="i" aria-hidden="true" />
            {w.sheet}
          </a>
        </div>
        {fixed && <Banner>{office || (props.state !== 'DRAFT' && props.state !== 'ISSUED') ? w.readOnly : w.readOnlyHere}</Banner>}
        {problem && (
          <Banner
            tone="no"
            live="assertive"
            action={
              problem.status === 412 ? (
                <span className="row">
                  <Button small onPress={takeMine}>
                    {w.takeMine}
                  </Button>
                  <Button small onPress={takeTheirs}>
                    {w.takeTheirs}
                  </Button>
                </span>
              ) : (
                <Button small onPress={() => draft.flush()}>
                  {w.saveAgain}
                </Button>
              )
            }
          >
            {problem.status === 412 ? w.changedElsewhere : `${w.saveFirst} ${problem.sentence(words)}`}
          </Banner>
        )}
        {fixed ? (
          <div className="form-columns">
            <ReadForm content={content} verdict={verdict} kind={kind} />
            <div className="form-side">
              <CheckList verdict={verdict} />
            </div>
          </div>
        ) : (
          <>
            <nav className="form-steps" aria-label={w.steps}>
              <ol>
                {[...steps, null].map((one, index) => {
                  const open = one ? openIn(verdict.findings, one.pointers).length : 0;
                  return (
                    <li key={one?.key ?? 'check'}>
                      <button type="button" aria-current={index === at ? 'step' : undefined} onClick={() => move(index)}>
                        <span className="num">{index + 1}</span>
                        <span className="name">{one?.title ?? w.checkStep}</span>
                        {one && <span className="s q">{w.stepOpen(open)}</span>}
                      </button>
                    </li>
                  );
                })}
              </ol>
            </nav>
            <div className="form-columns">
              <section
                className="card form-step"
                aria-label={w.progress(at + 1, steps.length + 1, step?.title ?? w.checkStep)}
                data-step={at}
                tabIndex={-1}
              >
                <div className="head">
                  <h3>{step?.title ?? w.checkStep}</h3>
                  <span className="s q">{w.progress(at + 1, steps.length + 1, '').replace(/: $/, '')}</span>
                </div>
                {step?.body({ facts, prescriberId, setPrescriber })}
                {last && <OpenList findings={verdict.findings} go={go} />}
                <div className="row form-moves">
                  {at > 0 && <Button onPress={() => move(at - 1)}>{w.previous}</Button>}
                  {!last && (
                    <Button kind="main" onPress={() => move(at + 1)}>
                      {at === steps.length - 1 ? w.finish : w.next}
                    </Button>
                  )}
                  {last && (
                    <Button kind="main" onPress={leave}>
                      {w.back}
                    </Button>
                  )}
                </div>
              </section>
              <div className="form-side">
                <CheckList verdict={verdict} go={go} />
                {last && !verdict.formRules && (
                  <PrescriberMessage
                    verdict={verdict}
                    issued={props.state !== 'DRAFT'}
                    issuedOn={content.header?.issueDate ?? null}
                    practice={facts.provider?.name ?? ''}
                  />
                )}
              </div>
            </div>
          </>
        )}
      </div>
    </EntryContext>
  );
}

/** The first control at a place, or at the part of the form around it. */
function focusAt(root: HTMLElement | null, pointer: string): void {
  for (let here = pointer; here !== ''; here = here.slice(0, here.lastIndexOf('/'))) {
    const found = root?.querySelector<HTMLElement>(`[data-pointer="${CSS.escape(here)}"]`);
    const control = found?.querySelector<HTMLElement>('input, select, textarea, button');
    if (control) {
      control.focus();
      control.scrollIntoView({ block: 'center' });
      return;
    }
  }
}
