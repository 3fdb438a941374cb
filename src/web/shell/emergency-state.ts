import { useSyncExternalStore } from 'react';

/** The call at the desk that an emergency would be about. Held in memory while its page stands. */
export interface CallInProgress {
  /** Null until something of it is saved. */
  requestId: string | null;
  /** Saves what is there and answers its id. */
  ensure: () => Promise<string>;
  /** Who it is, as far as it is known: "Anna-Lena Kowalski, 0171 3920041, 50823". */
  headline: string;
  /** Since when somebody has been speaking. */
  since: string | null;
  /** The number to call back, and where the person lives, as typed. */
  phone: string;
  place: string;
  /** Years; null: not known, and then counted as under 18. */
  age: number | null;
}

/** How the sheet was opened. */
export interface Opening {
  from: 'button' | 'opener';
  /** An emergency that already runs; null: a new one may be raised. */
  emergencyId: string | null;
  opener: 'yes' | 'unclear' | null;
}

interface State {
  waiting: string | null;
  call: CallInProgress | null;
  open: Opening | null;
  /** Closed for the eye, but an alarm of it is still on its way: it is kept until that has arrived. */
  hidden: boolean;
}

let state: State = { waiting: null, call: null, open: null, hidden: false };
let onItsWay = false;
const listeners = new Set<() => void>();

function change(part: Partial<State>): void {
  state = { ...state, ...part };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What waits while an emergency is open: "Frau Kowalski bei Miriam Brandt, Do 05.03. 17:30". Null when nothing does. */
export const setWaiting = (waiting: string | null): void => change({ waiting });

/** Said by the desk: the call that an emergency would be about. Null when there is none. */
export const setCallInProgress = (call: CallInProgress | null): void => change({ call });

/** Opens the sheet, wherever one is. One whose alarm has not reached the server yet comes back as it was. */
export function openEmergency(opening: Partial<Opening> = {}): void {
  if (state.open && state.hidden && !opening.emergencyId) change({ hidden: false });
  else change({ open: { from: 'button', emergencyId: null, opener: null, ...opening }, hidden: false });
}

/** Closes the sheet; an emergency that was raised goes on. */
export function closeEmergency(): void {
  if (onItsWay) change({ hidden: true });
  else change({ open: null, hidden: false });
}

/** Said by the sheet while its alarm waits for the network. */
export function keepEmergency(is: boolean): void {
  onItsWay = is;
  if (!is && state.hidden) change({ open: null, hidden: false });
}

export const useEmergencyState = (): State => useSyncExternalStore(subscribe, () => state);
