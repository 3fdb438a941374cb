import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { inBerlin } from '#kernel/time.ts';
import * as wire from '#rooms/consent/contract/busy-times.ts';
import { call } from '../../call.ts';
import { useMay } from '../../me.ts';
import { announce, Button, Icon, State } from '../../ui/index.ts';
import { busyTimes } from '../../words/busy-times.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { WithdrawDialog } from '../releases/withdraw-dialog.tsx';
import { BusyAgreement } from './busy-agreement.tsx';
import './busy-times.css';

await busyTimes.load(currentLanguage());

const keyOf = (personId: string) => ['consent', 'busy-times', personId];

/**
 * When a person is busy elsewhere, if she agreed, and the agreement itself. For whoever plans appointments with her.
 * @param folded small and closed, where a call goes on
 * @param papers a signed sheet can be kept in her file from here
 */
export function BusyTimes({ personId, folded = false, papers = false }: { personId: string; folded?: boolean; papers?: boolean }) {
  const w = useWords(busyTimes);
  const may = useMay('consent.busy-times');
  const queries = useQueryClient();
  const [taking, setTaking] = useState(false);
  const { data } = useQuery({
    queryKey: keyOf(personId),
    queryFn: ({ signal }) => call(wire.getBusyTimes, { params: { id: personId }, query: {}, signal }),
    enabled: may,
  });
  if (!may || !data) return null;
  const again = async () => {
    await queries.invalidateQueries({ queryKey: keyOf(personId) });
    await queries.invalidateQueries({ queryKey: ['placement', 'offer'] });
  };
  const standing = <State tone={data.agreed ? 'yes' : 'open'}>{data.agreed ? w.agreed : w.notAgreed}</State>;
  const body = (
    <>
      <p className="s q">{data.agreed ? w.agreedText : w.notAgreedText}</p>
      {data.own && <Own own={data.own} />}
      {data.agreed && <Shown busy={data.busy} />}
      {data.agreed && <End personId={personId} onEnded={again} />}
      {!data.agreed && !taking && (
        <div>
          <Button small={folded} onPress={() => setTaking(true)}>
            {w.take}
          </Button>
        </div>
      )}
      {!data.agreed && taking && (
        <BusyAgreement
          personId={personId}
          papers={papers}
          onClose={() => setTaking(false)}
          onSaved={async () => {
            setTaking(false);
            await again();
          }}
        />
      )}
    </>
  );
  if (folded)
    return (
      <details className="more busy-times">
        <summary>
          <Icon of={CalendarClock} /> {w.title} {standing}
        </summary>
        <div className="stack tight">{body}</div>
      </details>
    );
  return (
    <section className="card stack busy-times" aria-labelledby="h-busy-times">
      <div className="row wrap">
        <h2 id="h-busy-times">{w.title}</h2>
        {standing}
      </div>
      {body}
    </section>
  );
}
export default BusyTimes;

/** How the agreement was given, where it was obtained here. */
function Own({ own }: { own: NonNullable<wire.BusyTimes['own']> }) {
  const w = useWords(busyTimes);
  const format = useFormat();
  const day = inBerlin(Temporal.Instant.from(own.givenAt)).toPlainDate().toString();
  return (
    <p className="s">
      {w.takenDown(w.forms[own.form] ?? own.form, w.by[own.givenBy ?? 'client'], format.date(day))} {own.witness && w.heardBy(own.witness)}{' '}
      {own.untilOn && w.until(format.date(own.untilOn))} <span className="q">{w.version(own.textVersion)}</span>
    </p>
  );
}

/** Day by day; each time says no more than that it is taken. */
function Shown({ busy }: { busy: readonly wire.BusyTime[] }) {
  const w = useWords(busyTimes);
  const format = useFormat();
  return (
    <div>
      <h3 className="s">{w.next}</h3>
      {busy.length === 0 ? (
        <p className="s q">{w.free}</p>
      ) : (
        <ul className="plain">
          {busy.map(({ startsAt, endsAt }) => (
            <li key={startsAt}>
              {format.when(startsAt)}–{format.clock(endsAt)} <span className="q">{w.busy}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function End({ personId, onEnded }: { personId: string; onEnded: () => Promise<void> }) {
  const w = useWords(busyTimes);
  const [asking, setAsking] = useState(false);
  return (
    <div>
      <Button small label={`${w.title}: ${w.end}`} onPress={() => setAsking(true)}>
        {w.end}
      </Button>
      {asking && (
        <WithdrawDialog
          question={w.endTitle}
          text={w.endText}
          words={w}
          yes={w.end}
          withdraw={async (via) => {
            await call(wire.endBusyAgreement, { params: { id: personId }, body: { via } });
            announce(w.ended);
            await onEnded();
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
