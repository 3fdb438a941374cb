import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Printer } from 'lucide-react';
import { useState } from 'react';
import type { ListedDue } from '#rooms/soziotherapie/contract/overview.ts';
import { DUE_TONES, type DueRole } from '#rooms/soziotherapie/rules/due.ts';
import { useMe } from '../../me.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, CheckRow, Empty } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { soziotherapie } from '../../words/soziotherapie.ts';
import { overviewQuery } from './data.ts';
import { DueBadge, useDueWords } from './due.tsx';
import { Visits } from './visits.tsx';

/** Deadlines first, the most urgent on top; then where one goes today. */
export function Today() {
  const w = useWords(soziotherapie);
  const faults = useWords(problems);
  const format = useFormat();
  const { roles } = useMe();
  const { data, error } = useQuery(overviewQuery);
  const [mine, setMine] = useState(false);
  if (error && !data) return <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>;
  if (!data) return null;
  const { today } = data;
  const shown = data.due.filter(({ who }) => !mine || (roles as readonly string[]).includes(who satisfies DueRole));
  const count = (tone: ListedDue['tone']) => shown.filter((one) => one.tone === tone).length;
  return (
    <>
      <header className="sozio-head">
        <h2>
          {w.today} <span className="q">{format.dayLong(today)}</span>
        </h2>
        <p className="q">
          {w.scope[data.scope]}: {w.summary(count('late'), count('now'), data.visits.length)}
        </p>
        <div className="end row wrap no-print">
          {data.scope !== 'office' && (
            <CheckRow checked={mine} onChange={setMine}>
              {w.onlyMine}
            </CheckRow>
          )}
          <Button small icon={Printer} onPress={() => window.print()}>
            {w.file.print}
          </Button>
        </div>
      </header>
      <div className="sozio-two">
        <section className="card" aria-labelledby="sozio-due">
          <h3 id="sozio-due" className="vh">
            {w.deadlines}
          </h3>
          {shown.length === 0 && <Empty>{data.clients === 0 ? w.noClients : w.nothingDue}</Empty>}
          {DUE_TONES.map((tone) => {
            const rows = shown.filter((one) => one.tone === tone);
            return (
              rows.length > 0 && (
                <section key={tone} aria-labelledby={`sozio-${tone}`} className="due-group">
                  <h4 id={`sozio-${tone}`}>
                    {w.groups[tone]} <span className="q num">{rows.length}</span>
                  </h4>
                  <ul className="plain due-table">
                    {rows.map((row) => (
                      <Row key={`${row.kind} ${row.objectId}`} due={row} today={today} helper={data.scope !== 'own'} />
                    ))}
                  </ul>
                </section>
              )
            );
          })}
        </section>
        <Visits visits={data.visits} helper={data.scope !== 'own'} />
      </div>
    </>
  );
}

function Row({ due, today, helper }: { due: ListedDue; today: string; helper: boolean }) {
  const w = useWords(soziotherapie);
  const said = useDueWords()(due);
  return (
    <li>
      <div>
        <Link className="due-name" to={to.sozioFile(due.episodeId, due.tab)}>
          {due.name}
        </Link>
        <p className="s q">
          {w.who[due.who]}
          {helper && due.helperName && due.who === 'soziotherapist' && <>, {due.helperName}</>}
        </p>
      </div>
      <div className="due-what">
        <b>{said.title}</b>
        <p className="s q">
          {said.text} {w.source(due.source)}
        </p>
      </div>
      <DueBadge due={due} today={today} />
    </li>
  );
}
