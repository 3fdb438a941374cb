import { Bell, Hourglass, PhoneOutgoing } from 'lucide-react';
import * as crisis from '#rooms/crisis/contract.ts';
import { call } from '../../call.ts';
import { useMe } from '../../me.ts';
import { Octagon } from '../../ui/answer-mark.tsx';
import { AnswerMark, announce, Banner, Button, Icon, KeyHint } from '../../ui/index.ts';
import { crisis as crisisWords } from '../../words/crisis.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { clockWithSeconds } from './clock.ts';
import type { View } from './data.ts';
import { telOf } from './numbers.tsx';
import type { Sheet } from './use-sheet.ts';

interface Helper {
  accountId: string;
  name: string;
  role: string;
  phone: string | null;
}

/** Who comes: the first of the roster with what became of the alarm, then the deputy with when it is her turn. */
export function Takes({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisisWords);
  const { view, roster } = sheet;
  const duty = view?.onDuty ?? roster?.onDuty ?? [];
  // Whoever has taken over stands first, whatever the roster's order is.
  const taken = view?.acknowledgedByName ?? null;
  const first = duty.find(({ name }) => name === taken) ?? (taken === null ? duty[0] : undefined);
  const others = taken === null ? duty.filter((one) => one !== first) : [];
  if (!first && taken === null) return <Nobody sheet={sheet} />;
  return (
    <>
      <Card sheet={sheet} helper={first ? { ...first, role: w.rank[first.rank] ?? w.oncall } : null} />
      {view?.state === 'raised' && unreached(view, first?.accountId) && (
        <Banner tone="no" live="polite">
          {w.paging.failed}
        </Banner>
      )}
      {others.slice(0, 2).map((one) => (
        <Deputy key={one.accountId} sheet={sheet} helper={{ ...one, role: w.rank[one.rank] ?? w.deputy }} />
      ))}
      {others.length === 0 && (!view || view.state === 'raised') && <NoDeputy sheet={sheet} />}
    </>
  );
}

/** True where nothing of the alarm has arrived and nothing is on its way any more. */
const unreached = (view: View, accountId: string | undefined): boolean => {
  const own = view.pages.filter((page) => page.accountId === accountId);
  return own.length > 0 && own.every(({ state }) => state === 'failed');
};

/** The state of the alarm, in the words of the person who waits for it. */
function useHow(view: View | undefined, raising: boolean, accountId: string | undefined) {
  const w = useWords(crisisWords);
  const format = useFormat();
  if (!view) return { tone: 'open', words: raising ? w.paging.queued : w.paging.ready } as const;
  const by = view.acknowledgedByName ?? w.oncall;
  if (view.state === 'closed' && view.closedAt) return { tone: 'yes', words: w.paging.closed(format.clock(view.closedAt)) } as const;
  if (view.state === 'handed_over' && view.handedOverAt)
    return { tone: 'yes', words: w.paging.handedOver(w.to[view.record?.to ?? 'other'] ?? '', format.clock(view.handedOverAt)) } as const;
  if (view.inContactAt) return { tone: 'yes', words: w.paging.inContact(by, clockWithSeconds(view.inContactAt)) } as const;
  if (view.acknowledgedAt) return { tone: 'yes', words: w.paging.acknowledged(by, clockWithSeconds(view.acknowledgedAt)) } as const;
  const mine = view.pages.filter((page) => accountId === undefined || page.accountId === accountId);
  for (const state of ['seen', 'sent', 'queued', 'failed'] as const)
    if (mine.some((page) => page.state === state)) return { tone: state === 'failed' ? 'no' : 'partly', words: w.paging[state] } as const;
  return { tone: 'partly', words: w.paging.queued } as const;
}

/** Ways that this person never had are no news; only what should have arrived and did not. */
const NEVER_THERE: ReadonlySet<string | null> = new Set(['no-device', 'no-gateway', 'no-number', 'not-needed']);

