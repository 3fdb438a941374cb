import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import {
  changeGroup,
  decideMeeting,
  getGroup,
  joinGroup,
  leaveGroup,
  listGroups,
  openGroup,
  planMeeting,
} from '#rooms/soziotherapie/contract/groups.ts';
import { call } from '../../../call.ts';
import { useMay, useMe } from '../../../me.ts';
import { useSubmit } from '../../../submit.ts';
import { announce, Banner, Button, Empty, SelectField, State, TextField } from '../../../ui/index.ts';
import { useFormat, useLanguage, useWords } from '../../../words/language.tsx';
import { sessions as sessionWords } from '../../../words/sessions.ts';
import { sentenceOf } from '../../visit/warnings.tsx';
import { practiceQuery } from '../panels/inquiry.tsx';
import { localsOf, type Times, TimesField } from './times-field.tsx';

type Group = z.output<typeof getGroup.answer>;
const KEY = 'soziotherapie-groups';
const SEATS = ['4', '6', '8', '10', '12'] as const;

const useGroupsAgain = () => {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: [KEY] });
};

/** All groups: seats, who waits, meetings. With an episode: that client can be taken in. */
export function Groups({ episodeId }: { episodeId?: string }) {
  const w = useWords(sessionWords);
  const format = useFormat();
  const { data } = useQuery({ queryKey: [KEY], queryFn: () => call(listGroups) });
  const [open, setOpen] = useState<string | null>(null);
  const [opening, setOpening] = useState(false);
  const { practitionerId } = useMe();
  const groups = (data?.groups ?? []).filter(({ closed }) => !closed);
  return (
    <div className="stack">
      {data && groups.length === 0 && <Empty>{w.groupsEmpty}</Empty>}
      <ul className="plain stack">
        {groups.map((group) => (
          <li key={group.id} className="card stack">
            <h3>
              <button
                type="button"
                className="link"
                aria-expanded={open === group.id}
                onClick={() => setOpen(open === group.id ? null : group.id)}
              >
                {group.name}
              </button>
            </h3>
            <p className="s">
              {w.members(group.members, group.seats)}
              {group.waiting > 0 && `, ${w.waitingCount(group.waiting)}`},{' '}
              {group.nextMeeting
                ? w.nextMeeting(`${format.day(group.nextMeeting.slice(0, 10))} ${group.nextMeeting.slice(11)}`)
                : w.noMeeting}
              {group.practitioner && `, ${[group.practitioner, group.coPractitioner].filter(Boolean).join(w.and)}`}
            </p>
            {open === group.id && <OneGroup id={group.id} {...(episodeId ? { episodeId } : {})} />}
          </li>
        ))}
      </ul>
      {practitionerId &&
        (opening ? (
          <OpenGroup practitionerId={practitionerId} onDone={() => setOpening(false)} />
        ) : (
          <Button onPress={() => setOpening(true)}>{w.groupNew}</Button>
        ))}
    </div>
  );
}

function OpenGroup({ practitionerId, onDone }: { practitionerId: string; onDone: () => void }) {
  const w = useWords(sessionWords);
  const again = useGroupsAgain();
  const [name, setName] = useState('');
  const [seats, setSeats] = useState<(typeof SEATS)[number]>('12');
  const [coLeader, setCoLeader] = useState<string | null>(null);
  const submit = useSubmit(async () => {
    await call(openGroup, { body: { name: name.trim(), practitionerId, coPractitionerId: coLeader, seats: Number(seats) } });
    await again();
    onDone();
  });
  return (
    <form className="stack" onSubmit={submit.run}>
      <TextField label={w.groupName} value={name} onChange={setName} maxLength={80} error={submit.at('/name')} />
      <SelectField
        label={w.groupSeats}
        value={seats}
        onChange={(next) => setSeats(next ?? '12')}
        choices={SEATS.map((value) => ({ value, label: value }))}
      />
      <CoLeaderField leader={practitionerId} value={coLeader} onChange={setCoLeader} />
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div className="row">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.groupOpen}
        </Button>
        <Button onPress={onDone}>{w.back}</Button>
      </div>
    </form>
  );
}

/** Whoever leads with the leader: a helper of the practice, or nobody. */
function CoLeaderField(props: { leader: string; value: string | null; onChange: (id: string | null) => void }) {
  const w = useWords(sessionWords);
  const { data } = useQuery(practiceQuery);
  const others = (data?.helpers ?? []).filter(({ practitionerId }) => practitionerId !== props.leader);
  if (others.length === 0) return null;
  return (
    <SelectField
      label={w.coLeader}
      empty={w.coLeaderNone}
      value={props.value}
      onChange={props.onChange}
      choices={others.map(({ practitionerId, name }) => ({ value: practitionerId, label: name }))}
    />
  );
}

/** Another second leader, also of what is planned already. */
function ChangeCoLeader({ group, onDone }: { group: Group; onDone: () => void }) {
  const w = useWords(sessionWords);
  const again = useGroupsAgain();
  const [coLeader, setCoLeader] = useState(group.coPractitionerId);
  const submit = useSubmit(async () => {
    const { id, name, practitionerId, seats, version } = group;
    await call(changeGroup, { params: { id }, body: { name, practitionerId, coPractitionerId: coLeader, seats }, ifMatch: version });
    await again();
    onDone();
  });
  return (
    <form className="stack" onSubmit={submit.run}>
      <CoLeaderField leader={group.practitionerId} value={coLeader} onChange={setCoLeader} />
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div className="row">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.coLeaderSave}
        </Button>
        <Button onPress={onDone}>{w.back}</Button>
      </div>
    </form>
  );
}

