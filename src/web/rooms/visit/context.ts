import { createContext, use } from 'react';
import type { DeviceWork } from '#rooms/soziotherapie/contract/device.ts';
import type { Day } from './day.ts';

/** What every part of the page sees of the day. */
export interface VisitRoom {
  day: Day;
  /** The plan is the server's newest, not the kept one. */
  fresh: boolean;
  /** Sessions whose entries wait on this device. */
  waiting: ReadonlySet<string>;
  /** Puts an entry away; it is safe when this resolves. Throws where the device is full. */
  putAway: (work: DeviceWork) => Promise<void>;
  reload: () => Promise<void>;
  goTo: (id: string | null) => void;
}

export const RoomContext = createContext<VisitRoom | null>(null);

export function useRoom(): VisitRoom {
  const room = use(RoomContext);
  if (!room) throw new Error('used outside of the day');
  return room;
}
