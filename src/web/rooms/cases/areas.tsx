import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as wire from '#rooms/cases/contract/areas.ts';
import {
  type Area,
  type AreaChanges,
  type AreaCode,
  areaWith,
  type DomainCode,
  INTENSITIES,
  LIMITED_PHASES,
} from '#rooms/cases/rules/areas.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { problemOf } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { announce, Banner, Button, CheckRow, Segments, TextField } from '../../ui/index.ts';
import { areas as areaWords } from '../../words/areas.ts';
import { currentLanguage, useLanguage, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { AreaServices } from './area-services.tsx';
import { CASES } from './data.ts';
import './areas.css';

await areaWords.load(currentLanguage());

const REVIEWS = ['plan', 'soziotherapie', 'reassessment', 'dormant'] as const;

/** The areas of use: readable by everybody, set by the administration. */
export default function Areas() {
  const w = useWords(areaWords);
  const faults = useWords(problems);
  const { language } = useLanguage();
  const may = useMay('settings.change');
  const { data, error } = useQuery({ queryKey: ['case-areas'], queryFn: ({ signal }) => call(wire.showAreas, { signal }) });
  const [code, setCode] = useState<AreaCode>('health');
  const found = data?.areas.find((area) => area.code === code);
  return (
    <section className="stack case-areas" aria-labelledby="h-areas">
      <h2 id="h-areas">{w.title}</h2>
      <p>{w.lead}</p>
      {!may && <p className="s q">{w.readOnly}</p>}
      {error && <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>}
      {data && (
        <Segments
          label={w.area}
          hideLabel
          choices={data.areas.map((area) => ({ value: area.code, label: area.on ? area[language] : `${area[language]} (${w.off})` }))}
          value={code}
          onChange={setCode}
        />
      )}
      {found && <AreaForm key={`${found.code} ${JSON.stringify(found.changes)}`} code={found.code} start={found.changes} may={may} />}
    </section>
  );
}

export interface AreaPart {
  area: Area;
  may: boolean;
  change: (more: Partial<AreaChanges>) => void;
}

function AreaForm({ code, start, may }: { code: AreaCode; start: AreaChanges | null; may: boolean }) {
  const w = useWords(areaWords);
  const queries = useQueryClient();
  const sheet = `cases.area.${code}`;
  const [changes, setChanges] = useTyped<AreaChanges | null>(sheet, 'changes', start);
  const area = areaWith(code, changes);
  const dirty = JSON.stringify(changes) !== JSON.stringify(start);
  const change = (more: Partial<AreaChanges>) => setChanges({ ...changes, ...more });
  const submit = useSubmit(async () => {
    await call(wire.changeArea, { params: { code }, body: { changes: changes as never } });
    forget(sheet);
    announce(w.saved);
    await queries.invalidateQueries({ queryKey: ['case-areas'] });
    await queries.invalidateQueries({ queryKey: [CASES, 'areas'] });
  });
  return (
    <div className="stack">
      <div className="areas-two">
        <AreaHead area={area} may={may} change={change} />
        <AreaNumbers area={area} may={may} change={change} />
      </div>
      <AreaServices area={area} may={may} change={change} changes={changes} />
      {submit.problem && (
        <Banner tone="no" live="assertive">
          {submit.sentence ?? w.numberWrong}
        </Banner>
      )}
      {may && (
        <div className="row wrap areas-save">
          <Button kind="main" busy={submit.busy} onPress={submit.run}>
            {w.save}
          </Button>
          {changes && (
            <Button kind="quiet" onPress={() => setChanges(null)}>
              {w.reset}
            </Button>
          )}
          {dirty && (
            <span className="s q" role="status">
              {w.changed}
            </span>
          )}
        </div>
      )}
    </div>
  );
}

/** On or off, its name, and which life domains stand in front. */
function AreaHead({ area, may, change }: AreaPart) {
  const w = useWords(areaWords);
  const { language } = useLanguage();
  const front = area.domains.filter(({ emphasis }) => emphasis).map((domain) => domain.code);
  const toggle = (domain: DomainCode, on: boolean) => change({ emphasis: on ? [...front, domain] : front.filter((one) => one !== domain) });
  return (
    <section className="card stack" aria-labelledby="h-domains">
      {may && (
        <>
          <CheckRow checked={area.on} onChange={(on) => change({ on })}>
            {w.on}
          </CheckRow>
          <TextField label={w.nameDe} value={area.de} onChange={(de) => change({ name: { de, en: area.en } })} maxLength={80} />
          <TextField label={w.nameEn} value={area.en} onChange={(en) => change({ name: { de: area.de, en } })} maxLength={80} lang="en" />
        </>
      )}
      <h3 id="h-domains">{w.domains}</h3>
      <p className="s q">{w.domainsHint}</p>
      <ul className="plain domains">
        {area.domains.map((domain) => {
          const detail = [
            domain.icf.length > 0 ? w.icf(domain.icf.join(', ')) : '',
            domain.section118.length > 0 ? w.section118(domain.section118.join(', ')) : '',
            w.cansas(domain.cansasItems.join(', ')),
          ]
            .filter(Boolean)
            .join(' · ');
          const name = `${domain.code} ${domain[language]}`;
          return (
            <li key={domain.code}>
              {may ? (
                <CheckRow checked={domain.emphasis} onChange={(on) => toggle(domain.code, on)} detail={detail}>
                  {name}
                </CheckRow>
              ) : (
                <>
                  <span className={domain.emphasis ? 'b' : undefined}>{name}</span> <span className="s q">{detail}</span>
                </>
              )}
            </li>
          );
        })}
      </ul>
      {may && (
        <CheckRow checked={area.domains.some((domain) => domain.code === 'D11')} onChange={(community) => change({ community })}>
          {w.community}
        </CheckRow>
      )}
    </section>
  );
}

/** A number of days: a field for who may, plain for all others. What is no number stays on screen and is refused on saving. */
function Days({ label, value, may, onChange }: { label: string; value: number; may: boolean; onChange: (days: number) => void }) {
  const w = useWords(areaWords);
  const [text, setText] = useState(String(value));
  if (!may) return <span className="num">{value}</span>;
  const wrong = !/^\d{1,3}$/.test(text.trim());
  return (
    <TextField
      label={label}
      hideLabel
      value={text}
      onChange={(typed) => {
        setText(typed);
        if (/^\d{1,3}$/.test(typed.trim())) onChange(Number(typed));
      }}
      inputMode="numeric"
      figures
      maxLength={3}
      error={wrong ? w.numberWrong : undefined}
    />
  );
}

/** Rhythms, usual lengths of phases, reviews. */
function AreaNumbers({ area, may, change }: AreaPart) {
  const w = useWords(areaWords);
  return (
    <section className="card stack" aria-labelledby="h-rhythms">
      <h3 id="h-rhythms">{w.rhythms}</h3>
      <table className="list" aria-labelledby="h-rhythms">
        <thead>
          <tr>
            <th scope="col">{w.intensity}</th>
            <th scope="col">{w.days}</th>
            <th scope="col">{w.grace}</th>
          </tr>
        </thead>
        <tbody>
          {INTENSITIES.map((one) => {
            const { days, graceDays } = area.rhythms[one];
            const set = (rhythm: { days: number; graceDays: number }) => change({ rhythms: { ...area.rhythms, [one]: rhythm } });
            return (
              <tr key={one}>
                <th scope="row">{one}</th>
                <td>
                  <Days
                    label={`${w.intensity} ${one}: ${w.days}`}
                    value={days}
                    may={may}
                    onChange={(next) => set({ days: next, graceDays })}
                  />
                </td>
                <td>
                  <Days
                    label={`${w.intensity} ${one}: ${w.grace}`}
                    value={graceDays}
                    may={may}
                    onChange={(next) => set({ days, graceDays: next })}
                  />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <h3 id="h-limits">{w.limits}</h3>
      <table className="list" aria-labelledby="h-limits">
        <tbody>
          {LIMITED_PHASES.map((phase) => (
            <tr key={phase}>
              <th scope="row">{w.phases[phase]}</th>
              <td>
                <Days
                  label={`${w.phases[phase]}: ${w.limitDays}`}
                  value={area.phaseLimits[phase]}
                  may={may}
                  onChange={(days) => change({ phaseLimits: { ...area.phaseLimits, [phase]: days } })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <h3 id="h-review">{w.review}</h3>
      <table className="list" aria-labelledby="h-review">
        <tbody>
          {REVIEWS.map((key) => (
            <tr key={key}>
              <th scope="row">{w.reviews[key]}</th>
              <td>
                <Days
                  label={w.reviews[key]}
                  value={area.review[key]}
                  may={may}
                  onChange={(days) => change({ review: { ...area.review, [key]: days } })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
