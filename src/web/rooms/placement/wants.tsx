import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { INSURANCE_KINDS, PROBLEM_CODES, PROCEDURES, type ProblemCode, type Procedure } from '#kernel/codes.ts';
import * as directory from '#rooms/directory/contract.ts';
import { PTV11_RECOMMENDATIONS, type Ptv11Recommendation } from '#rooms/placement/rules/fit/types.ts';
import { call } from '../../call.ts';
import { CheckRow, Chips, Field, Segments, SelectField, TagInput, TextArea, TextField } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { PastDay } from '../administration/past-day.tsx';
import { postalCodeReadable, type Stage, stageOf, without } from './form.ts';
import type { CodeWords } from './note.ts';
import { useDeskState } from './use-desk.ts';
import { WANTED_LANGUAGES } from './wanted-languages.ts';
import { Must, Times, Urgency, WishedTherapist, Wishes } from './wishes.tsx';

/** Loaded after the first view: the desk can take the number meanwhile. */
const problemSearch = () => import('#rooms/placement/rules/problem-search.ts');
type Search = Awaited<ReturnType<typeof problemSearch>>['searchProblems'];

/** What is looked for: stage, problem, payer, language, form, procedure, way, wishes, times. */
export default function Wants() {
  return (
    <>
      <PayerAndStage />
      <Problems />
      <Concern />
      <Languages />
      <SettingAndProcedure />
      <Way />
      <Wishes />
      <Times />
      <WishedTherapist />
      <Urgency />
    </>
  );
}

const STAGES = ['none', 'ptv11', 'exempt'] as const satisfies readonly Stage[];

function PayerAndStage() {
  const w = useWords(placementWords);
  const c = useWords(codes);
  const { form, changeCriteria, setCriteria } = useDeskState();
  const { criteria } = form;
  const stage = stageOf(criteria);
  const setStage = (next: Stage | null) => {
    const rest = without(criteria, 'ptv11', 'exemption');
    if (next === null) setCriteria(rest);
    else if (next === 'ptv11') setCriteria({ ...rest, ptv11: { recommendations: ['therapy'] } });
    else setCriteria({ ...rest, exemption: next === 'exempt' });
  };
  const form11 = criteria.ptv11;
  return (
    <>
      <Field label={w.payerStage} group>
        {() => (
          <div className="two">
            <div data-field="insurance" data-stop>
              <SelectField
                label={w.payer}
                hideLabel
                empty={w.notAsked}
                choices={INSURANCE_KINDS.map((value) => ({ value, label: c.insurance[value] }))}
                value={criteria.insurance ?? null}
                onChange={(insurance) => changeCriteria({ insurance: insurance ?? undefined })}
              />
            </div>
            <div data-field="stage" data-stop>
              <SelectField
                label={w.stage}
                hideLabel
                empty={w.notAsked}
                choices={STAGES.map((value) => ({ value, label: w.stages[value] }))}
                value={stage}
                onChange={setStage}
              />
            </div>
          </div>
        )}
      </Field>
      {form11 && (
        <fieldset className="inset">
          <legend className="vh">PTV 11</legend>
          <PastDay
            label={w.ptv11.date}
            value={form11.date ?? null}
            onChange={(date) => changeCriteria({ ptv11: { ...form11, date: date ?? undefined } })}
          />
          <Chips
            label={w.ptv11.recommends}
            choices={PTV11_RECOMMENDATIONS.map((value) => ({ value, label: w.ptv11.recommendations[value] }))}
            value={form11.recommendations}
            onChange={(chosen) => changeCriteria({ ptv11: { ...form11, recommendations: withNothing(chosen) } })}
          />
          <Chips
            label={w.ptv11.procedures}
            choices={procedureChoices(c)}
            value={form11.procedures ?? []}
            onChange={(procedures) => changeCriteria({ ptv11: { ...form11, procedures } })}
          />
          <CheckRow checked={form11.urgent === true} onChange={(urgent) => changeCriteria({ ptv11: { ...form11, urgent } })}>
            <span className="s">{w.ptv11.urgent}</span>
          </CheckRow>
        </fieldset>
      )}
    </>
  );
}

/** "Nichts" stands alone. */
function withNothing(chosen: Ptv11Recommendation[]): Ptv11Recommendation[] {
  return chosen.at(-1) === 'none' ? ['none'] : chosen.filter((one) => one !== 'none');
}

const procedureChoices = (c: CodeWords) =>
  PROCEDURES.map((value) => ({ value, label: c.procedureShort[value], spoken: c.procedure[value] }));

const isProblem = (key: string): key is ProblemCode => PROBLEM_CODES.some((code) => code === key);

function Problems() {
  const w = useWords(placementWords);
  const c = useWords(codes);
  const { form, changeCriteria } = useDeskState();
  const chosen = form.criteria.problems ?? [];
  const [search, setSearch] = useState<Search | null>(null);
  useEffect(() => {
    void problemSearch().then(({ searchProblems }) => setSearch(() => searchProblems));
  }, []);
  return (
    <div data-field="problems" data-stop>
      <TagInput
        label={w.problem}
        placeholder={w.problemPlaceholder}
        max={3}
        value={chosen.map((code) => ({ key: code, label: c.problem[code] }))}
        onChange={(tags) => {
          const problems = tags.map(({ key }) => key).filter(isProblem);
          // UNK stands alone (rule book A.4, clarification to S1).
          const last = problems.at(-1);
          const kept = last === 'UNK' ? problems.slice(-1) : problems.filter((code) => code !== 'UNK');
          changeCriteria({ problems: kept.length > 0 ? kept : undefined });
        }}
        suggest={(text) =>
          (search?.(text) ?? []).map(({ code, by, word }) => ({
            key: code,
            label: c.problem[code],
            ...(by === 'word' && word ? { detail: word } : by === 'nothing' ? { detail: w.problemUnknown } : {}),
          }))
        }
      />
    </div>
  );
}

