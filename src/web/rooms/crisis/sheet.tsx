import type { QueryClient } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import { Siren } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { PermitName } from '#kernel/permits.ts';
import type { Me } from '../../me.ts';
import { EmergencySheet } from '../../shell/emergency.tsx';
import { closeEmergency, type Opening, openEmergency, useEmergencyState } from '../../shell/emergency-state.ts';
import { Banner, Button, CheckRow } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { Board } from './board.tsx';
import { openQuery, prepare, type Row } from './data.ts';
import { HeadAside, useLead } from './head.tsx';
import { wasRaisedHere } from './raised-here.ts';
import { useSheet } from './use-sheet.ts';
import './crisis.css';

// Words come with the sheet, so that no part of it waits for them.
await crisis.load(currentLanguage());

/** Fetches script and numbers while nobody needs them. */
export const ready = (queries: QueryClient) => prepare(queries);

/** What F9 opens: at once with its questions, the alarm one key away, Escape without consequences until it was raised. */
export default function EmergencySheetOfRoom({ me, opening }: { me: Me; opening: Opening }) {
  const { call: callNow } = useEmergencyState();
  const { data } = useQuery(openQuery);
  const [fresh, setFresh] = useState(false);
  const open = data?.emergencies ?? [];
  // Chosen once: what is raised on this sheet stays on this sheet.
  const [first] = useState(() => open.find((row) => isOfThisCall(row, callNow?.requestId ?? null))?.id);
  const id = opening.emergencyId ?? (fresh ? null : (first ?? null));
  return <Sheet me={me} key={`${id} ${fresh}`} id={id} opening={opening} open={open} onFresh={() => setFresh(true)} />;
}

/** The next caller's emergency is another one: only what belongs to this call, or was raised a moment ago without a request, is gone on with. */
const isOfThisCall = ({ id, requestId, state }: Row, requestNow: string | null): boolean =>
  requestId === null ? requestNow === null && state === 'raised' && wasRaisedHere(id) : requestId === requestNow;

function Sheet({
  me,
  id,
  opening,
  open,
  onFresh,
}: {
  me: Me;
  id: string | null;
  opening: Opening;
  open: readonly Row[];
  onFresh: () => void;
}) {
  const w = useWords(crisis);
  const p = useWords(problems);
  const { call: callNow, hidden } = useEmergencyState();
  const sheet = useSheet({ id, call: callNow, opener: opening.opener });
  const lead = useLead(sheet);
  const may = (permit: PermitName) => me.abilities.includes(permit);
  const others = open.filter((one) => one.id !== sheet.id);
  const raised = sheet.id !== null || sheet.raising;
  const ofThisCall = !sheet.view || wasRaisedHere(sheet.view.id) || (callNow !== null && sheet.view.requestId === callNow.requestId);
  if (hidden) return null;
  return (
    <EmergencySheet
      title={
        ofThisCall
          ? sheet.view?.drill
            ? w.drillTitle
            : w.sheetTitle
          : sheet.view?.drill
            ? `${w.drill}: ${w.sheetTitleOncall}`
            : w.sheetTitleOncall
      }
      lead={lead}
      aside={<HeadAside sheet={sheet} />}
      onClose={closeEmergency}
      closing={
        <span className="row">
          {raised && sheet.view?.state !== 'closed' && !may('crisis.respond') && (
            <span className="q s nw hide-narrow">{w.onlyOncallCloses}</span>
          )}
          <Button small chord="Escape" onPress={closeEmergency}>
            {callNow ? w.backToCall : w.shut}
          </Button>
        </span>
      }
    >
      {sheet.view?.drill && (
        <Banner>
          <b>{w.drill}.</b> {w.drillText}
        </Banner>
      )}
      {sheet.refused && (
        <Banner tone="no" live="assertive">
          {sheet.refused.sentence(p)}
        </Banner>
      )}
      {others.length > 0 && (!raised || may('crisis.respond')) && (
        <Others rows={raised ? others.filter(({ state }) => state === 'raised') : others} />
      )}
      {sheet.view?.state === 'closed' && id !== null && (
        <Banner
          tone="yes"
          action={
            <Button small onPress={onFresh}>
              {w.newOne}
            </Button>
          }
        >
          {w.goesOnClosed}
        </Banner>
      )}
      <Board sheet={sheet} start={!raised && <Start onRaise={(drill) => sheet.raise({ from: 'button', drill })} />} />
    </EmergencySheet>
  );
}

/** The one button that has the cursor: F9, Enter, and help is called. */
function Start({ onRaise }: { onRaise: (drill: boolean) => void }) {
  const w = useWords(crisis);
  const [drill, setDrill] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <div className="start-alarm">
      <Button kind="alarm" wide icon={Siren} chord="Enter" onPress={() => onRaise(drill)} ref={button}>
        {drill ? w.raiseDrill : w.raise}
      </Button>
      <p className="s q">{w.raiseHow}</p>
      <CheckRow checked={drill} onChange={setDrill}>
        {w.asDrill}
      </CheckRow>
    </div>
  );
}

function Others({ rows }: { rows: readonly Row[] }) {
  const w = useWords(crisis);
  if (rows.length === 0) return null;
  return (
    <Banner
      tone="partly"
      action={
        <span className="row wrap">
          {rows.slice(0, 3).map((row) => (
            <Button
              key={row.id}
              small
              onPress={() => openEmergency({ emergencyId: row.id })}
              label={w.openNamed(row.person ?? w.nobodyNamed)}
            >
              {row.person ?? w.nobodyNamed}, {w.level[row.level]}
            </Button>
          ))}
        </span>
      }
    >
      {w.alreadyOpen}
    </Banner>
  );
}
