import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { ACCESS_FEATURES, type AccessFeature, MARKERS } from '#kernel/codes.ts';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { Chips, DateField, Field, Icon, Segments, TagInput, TimeWindowGrid } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { without } from './form.ts';
import { useDeskState } from './use-desk.ts';

/** Makes a wish a condition. */
export function Must({ checked, what, onChange }: { checked: boolean; what: string; onChange: (must: boolean) => void }) {
  const w = useWords(placementWords);
  return (
    <Chips
      label={w.mustOf(what)}
      hideLabel
      choices={[{ value: 'must', label: w.must }]}
      value={checked ? ['must'] : []}
      onChange={(value) => onChange(value.length > 0)}
    />
  );
}

const GENDER_WISHES = ['f', 'm', 'd'] as const;
const WISHES = ['step-free', 'video', 'video-only'] as const;
type Wish = (typeof WISHES)[number];

export function Wishes() {
  const w = useWords(placementWords);
  const c = useWords(codes);
  const { form, changeCriteria } = useDeskState();
  const { genderWish, genderMust, accessNeeds = [], modalities = [], markers = [] } = form.criteria;
  const [more, setMore] = useState(markers.length > 0 || accessNeeds.some((need) => need !== 'step-free'));
  const video = modalities.includes('video');
  const value: Wish[] = [
    ...(accessNeeds.includes('step-free') ? ['step-free' as const] : []),
    ...(video && modalities.includes('in-person') ? ['video' as const] : []),
    ...(video && !modalities.includes('in-person') ? ['video-only' as const] : []),
  ];
  const needs = (list: AccessFeature[]) => changeCriteria({ accessNeeds: list.length > 0 ? list : undefined });
  const put = (next: Wish[]) => {
    const stepFree = next.includes('step-free');
    const others = accessNeeds.filter((need) => need !== 'step-free');
    const added = next.find((one) => !value.includes(one));
    const only = added === 'video-only' || (added !== 'video' && next.includes('video-only'));
    changeCriteria({
      accessNeeds: stepFree || others.length > 0 ? [...(stepFree ? ['step-free' as const] : []), ...others] : undefined,
      modalities: only ? ['video'] : next.includes('video') ? ['in-person', 'video'] : ['in-person'],
    });
  };
  return (
    <Field label={w.wishes} group>
      {() => (
        <div className="stack tight">
          <div className="row wrap tight">
            <Chips
              label={w.genderWish}
              hideLabel
              choices={GENDER_WISHES.map((one) => ({ value: one, label: c.gender[one], spoken: w.genderSpoken(c.gender[one]) }))}
              value={genderWish ? [genderWish] : []}
              onChange={(list) => {
                const next = list.at(-1);
                changeCriteria({ genderWish: next, genderMust: next ? genderMust : undefined });
              }}
            />
            {genderWish && (
              <Must
                checked={genderMust === true}
                what={w.genderWish}
                onChange={(must) => changeCriteria({ genderMust: must || undefined })}
              />
            )}
            <button type="button" className="link s" aria-expanded={more} onClick={() => setMore(!more)}>
              {w.moreNeeds}
            </button>
            <Chips
              label={w.wishes}
              hideLabel
              choices={WISHES.map((one) => ({ value: one, label: w.wish[one] }))}
              value={value}
              onChange={put}
            />
          </div>
          {more && (
            <div className="more">
              <Chips
                label={w.accessNeeds}
                choices={ACCESS_FEATURES.filter((one) => one !== 'step-free').map((one) => ({ value: one, label: c.access[one] }))}
                value={accessNeeds.filter((need) => need !== 'step-free')}
                onChange={(list) => needs([...(accessNeeds.includes('step-free') ? ['step-free' as const] : []), ...list])}
              />
              <Chips
                label={w.markers.title}
                hint={w.markers.why}
                choices={MARKERS.map((one) => ({ value: one, label: w.markers.words[one] }))}
                value={markers}
                onChange={(list) => changeCriteria({ markers: list.length > 0 ? list : undefined })}
              />
              {markers.includes('CHRONIC_SUI') && <p className="s partly">{w.markers.now}</p>}
            </div>
          )}
        </div>
      )}
    </Field>
  );
}

