import type { Me } from '../me.ts';
import { EmergencyNumbers } from './emergency.tsx';

/**
 * What F9 opens. The crisis room puts its sheet (questions, clock, log) here, loaded lazily with `EmergencyNumbers` as what
 * stands until it is there or when it cannot be loaded: the numbers never wait for the network.
 */
export function EmergencyRoom(props: { me: Me; onClose: () => void }) {
  return <EmergencyNumbers {...props} />;
}
