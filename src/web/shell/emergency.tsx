import { Pause } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import type { Me } from '../me.ts';
import { Button } from '../ui/button.tsx';
import { Modal } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';
import { useEmergencyState } from './emergency-state.ts';

export { setWaiting } from './emergency-state.ts';

/** Numbers that hold everywhere in Germany, also when nothing could be loaded. */
export const FALLBACK_NUMBERS = [
  { number: '112', kind: 'rescue' },
  { number: '116 117', kind: 'medical' },
  { number: '0800 1110111', kind: 'counselling' },
  { number: '0800 1110222', kind: 'counselling' },
  { number: '116 123', kind: 'counselling' },
] as const;

/** The sheet: covers the work and leaves a strip of it visible. The crisis room fills it with its questions and its log. */
export function EmergencySheet(props: {
  title: string;
  lead?: ReactNode;
  aside?: ReactNode;
  onClose: () => void;
  firm?: boolean;
  closing?: ReactNode;
  /** What stands in the strip at the bottom instead of the plain words. */
  waiting?: ReactNode;
  children: ReactNode;
}) {
  const w = useWords(shell);
  const id = useId();
  const { waiting: held } = useEmergencyState();
  return (
    <Modal className="sheet" labelledBy={id} onClose={props.onClose} firm={props.firm ?? false}>
      <header>
        <div className="grow">
          <h2 id={id}>{props.title}</h2>
          {props.lead && <p className="q">{props.lead}</p>}
        </div>
        {props.aside}
      </header>
      <div className="body">{props.children}</div>
      <footer>
        <Icon of={Pause} />
        <span className="grow">{props.waiting ?? held ?? w.waiting}</span>
        {props.closing ?? (
          <Button small chord="Escape" onPress={props.onClose}>
            {w.backToWork}
          </Button>
        )}
      </footer>
    </Modal>
  );
}

/** mm:ss since the sheet was opened. */
export function RunningClock({ since }: { since: number }) {
  const w = useWords(shell);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  return (
    <div className="clock-box">
      <span className="clock" role="timer">
        {String(Math.floor(seconds / 60)).padStart(2, '0')}:{String(seconds % 60).padStart(2, '0')}
      </span>
      <p className="s q">{w.sinceAlarm}</p>
    </div>
  );
}

/** What is always there, even without network: who takes over, and the numbers to give. */
export function EmergencyNumbers({ me, onClose }: { me: Me | null; onClose: () => void }) {
  const w = useWords(shell);
  const [since] = useState(Date.now);
  const numbers = useId();
  const who = useId();
  return (
    <EmergencySheet title={w.emergencyTitle} lead={w.emergencyLead} aside={<RunningClock since={since} />} onClose={onClose}>
      <div className="page">
        <section aria-labelledby={who}>
          <h3 id={who}>{w.emergencyDuty}</h3>
          {me?.duty ? (
            <p className="row">
              <b>{me.duty.name}</b>
              {me.duty.phone && (
                <a className="tel" href={`tel:${me.duty.phone.replaceAll(' ', '')}`}>
                  {me.duty.phone}
                </a>
              )}
            </p>
          ) : (
            <p>{w.noDuty}</p>
          )}
        </section>
        <section aria-labelledby={numbers}>
          <h3 id={numbers}>{w.emergencyNumbers}</h3>
          <ul className="numbers">
            {FALLBACK_NUMBERS.map(({ number, kind }) => (
              <li key={number}>
                <a className="tel" href={`tel:${number.replaceAll(' ', '')}`}>
                  {number}
                </a>
                <span>{w.numbers[kind]}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </EmergencySheet>
  );
}
