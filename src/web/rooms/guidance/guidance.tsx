import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { useState } from 'react';
import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import * as directory from '#rooms/directory/contract/guidance.ts';
import { dialled, GUIDANCE_CONFIRM_DAYS } from '#rooms/directory/rules/guidance.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { announce, Button, Empty, State, TextField } from '../../ui/index.ts';
import { guidance as guidanceWords } from '../../words/guidance.ts';
import { currentLanguage, useFormat, useLanguage, useWords } from '../../words/language.tsx';
import { GuidanceForm } from './form.tsx';
import { SheetButton } from './sheet-button.tsx';
import { type Guidance, useGuidance } from './use-guidance.ts';
import './guidance.css';

await guidanceWords.load(currentLanguage());

/** Netzwerk, Anlaufstellen: what callers are given to take along. Everybody reads, the coordination keeps it. */
export default function GuidancePage() {
  const w = useWords(guidanceWords);
  const keeps = useMay('directory.guidance');
  const [postalCode, setPostalCode] = useState('');
  const where = /^\d{5}$/.test(postalCode.trim()) ? postalCode.trim() : null;
  const { guidance, again } = useGuidance(where);
  const [open, setOpen] = useState<Guidance | 'new' | null>(null);
  if (!guidance) return null;
  const move = async (index: number, by: -1 | 1) => {
    const ids = guidance.map(({ id }) => id);
    const [moved] = ids.splice(index, 1);
    if (moved) ids.splice(index + by, 0, moved);
    await call(directory.orderGuidance, { body: { ids } });
    await again();
  };
  return (
    <div className="guidance stack">
      <div className="row wrap head">
        <p className="q grow">{w.lead}</p>
        {keeps && (
          <Button kind="main" icon={Plus} onPress={() => setOpen('new')}>
            {w.add}
          </Button>
        )}
      </div>
      <div className="card row wrap">
        <TextField label={w.postalCode} value={postalCode} onChange={setPostalCode} inputMode="numeric" maxLength={5} figures />
        <SheetButton postalCode={where} />
      </div>
      {guidance.length === 0 && <Empty>{where ? w.noneHere : w.none}</Empty>}
      <ul className="plain stack">
        {guidance.map((one, index) => (
          <li key={one.id}>
            <Entry
              entry={one}
              keeps={keeps}
              onEdit={() => setOpen(one)}
              again={again}
              moves={
                keeps && where === null
                  ? { up: index > 0 ? () => move(index, -1) : null, down: index < guidance.length - 1 ? () => move(index, 1) : null }
                  : null
              }
            />
          </li>
        ))}
      </ul>
      {open && (
        <GuidanceForm
          key={open === 'new' ? 'new' : open.id}
          entry={open === 'new' ? null : open}
          onDone={() => setOpen(null)}
          again={again}
        />
      )}
    </div>
  );
}

interface EntryProps {
  entry: Guidance;
  keeps: boolean;
  onEdit: () => void;
  again: () => Promise<unknown>;
  moves: { up: (() => Promise<void>) | null; down: (() => Promise<void>) | null } | null;
}

function Entry({ entry, keeps, onEdit, again, moves }: EntryProps) {
  const w = useWords(guidanceWords);
  const { language } = useLanguage();
  const confirm = async () => {
    await call(directory.confirmGuidance, { params: { id: entry.id }, ifMatch: entry.version, body: {} });
    await again();
    announce(w.saidConfirmed(entry.name));
  };
  const text = language === 'en' ? (entry.textEn ?? entry.textDe) : entry.textDe;
  const where = [...entry.postalPrefixes.map((prefix) => `${prefix}…`), ...entry.states].join(', ') || w.everywhere;
  return (
    <article className="card entry" aria-label={entry.name}>
      <div className="row wrap">
        <h2>{entry.name}</h2>
        {entry.inEmergency && <State tone="no">{w.emergency}</State>}
        <Confirmed at={entry.confirmedAt} />
      </div>
      {entry.phone && (
        <p className="big num">
          <a href={`tel:${dialled(entry.phone)}`}>{entry.phone}</a>
        </p>
      )}
      {text && <p>{text}</p>}
      <p className="q s">
        {[w.kinds[entry.kind], entry.hours, entry.address, `${w.where}: ${where}`].filter(Boolean).join(' · ')}
        {entry.url && (
          <>
            {' · '}
            <a href={entry.url} rel="noreferrer" target="_blank">
              {entry.url.replace(/^https?:\/\//, '').replace(/\/$/, '')}
            </a>
          </>
        )}
      </p>
      {entry.source && (
        <p className="h s">
          {w.source}: {entry.source}
        </p>
      )}
      {keeps && (
        <div className="row wrap">
          <Button small onPress={confirm} label={w.confirmNamed(entry.name)}>
            {w.confirm}
          </Button>
          <Button small onPress={onEdit} label={`${w.edit}: ${entry.name}`}>
            {w.edit}
          </Button>
          {moves && (
            <span className="end row">
              {moves.up && <Button small kind="quiet" icon={ArrowUp} onPress={moves.up} label={w.upNamed(entry.name)} />}
              {moves.down && <Button small kind="quiet" icon={ArrowDown} onPress={moves.down} label={w.downNamed(entry.name)} />}
            </span>
          )}
        </div>
      )}
    </article>
  );
}

function Confirmed({ at }: { at: string | null }) {
  const w = useWords(guidanceWords);
  const f = useFormat();
  if (!at) return <State tone="partly">{w.notConfirmed}</State>;
  const day = dayInBerlin(Temporal.Instant.from(at));
  const age = daysBetween(day, dayInBerlin(Temporal.Now.instant()));
  if (age > GUIDANCE_CONFIRM_DAYS) return <State tone="partly">{w.old(f.date(day))}</State>;
  return <State tone="yes">{w.confirmedOn(f.date(day))}</State>;
}
