import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Monitoring } from '#rooms/cases/contract/monitoring.ts';
import { ENDED } from '#rooms/cases/rules/line.ts';
import { nextStepOf } from '#rooms/cases/rules/line-next.ts';
import { to } from '../../../paths.ts';
import { State } from '../../../ui/index.ts';
import { caseOverview } from '../../../words/case-overview.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { linking } from '../../../words/linking.ts';
import { monitoring as monitoringWords } from '../../../words/monitoring.ts';
import { linesQuery } from '../linking/data.ts';
import { LINE_TONES } from '../linking/tones.ts';
import { serviceName } from '../monitoring/told.ts';

const LIGHT_TONES = { green: 'yes', yellow: 'partly', red: 'no' } as const;

/** Every service that is sought or runs: how far it is, how it goes, and what is to be done next. */
export function Services({ caseId, monitoring }: { caseId: string; monitoring: Monitoring | undefined }) {
  const w = useWords(caseOverview).services;
  const words = useWords(linking);
  const lights = useWords(monitoringWords).lines.light;
  const format = useFormat();
  const { language } = useLanguage();
  const { data } = useQuery(linesQuery(caseId));
  if (!data) return null;
  const live = data.lines.filter(({ state }) => !ENDED.has(state));
  const ended = data.lines.length - live.length;
  return (
    <section className="card" aria-labelledby="case-services">
      <div className="head">
        <h2 id="case-services">{w.title}</h2>
        <Link className="s end" to={to.caseFile(caseId, 'linking')}>
          {w.open}
        </Link>
      </div>
      {live.length === 0 ? (
        <p className="q">{w.none}</p>
      ) : (
        <table className="list overview-services">
          <thead>
            <tr>
              <th scope="col">{w.service}</th>
              <th scope="col">{w.standing}</th>
              <th scope="col">{w.next}</th>
            </tr>
          </thead>
          <tbody>
            {live.map((line) => {
              const name = serviceName(line.serviceType, language);
              const light = monitoring?.lines.find(({ id }) => id === line.id)?.light;
              const next = nextStepOf(line);
              return (
                <tr key={line.id}>
                  <td>
                    <b>{line.provider.name ?? name}</b>
                    <span className="s q below">{line.provider.name ? name : w.withoutProvider}</span>
                  </td>
                  <td>
                    {light ? (
                      <State tone={LIGHT_TONES[light.colour]}>{lights[light.colour]}</State>
                    ) : (
                      <State tone={LINE_TONES[line.state]}>{words.states[line.state]}</State>
                    )}
                    <span className="s q below">
                      {light
                        ? `${words.states[line.state]}, ${words.since(format.listed(line.since))}`
                        : words.since(format.listed(line.since))}
                    </span>
                  </td>
                  <td>
                    {words.steps[next.step]}
                    {next.on && <span className="s q below">{format.day(next.on)}</span>}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {ended > 0 && <p className="s q overview-ended">{w.ended(ended)}</p>}
    </section>
  );
}
