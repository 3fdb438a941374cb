import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import * as messages from '#rooms/messages/contract.ts';
import * as people from '#rooms/people/contract.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { announce, Banner, Button, CheckRow, Icon, SelectField, State, TextArea, TextField } from '../../ui/index.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';
import './messages.css';

await messageWords.load(currentLanguage());

const WAYS = ['phone', 'voicemail', 'sms', 'email', 'letter'] as const;
export type Way = 'sms' | 'email' | 'letter';
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/**
 * How this person may be reached without danger: read at a glance, changed in place. For whoever works at the desk.
 * @param chosen the way that is about to be used; said aloud where it is closed
 */
export function SafeContact({ personId, chosen = null }: { personId: string; chosen?: Way | null }) {
  const allowed = useMay('placement.desk');
  const w = useWords(messageWords);
  const [changing, setChanging] = useState(false);
  const { data } = useQuery({
    queryKey: ['people', 'safe-contact', personId],
    queryFn: () => call(people.getSafeContact, { params: { id: personId } }),
    enabled: allowed,
  });
  if (!data) return null;
  return (
    <section className="safe-contact stack tight" aria-label={w.safeShort}>
      <p className="row wrap">
        <Icon of={ShieldCheck} /> <b>{w.safeShort}</b>
        {!changing && (
          <Button small kind="quiet" onPress={() => setChanging(true)} label={`${w.safeShort}: ${w.safeChange}`}>
            {w.safeChange}
          </Button>
        )}
      </p>
      {chosen && <ChosenClosed personId={personId} chosen={chosen} safe={data[chosen]} />}
      {changing ? <Change rule={data} onDone={() => setChanging(false)} /> : <Shown rule={data} />}
    </section>
  );
}

/** The chosen way is closed, by the rule or because it was stopped: the text would go another way, so it is said before. */
function ChosenClosed({ personId, chosen, safe }: { personId: string; chosen: Way; safe: boolean }) {
  const w = useWords(messageWords);
  const { data } = useQuery({
    queryKey: ['messages', 'stops', personId],
    queryFn: () => call(messages.listStops, { params: { id: personId } }),
  });
  const stopped = data?.stopped.some(({ channel, scope }) => channel === chosen && scope === 'all');
  if (safe && !stopped) return null;
  return <Banner tone="partly">{safe ? w.chosenStopped(w.channel[chosen] ?? chosen) : w.chosenUnsafe(w.channel[chosen] ?? chosen)}</Banner>;
}

function Shown({ rule }: { rule: people.SafeContact }) {
  const w = useWords(messageWords);
  const format = useFormat();
  const closed = WAYS.filter((way) => !rule[way]);
  const said = rule.alias || rule.note || rule.callFrom;
  if (closed.length === 0 && !said) return <p className="s q">{w.safeNone}</p>;
  return (
    <>
      {closed.length > 0 && <State tone="no">{w.safeClosed(format.list(closed.map((way) => w.safeWays[way])))}</State>}
      {rule.callFrom && rule.callUntil && <p className="s">{w.safeHours(rule.callFrom, rule.callUntil)}</p>}
      {rule.alias && <p className="s">{`${w.safeAlias}: ${rule.alias}`}</p>}
      {rule.note && <p className="s">{rule.note}</p>}
    </>
  );
}

