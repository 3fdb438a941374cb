import { useState } from 'react';
import type { MonitoredLine, Monitoring } from '#rooms/cases/contract/monitoring.ts';
import { ACTIVE } from '#rooms/cases/rules/line.ts';
import { Button, Empty, State } from '../../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { monitoring } from '../../../words/monitoring.ts';
import { EntryForm } from './entry-form.tsx';
import { serviceName } from './told.ts';

const TONES = { green: 'yes', yellow: 'partly', red: 'no' } as const;

/** Every service with its light: the colour in words, and what it rests on. */
export function Lines({ caseId, data }: { caseId: string; data: Monitoring }) {
  const w = useWords(monitoring).lines;
  const { language } = useLanguage();
  const [writing, setWriting] = useState<string | null>(null);
  return (
    <section className="card stack" aria-labelledby="h-lines">
      <h2 id="h-lines">{w.title}</h2>
      {data.lines.length === 0 && <Empty>{w.none}</Empty>}
      <ul className="plain watch-list">
        {data.lines.map((line) => {
          const name = serviceName(line.serviceType, language);
          return (
            <li key={line.id}>
              <div className="top">
                <span>
                  <b>{line.provider ?? name}</b>
                  {line.provider && <span className="q s"> {name}</span>}
                </span>
                <Light line={line} />
                {data.mayWrite && ACTIVE.has(line.state) && writing !== line.id && (
                  <span className="end">
                    <Button small label={w.observeOf(line.provider ?? name)} onPress={() => setWriting(line.id)}>
                      {w.observe}
                    </Button>
                  </span>
                )}
              </div>
              <Evidence line={line} />
              {writing === line.id && (
                <EntryForm
                  caseId={caseId}
                  lineId={line.id}
                  name={line.provider ?? name}
                  today={data.today}
                  onClose={() => setWriting(null)}
                />
              )}
              <Entries data={data} lineId={line.id} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Light({ line }: { line: MonitoredLine }) {
  const w = useWords(monitoring).lines;
  if (line.light) return <State tone={TONES[line.light.colour]}>{w.light[line.light.colour]}</State>;
  return <State tone="open">{ACTIVE.has(line.state) ? w.noLight : w.states[line.state]}</State>;
}

function Evidence({ line }: { line: MonitoredLine }) {
  const w = useWords(monitoring).lines;
  const format = useFormat();
  const { light, approvedUnits, usedUnits, validUntil, rhythmDays } = line;
  const said = [
    light && light.share !== null && light.planned !== null && light.delivered !== null
      ? w.share(format.number(light.delivered), format.number(light.planned), Math.round(light.share * 100))
      : '',
    light?.fits ? w.fits[light.fits] : '',
    light?.because.includes('silent') && light.silentFrom ? w.silent(format.listed(light.silentFrom)) : '',
    light?.lastContactOn && !light.because.includes('silent') ? w.last(format.listed(light.lastContactOn)) : '',
    rhythmDays === null ? '' : w.every(rhythmDays),
    approvedUnits !== null && usedUnits !== null ? w.used(format.number(usedUnits), format.number(approvedUnits)) : '',
    validUntil ? w.valid(format.listed(validUntil)) : '',
  ].filter(Boolean);
  return said.length > 0 ? <p className="s q">{said.join(' · ')}</p> : null;
}

const SHOWN = 2;

/** The last observations of a service. */
function Entries({ data, lineId }: { data: Monitoring; lineId: string }) {
  const w = useWords(monitoring).entry;
  const lines = useWords(monitoring).lines;
  const format = useFormat();
  const own = data.entries.filter((entry) => entry.lineId === lineId).slice(0, SHOWN);
  if (own.length === 0) return null;
  return (
    <ul className="plain s entries">
      {own.map((entry) => {
        const said = [
          w.sources[entry.source],
          entry.fits ? lines.fits[entry.fits] : '',
          entry.unitsDelivered !== null && entry.unitsPlanned
            ? lines.share(
                format.number(entry.unitsDelivered),
                format.number(entry.unitsPlanned),
                Math.round((entry.unitsDelivered / entry.unitsPlanned) * 100),
              )
            : '',
          entry.attended === null ? '' : w.attendedOf(entry.attended),
          entry.satisfaction === null ? '' : w.satisfied(entry.satisfaction),
          entry.barrier ? (w.barriers as Record<string, string>)[entry.barrier] : '',
          entry.note,
        ].filter(Boolean);
        return (
          <li key={entry.id}>
            <b>{format.listed(entry.onDay)}</b> {said.join(' · ')}
          </li>
        );
      })}
    </ul>
  );
}