function OneGroup({ id, episodeId }: { id: string; episodeId?: string }) {
  const w = useWords(sessionWords);
  const again = useGroupsAgain();
  const { data: group } = useQuery({ queryKey: [KEY, id], queryFn: () => call(getGroup, { params: { id } }) });
  const [planning, setPlanning] = useState(false);
  const [leading, setLeading] = useState(false);
  const join = useSubmit(async () => {
    if (!episodeId) return;
    const { waitingPlace } = await call(joinGroup, { params: { id }, body: { episodeId } });
    announce(waitingPlace === null ? w.joined : w.joinedWaiting(waitingPlace));
    await again();
  });
  const leave = async (member: string) => {
    await call(leaveGroup, { params: { id }, body: { episodeId: member } });
    await again();
  };
  if (!group) return null;
  const inside = group.memberList.some((member) => member.episodeId === episodeId);
  return (
    <div className="stack">
      <ul className="plain">
        {group.memberList.map((member) => (
          <li key={member.episodeId} className="row">
            <span className="grow">{member.name ?? w.unnamed}</span>
            {member.waitingPlace !== null && <State tone="open">{w.waitingPlace(member.waitingPlace)}</State>}
            <Button small kind="quiet" label={w.leaveNamed(member.name ?? w.unnamed)} onPress={() => leave(member.episodeId)}>
              {w.leave}
            </Button>
          </li>
        ))}
      </ul>
      {join.sentence && <Banner tone="no">{join.sentence}</Banner>}
      <div className="row wrap">
        {episodeId && !inside && (
          <Button busy={join.busy} onPress={() => join.run()}>
            {w.join}
          </Button>
        )}
        {!planning && <Button onPress={() => setPlanning(true)}>{w.meetingPlan}</Button>}
        {!leading && <Button onPress={() => setLeading(true)}>{w.coLeaderChange}</Button>}
      </div>
      {leading && <ChangeCoLeader group={group} onDone={() => setLeading(false)} />}
      {planning && <PlanMeeting id={id} onDone={() => setPlanning(false)} />}
      <Meetings group={group} />
    </div>
  );
}

function PlanMeeting({ id, onDone }: { id: string; onDone: () => void }) {
  const w = useWords(sessionWords);
  const again = useGroupsAgain();
  const { language } = useLanguage();
  const format = useFormat();
  const [times, setTimes] = useState<Times>({ day: null, from: null, till: null });
  const [left, setLeft] = useState<{ start: string; refused: string }[]>([]);
  const locals = localsOf(times);
  const [asked, setAsked] = useState(false);
  const submit = useSubmit(async () => {
    if (!locals) return;
    const { meetings } = await call(planMeeting, { params: { id }, body: locals });
    await again();
    const out = meetings.flatMap(({ start, refused }) => (refused ? [{ start, refused }] : []));
    announce(w.planned(meetings.length - out.length));
    setLeft(out);
    if (out.length === 0) onDone();
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (locals) void submit.run();
      }}
    >
      <TimesField value={times} onChange={setTimes} />
      {asked && !locals && <Banner tone="partly">{w.incomplete}</Banner>}
      {left.map(({ start, refused }) => (
        <p key={start} className="s partly">
          {format.day(start.slice(0, 10))}: {w.leftOut(sentenceOf(refused, {}, language).title)}
        </p>
      ))}
      {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
      <div className="row">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.meetingPlan}
        </Button>
        <Button onPress={onDone}>{w.back}</Button>
      </div>
    </form>
  );
}

function Meetings({ group }: { group: Group }) {
  const w = useWords(sessionWords);
  const format = useFormat();
  const lead = useMay('soziotherapie.lead');
  const again = useGroupsAgain();
  const [reason, setReason] = useState('');
  const decide = async (id: string, as: 'single' | 'cancelled') => {
    await call(decideMeeting, { params: { id }, body: { as, reason: reason.trim() } });
    await again();
  };
  if (group.meetings.length === 0) return null;
  return (
    <section className="stack" aria-label={w.meetings}>
      <h4>{w.meetings}</h4>
      <ul className="plain">
        {group.meetings.map(({ id, start, end, booked, present, undecided }) => (
          <li key={id}>
            {format.day(start.slice(0, 10))} {start.slice(11)} – {end.slice(11)}, {w.meetingRow(booked, present)}
            {undecided && (
              <div className="stack">
                <State tone="partly">{w.undecided}</State>
                {lead && (
                  <>
                    <TextField label={w.reason} value={reason} onChange={setReason} maxLength={60} />
                    <div className="row wrap">
                      <Button onPress={() => decide(id, 'single')}>{w.decideSingle}</Button>
                      <Button onPress={() => decide(id, 'cancelled')}>{w.decideCancelled}</Button>
                    </div>
                  </>
                )}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