function Change({ rule, onDone }: { rule: people.SafeContact; onDone: () => void }) {
  const w = useWords(messageWords);
  const queries = useQueryClient();
  const { phone, voicemail, sms, email, letter } = rule;
  const sheet = `safe-contact.${rule.personId}`;
  const [ways, setWays] = useTyped(sheet, 'ways', { phone, voicemail, sms, email, letter });
  const [more, setMore] = useTyped(sheet, 'more', {
    from: rule.callFrom ?? '',
    until: rule.callUntil ?? '',
    alias: rule.alias ?? '',
    note: rule.note ?? '',
  });
  const timeFault = (text: string) => (text !== '' && !TIME.test(text) ? w.timeFault : undefined);
  const save = useSubmit(async () => {
    await call(people.changeSafeContact, {
      params: { id: rule.personId },
      ifMatch: rule.version,
      body: {
        ...ways,
        callFrom: more.from || null,
        callUntil: more.until || null,
        alias: more.alias.trim() || null,
        note: more.note.trim() || null,
      },
    });
    announce(w.safeSaved);
    forget(sheet);
    await queries.invalidateQueries({ queryKey: ['people', 'safe-contact', rule.personId] });
    onDone();
  });
  return (
    <form
      className="stack tight"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!timeFault(more.from) && !timeFault(more.until)) void save.run();
      }}
    >
      <p className="s q">{w.safeHint}</p>
      <div className="ways">
        {WAYS.map((way) => (
          <CheckRow key={way} checked={ways[way]} onChange={(on) => setWays({ ...ways, [way]: on })}>
            {w.safeWays[way]}
          </CheckRow>
        ))}
      </div>
      <div className="two">
        <TextField
          label={w.safeFrom}
          placeholder="09:00"
          maxLength={5}
          value={more.from}
          onChange={(from) => setMore({ ...more, from })}
          error={timeFault(more.from) ?? save.at('/callFrom')}
        />
        <TextField
          label={w.safeUntil}
          placeholder="12:00"
          maxLength={5}
          value={more.until}
          onChange={(until) => setMore({ ...more, until })}
          error={timeFault(more.until) ?? save.at('/callUntil')}
        />
      </div>
      <TextField
        label={w.safeAlias}
        hint={w.safeAliasHint}
        maxLength={80}
        value={more.alias}
        onChange={(alias) => setMore({ ...more, alias })}
      />
      <TextArea
        label={w.safeNote}
        hint={w.safeNoteHint}
        maxLength={500}
        value={more.note}
        onChange={(note) => setMore({ ...more, note })}
      />
      {save.sentence && (
        <Banner tone="no" live="assertive">
          {save.sentence}
        </Banner>
      )}
      <div className="row wrap">
        <Button type="submit" kind="main" small busy={save.busy}>
          {w.safeSave}
        </Button>
        <Button small onPress={onDone}>
          {w.cancel}
        </Button>
      </div>
      <Stop personId={rule.personId} />
    </form>
  );
}

/** What somebody said or wrote back: "STOP" by text message has no link to click. */
function Stop({ personId }: { personId: string }) {
  const w = useWords(messageWords);
  const queries = useQueryClient();
  const [channel, setChannel] = useState<'email' | 'sms' | 'letter'>('sms');
  const [scope, setScope] = useState<'all' | 'reminders'>('reminders');
  const stop = useSubmit(async () => {
    await call(messages.stopChannel, { params: { id: personId }, body: { channel, scope } });
    announce(w.stopDone(w.channel[channel] ?? channel));
    await queries.invalidateQueries({ queryKey: ['messages'] });
  });
  return (
    <details className="s">
      <summary>{w.stopNote}</summary>
      <div className="stack tight">
        <div className="two">
          <SelectField
            label={w.stopChannel}
            choices={(['sms', 'email', 'letter'] as const).map((value) => ({ value, label: w.channel[value] ?? value }))}
            value={channel}
            onChange={(value) => setChannel(value ?? 'sms')}
          />
          <SelectField
            label={w.stopScope}
            choices={(['reminders', 'all'] as const).map((value) => ({ value, label: w.stopScopes[value] }))}
            value={scope}
            onChange={(value) => setScope(value ?? 'reminders')}
          />
        </div>
        {stop.sentence && (
          <Banner tone="no" live="assertive">
            {stop.sentence}
          </Banner>
        )}
        <div>
          <Button small busy={stop.busy} onPress={stop.run}>
            {w.stopIt}
          </Button>
        </div>
      </div>
    </details>
  );
}