const CONCERN_MOST = 120;

function Concern() {
  const w = useWords(placementWords);
  const { form, change } = useDeskState();
  return (
    <div data-field="concern">
      <TextArea
        label={w.concern}
        note={form.concern.length > CONCERN_MOST - 40 ? `${form.concern.length}/${CONCERN_MOST}` : undefined}
        hint={w.concernHint}
        rows={1}
        maxLength={CONCERN_MOST}
        value={form.concern}
        onChange={(concern) => change({ concern })}
      />
    </div>
  );
}

function Languages() {
  const w = useWords(placementWords);
  const f = useFormat();
  const { form, changeCriteria } = useDeskState();
  const chosen = form.criteria.languages ?? [];
  const named = WANTED_LANGUAGES.map((key) => ({ key, label: f.languageName(key) }));
  const foreign = chosen.length > 0 && !chosen.includes('de');
  return (
    <>
      <div data-field="languages">
        <TagInput
          label={w.languages}
          max={6}
          value={chosen.map((key) => ({ key, label: f.languageName(key) }))}
          onChange={(tags) => changeCriteria({ languages: tags.length > 0 ? tags.map(({ key }) => key) : undefined })}
          suggest={(text) => named.filter(({ label }) => label.toLowerCase().startsWith(text.toLowerCase())).slice(0, 6)}
        />
      </div>
      {(foreign || form.criteria.interpreterAccepted) && (
        <CheckRow
          checked={form.criteria.interpreterAccepted === true}
          onChange={(accepted) => changeCriteria({ interpreterAccepted: accepted || undefined })}
        >
          <span className="s">{w.interpreterAccepted}</span>
        </CheckRow>
      )}
    </>
  );
}

function SettingAndProcedure() {
  const w = useWords(placementWords);
  const c = useWords(codes);
  const { form, changeCriteria } = useDeskState();
  const { procedureWish = [], procedureMust } = form.criteria;
  return (
    <>
      <div data-field="setting">
        <Segments
          label={w.setting}
          choices={[
            { value: 'either', label: w.either },
            { value: 'single', label: c.setting.single },
            { value: 'group', label: c.setting.group },
          ]}
          value={form.criteria.setting ?? null}
          onChange={(setting) => changeCriteria({ setting })}
        />
      </div>
      <Field label={w.procedure} group>
        {() => (
          <div className="row wrap tight">
            <Chips<Procedure>
              label={w.procedure}
              hideLabel
              choices={procedureChoices(c)}
              value={procedureWish}
              onChange={(wish) =>
                changeCriteria({
                  procedureWish: wish.length > 0 ? wish : undefined,
                  procedureMust: wish.length > 0 ? procedureMust : undefined,
                })
              }
            />
            {procedureWish.length > 0 && (
              <Must
                checked={procedureMust === true}
                what={w.procedure}
                onChange={(must) => changeCriteria({ procedureMust: must || undefined })}
              />
            )}
          </div>
        )}
      </Field>
    </>
  );
}

const MINUTES = ['15', '20', '30', '45', '60', '90'] as const;

function Way() {
  const w = useWords(placementWords);
  const { form, change, changeCriteria } = useDeskState();
  const [left, setLeft] = useState(false);
  const code = form.postalCode.trim();
  const { data } = useQuery({
    queryKey: ['directory', 'postal-code', code],
    queryFn: ({ signal }) => call(directory.postalCodes, { query: { begins: code }, signal }),
    enabled: postalCodeReadable(code),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const known = data?.postalCodes.find((one) => one.postalCode === code);
  const fault = left && code !== '' && !postalCodeReadable(code) ? w.postalCodeFault : undefined;
  const max = form.criteria.maxTravelMinutes;
  const choices = MINUTES.map((value) => ({ value: value as string, label: w.atMost(value) }));
  const own =
    max !== undefined && !MINUTES.some((value) => value === String(max)) ? [{ value: String(max), label: w.atMost(String(max)) }] : [];
  return (
    <Field
      label={w.areaWay}
      group
      note={fault ? undefined : known?.places[0]}
      error={fault}
      warning={data && !known ? w.postalCodeUnknown : undefined}
    >
      {() => (
        <div className="two">
          <div data-field="postalCode" data-stop>
            <TextField
              label={w.postalCode}
              hideLabel
              placeholder={w.postalCode}
              inputMode="numeric"
              maxLength={5}
              figures
              value={form.postalCode}
              onChange={(postalCode) => change({ postalCode })}
              onLeave={() => setLeft(true)}
            />
          </div>
          <SelectField
            label={w.maxWay}
            hideLabel
            empty={w.anyWay}
            choices={[...own, ...choices]}
            value={max === undefined ? null : String(max)}
            onChange={(minutes) => changeCriteria({ maxTravelMinutes: minutes ? Number(minutes) : undefined })}
          />
        </div>
      )}
    </Field>
  );
}