function Card({ sheet, helper }: { sheet: Sheet; helper: Helper | null }) {
  const w = useWords(crisisWords);
  const { view } = sheet;
  const how = useHow(view, sheet.raising, helper?.accountId);
  const { accountId: self } = useMe();
  const missed =
    view?.pages.filter(
      ({ accountId, state, failure }) => accountId === helper?.accountId && state === 'failed' && !NEVER_THERE.has(failure),
    ) ?? [];
  const failed = [...new Set(missed.map(({ channel }) => w.channel[channel]))];
  return (
    <div className={`helper ${how.tone}`}>
      <div className="row wrap">
        <b className="name">{view?.acknowledgedByName ?? helper?.name}</b>
        <span className="q s">{helper?.role ?? w.oncall}</span>
        {helper?.phone && (
          <a className="tel end" href={telOf(helper.phone)}>
            {helper.phone}
          </a>
        )}
      </div>
      <p className={`b ${how.tone}`} role="status">
        {how.tone === 'yes' ? <AnswerMark answer="yes" /> : how.tone === 'no' ? <Octagon /> : <Icon of={Hourglass} />} {how.words}
      </p>
      {failed.length > 0 && view?.state === 'raised' && <p className="s q">{w.pagedNot(failed.join(', '))}</p>}
      <div className="row wrap">
        {helper?.phone && helper.accountId !== self && view?.state !== 'closed' && (
          <a className={view ? 'btn main' : 'btn'} href={telOf(helper.phone)} data-put-through>
            <Icon of={PhoneOutgoing} />
            {w.putThrough}
            <KeyHint chord="F8" />
            <span className="vh"> {w.callNamed(helper.name)}</span>
          </a>
        )}
        {sheet.may('page-again') && (
          <Button
            icon={Bell}
            onPress={() => {
              sheet.tell((id, key) => call(crisis.pageAgain, { params: { id }, body: {}, key }), 'again');
              announce(w.alarmedAgain);
            }}
            label={w.again}
          >
            {w.againShort}
          </Button>
        )}
      </div>
    </div>
  );
}

function Deputy({ sheet, helper }: { sheet: Sheet; helper: Helper }) {
  const w = useWords(crisisWords);
  const format = useFormat();
  const { view } = sheet;
  const page = view?.pages.find(({ accountId }) => accountId === helper.accountId);
  const { next } = view?.clock ?? {};
  const turn = page
    ? w.deputyAlarmed(clockWithSeconds(page.at))
    : view?.state === 'raised' && next?.names.includes(helper.name)
      ? w.deputyAt(format.clock(next.at))
      : null;
  return (
    <div className="row s deputy">
      <span className="q grow">
        {helper.role}: <b>{helper.name}</b>
        {turn && `, ${turn}`}
      </span>
      {helper.phone && (
        <a className="nw" href={telOf(helper.phone)}>
          {w.callThem}
          <span className="vh"> {helper.name}</span>
        </a>
      )}
      {!page && sheet.may('page-next') && <NextNow sheet={sheet} />}
    </div>
  );
}

function NextNow({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisisWords);
  return (
    <Button
      small
      label={w.deputyNow}
      onPress={() => sheet.tell((id, key) => call(crisis.pageNext, { params: { id }, body: {}, key }), 'next')}
    >
      {w.deputyNowShort}
    </Button>
  );
}

function NoDeputy({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisisWords);
  const format = useFormat();
  const next = sheet.view?.clock.next;
  return (
    <div className="row s deputy">
      <span className="q grow">
        {w.noDeputy} {next && next.names.length > 0 && `${next.names.join(', ')} ${w.deputyAt(format.clock(next.at))}.`}
      </span>
      {sheet.may('page-next') && <NextNow sheet={sheet} />}
    </div>
  );
}

/** The roster is empty: nobody is waited for, the telephone leads. */
function Nobody({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisisWords);
  const { view } = sheet;
  const alarmed = [...new Set(view?.pages.map(({ name }) => name))];
  return (
    <div className="helper no">
      <b className="name">{w.nobody}</b>
      <p>{w.nobodyText}</p>
      {alarmed.length > 0 && (
        <p className="s">
          {w.coordination}: <b>{alarmed.join(', ')}</b>
        </p>
      )}
      {sheet.may('page-again') && (
        <div>
          <Button icon={Bell} onPress={() => sheet.tell((id, key) => call(crisis.pageAgain, { params: { id }, body: {}, key }), 'again')}>
            {w.again}
          </Button>
        </div>
      )}
    </div>
  );
}
