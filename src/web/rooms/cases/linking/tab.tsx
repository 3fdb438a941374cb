import { useQuery } from '@tanstack/react-query';
import { Plus, Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { LineView } from '#rooms/cases/contract/linking.ts';
import { ACTIVE, ENDED, IN_PREPARATION } from '#rooms/cases/rules/line.ts';
import { nextStepOf } from '#rooms/cases/rules/line-next.ts';
import { problemOf } from '../../../problem.ts';
import { Banner, Button, Empty, State } from '../../../ui/index.ts';
import { currentLanguage, useFormat, useWords } from '../../../words/language.tsx';
import { linking } from '../../../words/linking.ts';
import { problems } from '../../../words/problems.ts';
import { caseQuery, useReadCaseAgain } from '../data.ts';
import type { TabProps } from '../tab-props.ts';
import { linesQuery, type Names, useNames } from './data.ts';
import { LineForm, type Wished } from './line-form.tsx';
import { LinePanel } from './line-panel.tsx';
import type { ReferralStart } from './referral-panel.tsx';
import { LINE_TONES } from './tones.ts';
import './linking.css';

await linking.load(currentLanguage());

const ServiceSearch = lazy(() => import('./service-search.tsx'));
const ReferralList = lazy(() => import('./referral-list.tsx'));
const ReferralPanel = lazy(() => import('./referral-panel.tsx'));

/** Linking: for every need and measure the services, how far each is, and what is to be done next. */
export default function LinkingTab({ caseId }: TabProps) {
  const w = useWords(linking);
  const faults = useWords(problems);
  const names = useNames(caseId);
  const { data, error } = useQuery(linesQuery(caseId));
  const [wished, setWished] = useState<Wished | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const { data: head } = useQuery(caseQuery(caseId));
  const readAgain = useReadCaseAgain();
  /** A search for a service of the region: for a line, or for the case. */
  const [sought, setSought] = useState<{ line: LineView | null } | null>(null);
  const [referral, setReferral] = useState<{ lineId: string | null; start: ReferralStart } | null>(null);
  if (error && !data) return <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>;
  if (!data) return <p className="q">{w.title} …</p>;
  // what is known of her stands in every search
  const about = {
    ...(head && head.age !== null ? { age: head.age } : {}),
    ...(/^\d{5}/.test(head?.place ?? '') ? { postalCode: head?.place?.slice(0, 5) ?? '' } : {}),
  };
  const live = data.lines.filter(({ state }) => !ENDED.has(state));
  const ended = data.lines.filter(({ state }) => ENDED.has(state));
  const open = data.lines.find(({ id }) => id === openId);
  const preparing = live.filter(({ state }) => IN_PREPARATION.has(state)).length;
  const running = live.filter(({ state }) => ACTIVE.has(state)).length;
  const add = (
    <Button kind="main" icon={Plus} onPress={() => setWished({})}>
      {w.add}
    </Button>
  );
  return (
    <div className="linking">
      <section className="card stack" aria-labelledby="h-lines">
        <div className="row wrap">
          <h2 id="h-lines">{w.title}</h2>
          {live.length > 0 && <span className="q s">{w.summary(preparing, running)}</span>}
          {data.open && (
            <span className="end row">
              <Button icon={Search} onPress={() => setSought({ line: null })}>
                {w.findService}
              </Button>
              {data.lines.length > 0 && add}
            </span>
          )}
        </div>
        {!data.open && <Banner>{w.closed}</Banner>}
        {data.lines.length === 0 ? (
          <Empty action={data.open ? add : undefined}>{w.empty}</Empty>
        ) : (
          <Lines lines={live} names={names} onOpen={setOpenId} />
        )}
        {ended.length > 0 && (
          <details className="line-ended">
            <summary>{w.ended(ended.length)}</summary>
            <Lines lines={ended} names={names} onOpen={setOpenId} />
          </details>
        )}
      </section>
      {data.open && <WithoutService lines={data.lines} needs={data.needs} measures={data.measures} names={names} onAdd={setWished} />}
      {sought && (
        <section className="card stack" aria-labelledby="h-sought">
          <div className="row">
            <h2 id="h-sought">{w.findService}</h2>
            <span className="end">
              <Button small kind="quiet" onPress={() => setSought(null)}>
                {w.form.cancel}
              </Button>
            </span>
          </div>
          <Suspense fallback={null}>
            <ServiceSearch
              key={sought.line?.id ?? ''}
              start={{
                ...(sought.line ? { serviceType: sought.line.serviceType } : {}),
                ...about,
              }}
              onRefer={(service) => {
                setReferral({
                  lineId: sought.line?.id ?? null,
                  start: { service, serviceType: service.serviceType, domain: sought.line?.domain ?? null },
                });
                setSought(null);
              }}
            />
          </Suspense>
        </section>
      )}
      <Suspense fallback={null}>
        <ReferralList caseId={caseId} about={about} />
        {referral && (
          <ReferralPanel
            caseId={caseId}
            lineId={referral.lineId}
            referralId={null}
            start={{ ...about, ...referral.start }}
            onClose={() => setReferral(null)}
            onChanged={readAgain}
          />
        )}
      </Suspense>
      {wished && (
        <LineForm caseId={caseId} names={names} wished={wished} others={live} onClose={() => setWished(null)} onSaved={setOpenId} />
      )}
      {open && !wished && !referral && (
        <LinePanel
          key={open.id}
          line={open}
          names={names}
          others={live}
          mayChange={data.open}
          onClose={() => setOpenId(null)}
          onAgain={() => setWished({ serviceType: open.serviceType, domain: open.domain })}
          onSeek={() => {
            setSought({ line: open });
            setOpenId(null);
          }}
          onRefer={() => setReferral({ lineId: open.id, start: { serviceType: open.serviceType, domain: open.domain } })}
        />
      )}
    </div>
  );
}

function Lines({ lines, names, onOpen }: { lines: readonly LineView[]; names: Names; onOpen: (id: string) => void }) {
  const w = useWords(linking);
  const f = useFormat();
  if (lines.length === 0) return null;
  return (
    <ul className="plain line-list">
      {lines.map((line) => {
        const name = names.service(line.serviceType);
        const next = nextStepOf(line);
        const due = next.on ?? (line.state === 'waitlisted' ? line.nextStartOn : null);
        return (
          <li key={line.id}>
            <span className="who">
              <b>{line.provider.name ?? name}</b>
              <span className="s q">
                {[line.provider.name ? name : w.noProvider, line.domain ? names.domain(line.domain) : null].filter(Boolean).join(' · ')}
              </span>
            </span>
            <span>
              <State tone={LINE_TONES[line.state]}>
                {w.states[line.state]}
                {line.onTrial ? `, ${w.trial}` : ''}
              </State>{' '}
              <span className="s q nw">{w.since(f.date(line.since))}</span>
            </span>
            <span>
              {ENDED.has(line.state) && next.step === 'none' ? w.over : w.steps[next.step]}
              {due && <span className="s q nw"> {f.date(due)}</span>}
            </span>
            <span className="acts">
              <Button
                small
                label={w.openNamed(`${name}${line.provider.name ? `, ${line.provider.name}` : ''}`)}
                onPress={() => onOpen(line.id)}
              >
                {w.openLine}
              </Button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

interface Seen {
  domain: string;
  client: string | null;
  professional: string | null;
  priority: boolean;
}

/** Measures that need a service; what somebody does herself or with the case manager does not. */
const WITH_SERVICE: ReadonlySet<string> = new Set(['service', 'application', 'appointment']);

/** Needs and measures for which nothing is being arranged: each leads to a new line. */
function WithoutService(props: {
  lines: readonly LineView[];
  needs: readonly Seen[];
  measures: readonly { id: string; kind: string; text: string; domains: string[]; goalIds: string[]; lineId: string | null }[];
  names: Names;
  onAdd: (wished: Wished) => void;
}) {
  const w = useWords(linking);
  const { names } = props;
  const live = props.lines.filter(({ state }) => !ENDED.has(state));
  const helped = new Set(live.map(({ domain }) => domain));
  const needs = props.needs.filter(({ domain }) => !helped.has(domain));
  const served = ({ lineId, goalIds }: { lineId: string | null; goalIds: string[] }) =>
    live.some((line) => line.id === lineId || (lineId === null && line.goalIds.some((id) => goalIds.includes(id))));
  const measures = props.measures.filter((measure) => WITH_SERVICE.has(measure.kind) && !served(measure));
  if (needs.length + measures.length === 0) return null;
  const seenBy = ({ client, professional }: Seen) =>
    client === 'unmet' && professional === 'unmet'
      ? w.seenBy.both
      : client === 'unmet'
        ? w.seenBy.client
        : professional === 'unmet'
          ? w.seenBy.professional
          : w.seenBy.nobody;
  const rows = [
    ...needs.map((need) => ({
      key: need.domain,
      what: w.need(names.domain(need.domain)),
      more: seenBy(need),
      wished: { domain: need.domain } as Wished,
    })),
    ...measures.map(({ id, text, domains, goalIds }) => ({
      key: id,
      what: w.measure(text),
      more: domains.map(names.domain).join(', '),
      wished: { measureId: id, domain: domains[0] ?? null, goalIds } as Wished,
    })),
  ];
  return (
    <section className="card stack" aria-labelledby="h-without">
      <h2 id="h-without">{w.open}</h2>
      <p className="s q">{w.openHint}</p>
      <ul className="plain line-list">
        {rows.map(({ key, what, more, wished }) => (
          <li key={key}>
            <span className="who">
              <b>{what}</b>
              <span className="s q">{more}</span>
            </span>
            <span className="acts">
              <Button small label={w.addFor(what)} onPress={() => props.onAdd(wished)}>
                {w.add}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
