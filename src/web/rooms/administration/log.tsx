import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import * as access from '#rooms/access/contract.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, type Column, Empty, SelectField, State, Table, TakeAlong, TextField } from '../../ui/index.ts';
import { administration } from '../../words/administration.ts';
import { audit } from '../../words/audit.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { PastDay } from './past-day.tsx';

type Entry = z.output<typeof access.listEvents.answer>['events'][number];
const NOTHING = {
  area: null as string | null,
  action: null as string | null,
  actorId: null as string | null,
  from: null as string | null,
  until: null as string | null,
  personId: '',
};
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MIDNIGHT = Temporal.PlainTime.from('00:00');
const dayStart = (day: string, later = 0) => berlinInstant(Temporal.PlainDate.from(day).add({ days: later }), MIDNIGHT).toString();

/** Protokoll, for the auditor: time, who, what, about what. Asking is itself an entry. */
export function Log() {
  const w = useWords(administration);
  const faults = useWords(problems);
  const words = useAuditWords();
  const [filters, setFilters] = useState(NOTHING);
  const [cleared, setCleared] = useState(0);
  const clear = () => {
    setFilters(NOTHING);
    setCleared(cleared + 1);
  };
  const person = UUID.test(filters.personId.trim()) ? filters.personId.trim() : undefined;
  const query = {
    action: filters.action ?? filters.area ?? undefined,
    actorId: filters.actorId ?? undefined,
    from: filters.from ? dayStart(filters.from) : undefined,
    until: filters.until ? dayStart(filters.until, 1) : undefined,
    personId: person,
  };
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['events', query],
    queryFn: ({ pageParam, signal }) => call(access.listEvents, { query: { ...query, before: pageParam ?? undefined, limit: 50 }, signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    // Every asking is logged: never again by itself.
    staleTime: Number.POSITIVE_INFINITY,
  });
  const entries = data?.pages.flatMap(({ events }) => events) ?? [];
  const only = (id: string) => setFilters({ ...filters, personId: id });
  const columns: Column<Entry>[] = [
    { key: 'time', head: w.logTime, cell: (row) => <span className="nw num">{words.time(row)}</span> },
    { key: 'who', head: w.logWho, cell: (row) => words.who(row) },
    {
      key: 'what',
      head: w.logWhat,
      cell: (row) => (
        <>
          <span>{words.what(row)}</span> {row.decision === 'deny' && <State tone="no">{w.denied}</State>}
          {row.reason && <span className="xs q code"> {row.reason}</span>}
        </>
      ),
    },
    {
      key: 'about',
      head: w.logAbout,
      cell: (row) => (
        <>
          {words.about(row)}
          {row.personId && (
            <>
              {' '}
              <button type="button" className="link s" onClick={() => only(row.personId ?? '')} aria-label={w.logOnlyNamed(row.personId)}>
                {w.logOnly}
              </button>
            </>
          )}
        </>
      ),
    },
    { key: 'purpose', head: w.logPurpose, cell: (row) => words.purpose(row) },
    { key: 'seq', head: w.logNumber, figures: true, cell: (row) => row.seq },
  ];
  const content = () => ({
    head: [w.logNumber, w.logTime, w.logWho, w.logWhat, 'action', w.logAbout, 'id', w.logAboutPerson, w.logPurpose, w.logAnswer],
    rows: entries.map((row) => [
      String(row.seq),
      row.happenedAt,
      words.who(row),
      words.what(row),
      row.action,
      row.objectKind,
      row.objectId ?? '',
      row.personId ?? '',
      words.purpose(row),
      [row.decision === 'deny' ? w.denied : w.permitted, row.reason].filter(Boolean).join(': '),
    ]),
  });
  return (
    <section className="card stack" aria-labelledby="h-log">
      <h2 id="h-log">{w.log}</h2>
      <p className="q">{w.logLead}</p>
      <LogFilters key={cleared} filters={filters} onChange={setFilters} />
      {error && <Banner tone="no">{problemOf(error).sentence(faults)}</Banner>}
      {data && entries.length === 0 && <Empty action={<Button onPress={clear}>{w.clear}</Button>}>{w.logNothing}</Empty>}
      {entries.length > 0 && (
        <>
          <Table label={w.log} columns={columns} rows={entries} rowKey={(row) => String(row.seq)} />
          <div className="row wrap">
            {hasNextPage ? (
              <Button busy={isFetchingNextPage} onPress={() => fetchNextPage()}>
                {w.logMore}
              </Button>
            ) : (
              <span className="q s">{w.logAll}</span>
            )}
            <span className="end row wrap">
              <TakeAlong list="log" fileName={w.logFile} title={w.log} content={content} />
            </span>
          </div>
        </>
      )}
    </section>
  );
}

