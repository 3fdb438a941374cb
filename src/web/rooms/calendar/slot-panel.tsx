import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { inBerlin } from '#kernel/time.ts';
import type { Slot } from '#rooms/scheduling/contract.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { Button, Dialog, Empty, offerUndo, SidePanel, State } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offerQuery, useAct, weeklyQuery, weekQuery } from './data.ts';
import { Fault } from './fault.tsx';
import { usePanel } from './panel.tsx';
import { useItemWords } from './week-words.ts';
import { useRuleWords } from './weekly-words.ts';

/** One slot and what its therapist can do with it. */
export function SlotPanel({ slotId, from }: { slotId: string; from: string }) {
  const w = useWords(calendar);
  const c = useWords(codes);
  const format = useFormat();
  const panel = usePanel();
  const { data: week } = useQuery(weekQuery(from));
  const { data: offer } = useQuery(offerQuery);
  const slot = week?.slots.find(({ id }) => id === slotId);
  const where = offer?.locations.find(({ id }) => id === slot?.locationId);
  const title = slot?.state === 'held' ? w.heldTitle : slot?.state === 'blocked' ? w.blockedTitle : w.slotTitle;
  return (
    <SidePanel title={title} onClose={panel.close}>
      {slot && (
        <>
          <p className="b">
            {format.whenLong(slot.startsAt)} – {format.clock(slot.endsAt)}
          </p>
          <dl className="kv">
            <dt>{w.kinds}</dt>
            <dd>{slot.kinds.map((kind) => c.slotKind[kind]).join(', ')}</dd>
            <dt>{w.where}</dt>
            <dd>
              {where ? (where.name ?? where.place) : w.noPlace}, {c.modality[slot.modality]}
            </dd>
          </dl>
          <Standing slot={slot} />
        </>
      )}
      {week && !slot && <Empty>{w.withdrawn('')}</Empty>}
    </SidePanel>
  );
}

function Standing({ slot }: { slot: Slot }) {
  const w = useWords(calendar);
  const format = useFormat();
  const { act, fault } = useAct();
  const panel = usePanel();
  const [asking, setAsking] = useState(false);
  const when = format.when(slot.startsAt);
  const at = { params: { id: slot.id }, ifMatch: slot.version };
  const block = async (reason: 'elsewhere' | 'own-use') => {
    const done = await act(() => call(scheduling.blockSlot, { ...at, body: { reason } }));
    if (!done) return;
    panel.close();
    offerUndo(w.givenElsewhere(when), () => act(() => call(scheduling.unblockSlot, { params: at.params, ifMatch: done.version })));
  };
  const withdraw = async (force: boolean) => {
    const done = await act(() => call(scheduling.withdrawSlot, { ...at, body: { force } }));
    setAsking(false);
    if (!done) return;
    panel.close();
    // What was being offered is gone from the desk for good; a free time can be offered anew.
    if (!force) offerUndo(w.withdrawn(when), () => act(() => call(scheduling.publishSlots, { body: again(slot) })));
  };
  const unblock = async () => {
    const done = await act(() => call(scheduling.unblockSlot, at));
    if (!done) return;
    panel.close();
    offerUndo(w.offeredAgain(when), () =>
      act(() => call(scheduling.blockSlot, { params: at.params, ifMatch: done.version, body: { reason: 'elsewhere' } })),
    );
  };
  return (
    <>
      <Fault text={fault} />
      {slot.state === 'free' && (
        <div className="row wrap">
          <Button kind="main" onPress={() => block('elsewhere')}>
            {w.elsewhere}
          </Button>
          <Button onPress={() => block('own-use')}>{w.ownUse}</Button>
          <Button onPress={() => withdraw(false)}>{w.withdraw}</Button>
        </div>
      )}
      {slot.state === 'held' && (
        <>
          <p>
            {slot.heldBy
              ? w.heldBy(slot.heldBy, slot.heldUntil ? format.clock(slot.heldUntil) : '')
              : w.heldUntil(slot.heldUntil ? format.clock(slot.heldUntil) : '')}
          </p>
          <div>
            <Button onPress={() => setAsking(true)}>{w.forceWithdraw}</Button>
          </div>
        </>
      )}
      {slot.state === 'blocked' && <Blocked slot={slot} onUnblock={unblock} />}
      {slot.ruleId && slot.state === 'free' && <FromRule slot={slot} ruleId={slot.ruleId} />}
      {asking && (
        <Dialog
          question={w.forceQuestion(when)}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.keepOffering}</Button>
              <Button kind="main" onPress={() => withdraw(true)}>
                {w.forceWithdraw}
              </Button>
            </>
          }
        >
          <p>{w.forceText}</p>
        </Dialog>
      )}
    </>
  );
}

/** The same time once more, for taking a withdrawal back. */
function again(slot: Slot) {
  const minutes = Temporal.Instant.from(slot.startsAt).until(Temporal.Instant.from(slot.endsAt)).total('minutes');
  return {
    slots: [{ startsAt: slot.startsAt, minutes }],
    kinds: slot.kinds,
    modality: slot.modality,
    locationId: slot.locationId,
    placeId: slot.placeId,
  };
}

function Blocked({ slot, onUnblock }: { slot: Slot; onUnblock: () => Promise<void> }) {
  const w = useWords(calendar);
  const say = useItemWords();
  const own = slot.reason === 'elsewhere' || slot.reason === 'own-use' || slot.reason === 'other';
  return (
    <>
      <p>
        <State tone="open">{say.ofSlot(slot)}</State>
      </p>
      {own ? (
        <div>
          <Button kind="main" onPress={onUnblock}>
            {w.offerAgain}
          </Button>
        </div>
      ) : (
        <p className="q">{w.absenceBlocks}</p>
      )}
    </>
  );
}

function FromRule({ slot, ruleId }: { slot: Slot; ruleId: string }) {
  const w = useWords(calendar);
  const format = useFormat();
  const panel = usePanel();
  const { act, fault } = useAct();
  const { data } = useQuery(weeklyQuery);
  const say = useRuleWords();
  const rule = data?.weeklyTimes.find(({ id }) => id === ruleId);
  if (!rule) return null;
  const day = inBerlin(Temporal.Instant.from(slot.startsAt)).toPlainDate().toString();
  const skip = async () => {
    const done = await act(() =>
      call(scheduling.addWeeklyException, { params: { id: rule.id }, ifMatch: rule.version, body: { day, kind: 'skipped' } }),
    );
    if (!done) return;
    panel.close();
    offerUndo(w.daySkipped(format.day(day)), () => act(() => unskip(rule.id, day)));
  };
  return (
    <div className="stack">
      <p className="q">{w.fromRule(say.when(rule))}</p>
      <Fault text={fault} />
      <div>
        <Button kind="quiet" onPress={skip}>
          {w.onlyThisDay}
        </Button>
      </div>
    </div>
  );
}

/** The exception has an id only the server knows, so it is looked up first. */
async function unskip(ruleId: string, day: string): Promise<void> {
  const { weeklyTimes } = await call(scheduling.myWeeklyTimes);
  const rule = weeklyTimes.find(({ id }) => id === ruleId);
  const exception = rule?.exceptions.find((one) => one.day === day && one.kind === 'skipped');
  if (rule && exception)
    await call(scheduling.removeWeeklyException, { params: { id: ruleId, exceptionId: exception.id }, ifMatch: rule.version });
}