const EDGES = ['08:00', '12:00', '16:00', '18:00', '20:00'];

/** The week to paint. Times that no cell can show ("Di ab 17:15") stand below it and can be taken away. */
export function Times() {
  const w = useWords(placementWords);
  const f = useFormat();
  const { form, changeCriteria } = useDeskState();
  const all = form.criteria.windows ?? [];
  const odd = all.filter(({ from, to }) => !EDGES.includes(from) || !EDGES.includes(to));
  const put = (windows: typeof all) => changeCriteria({ windows: windows.length > 0 ? windows : undefined });
  return (
    <div data-field="windows">
      <TimeWindowGrid label={w.times} value={all.filter((one) => !odd.includes(one))} onChange={(painted) => put([...painted, ...odd])} />
      {odd.map((one) => (
        <span key={`${one.weekday}${one.from}${one.to}`} className="chip">
          {`${f.weekdayShort(one.weekday)} ${one.from}–${one.to}`}
          <button
            type="button"
            aria-label={w.removeTime(f.weekdayName(one.weekday), one.from, one.to)}
            onClick={() => put(all.filter((other) => other !== one))}
          >
            <Icon of={X} />
          </button>
        </span>
      ))}
    </div>
  );
}

export function WishedTherapist() {
  const w = useWords(placementWords);
  const { form, changeCriteria, fit } = useDeskState();
  const [text, setText] = useState('');
  const later = useDeferredValue(text);
  const { data } = useQuery({
    queryKey: ['directory', 'named', later],
    queryFn: ({ signal }) => call(directory.practitioners, { query: { text: later }, signal }),
    enabled: later.length >= 2,
    staleTime: 60_000,
  });
  const found = (data?.practitioners ?? []).map(({ id, name, places }) => ({
    key: id,
    label: name,
    ...(places[0] ? { detail: places[0] } : {}),
  }));
  const wished = form.criteria.wishedPractitioner;
  const [chosen, setChosen] = useState<{ key: string; label: string } | null>(null);
  const name = chosen?.key === wished ? chosen?.label : fit.answer?.wished?.name;
  return (
    <TagInput
      label={w.wishedTherapist}
      placeholder={w.wishedPlaceholder}
      max={1}
      value={wished ? [{ key: wished, label: name || w.wishedUnnamed }] : []}
      onText={setText}
      onChange={(tags) => {
        setChosen(tags[0] ?? null);
        changeCriteria({ wishedPractitioner: tags[0]?.key });
      }}
      suggest={() => (text.length >= 2 ? found : [])}
    />
  );
}

/** Soon is a start within six weeks, acute within 14 days (rule book A.4.1 H15). */
const WITHIN_DAYS = { soon: 42, acute: 14 } as const;
type Urgent = 'normal' | keyof typeof WITHIN_DAYS;

export function Urgency() {
  const w = useWords(placementWords);
  const { form, changeCriteria, setCriteria, today } = useDeskState();
  const { startDeadline, want } = form.criteria;
  const value: Urgent = want === 'ACUTE' ? 'acute' : startDeadline ? 'soon' : 'normal';
  const put = (next: Urgent) => {
    const rest = without(form.criteria, 'startDeadline', 'want');
    if (next === 'normal') setCriteria(rest);
    else if (next === 'soon') setCriteria({ ...rest, startDeadline: today.add({ days: WITHIN_DAYS.soon }).toString() });
    else setCriteria({ ...rest, want: 'ACUTE', startDeadline: today.add({ days: WITHIN_DAYS.acute }).toString() });
  };
  return (
    <>
      <Segments
        label={w.urgency}
        choices={(['normal', 'soon', 'acute'] as const).map((one) => ({ value: one, label: w.urgencies[one] }))}
        value={value}
        onChange={put}
      />
      {startDeadline && (
        <DateField
          label={w.deadline}
          value={startDeadline}
          onChange={(day) => changeCriteria({ startDeadline: day ?? undefined })}
          strict
        />
      )}
    </>
  );
}