/** What an entry says, in words where there are some, else its code. */
function useAuditWords() {
  const w = useWords(administration);
  const a = useWords(audit);
  const c = useWords(codes);
  const format = useFormat();
  const actions: Record<string, string> = a.actions;
  const roles: Record<string, string> = c.role;
  const purposes: Record<string, string> = c.purpose;
  return {
    time: (row: Entry) => {
      const day = dayInBerlin(Temporal.Instant.from(row.happenedAt));
      return `${format.weekday(day)} ${format.date(day)} ${format.clock(row.happenedAt)}:${row.happenedAt.slice(17, 19)}`;
    },
    who: (row: Entry) => {
      const name = row.actorName ?? w.actors[row.actorKind];
      const list = row.actorRoles.map((role) => roles[role] ?? role).join(', ');
      return list ? `${name} (${list})` : name;
    },
    what: (row: Entry) => actions[row.action] ?? `${row.action} (${w.kinds[row.kind]})`,
    about: (row: Entry) => [w.objects[row.objectKind] ?? row.objectKind, row.objectId?.slice(-6)].filter(Boolean).join(' …'),
    purpose: (row: Entry) => purposes[row.purpose] ?? row.purpose,
  };
}

function LogFilters({ filters, onChange }: { filters: typeof NOTHING; onChange: (filters: typeof NOTHING) => void }) {
  const w = useWords(administration);
  const a = useWords(audit);
  const colleagues = useQuery({ queryKey: ['colleagues'], queryFn: () => call(access.listColleagues) });
  const set = (part: Partial<typeof NOTHING>) => onChange({ ...filters, ...part });
  const actions = Object.entries(a.actions).filter(([key]) => !filters.area || key.startsWith(`${filters.area}.`));
  const typed = filters.personId.trim();
  return (
    <div className="log-filters">
      <SelectField
        label={w.logArea}
        empty={w.logAnyArea}
        choices={Object.entries(w.areas).map(([value, label]) => ({ value, label }))}
        value={filters.area}
        onChange={(area) => set({ area, action: null })}
      />
      <SelectField
        label={w.logAction}
        empty={w.logAnyAction}
        choices={actions.map(([value, label]) => ({ value, label })).sort((one, other) => one.label.localeCompare(other.label))}
        value={filters.action}
        onChange={(action) => set({ action })}
      />
      <SelectField
        label={w.logPerson}
        empty={w.logAnyone}
        choices={(colleagues.data?.colleagues ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={filters.actorId}
        onChange={(actorId) => set({ actorId })}
      />
      <PastDay label={w.logFrom} value={filters.from} onChange={(from) => set({ from })} />
      <PastDay label={w.logUntil} value={filters.until} onChange={(until) => set({ until })} />
      <TextField
        label={w.logAboutPerson}
        value={filters.personId}
        onChange={(personId) => set({ personId })}
        maxLength={36}
        error={typed !== '' && !UUID.test(typed) ? w.logAboutFault : undefined}
      />
    </div>
  );
}
