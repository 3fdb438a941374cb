import type { LucideIcon } from 'lucide-react';
import {
  CalendarDays,
  ChartColumn,
  DoorOpen,
  FolderOpen,
  Handshake,
  Inbox,
  ListChecks,
  Phone,
  ReceiptEuro,
  Settings2,
  Siren,
  UserRound,
  Waypoints,
} from 'lucide-react';
import type { PermitName } from '#kernel/permits.ts';
import { to } from '../paths.ts';

export type RoomKey =
  | 'telefon'
  | 'anfragen'
  | 'netzwerk'
  | 'angebot'
  | 'faelle'
  | 'kalender'
  | 'sozio'
  | 'abrechnung'
  | 'notfaelle'
  | 'aufgaben'
  | 'auswertung'
  | 'verwaltung'
  | 'konto';

export interface RoomDef {
  key: RoomKey;
  path: string;
  icon: LucideIcon;
  /** One of these permits opens it. */
  permits: readonly PermitName[];
}

/** The rail, in its order. What a role may do inside a room is the server's to say; this only spares it doors that stay shut. */
export const ROOMS: readonly RoomDef[] = [
  { key: 'telefon', path: to.telefon(), icon: Phone, permits: ['placement.desk'] },
  { key: 'anfragen', path: to.requests(), icon: Inbox, permits: ['placement.desk', 'placement.therapist', 'placement.safety'] },
  {
    key: 'netzwerk',
    path: to.network(),
    icon: Waypoints,
    permits: ['directory.read'],
  },
  { key: 'angebot', path: to.offer(), icon: DoorOpen, permits: ['directory.offer'] },
  { key: 'faelle', path: to.cases(), icon: FolderOpen, permits: ['cases.care'] },
  {
    key: 'kalender',
    path: to.calendar(),
    icon: CalendarDays,
    permits: ['scheduling.own', 'scheduling.desk'],
  },
  { key: 'sozio', path: to.sozio(), icon: Handshake, permits: ['soziotherapie.read'] },
  { key: 'abrechnung', path: to.billing(), icon: ReceiptEuro, permits: ['billing.office'] },
  { key: 'notfaelle', path: to.emergencies(), icon: Siren, permits: ['crisis.watch'] },
  {
    key: 'aufgaben',
    path: to.tasks(),
    icon: ListChecks,
    permits: ['tasks.own'],
  },
  { key: 'auswertung', path: to.figures(), icon: ChartColumn, permits: ['figures.read'] },
  {
    key: 'verwaltung',
    path: to.admin(),
    icon: Settings2,
    permits: ['access.administer', 'access.roster', 'imports.run', 'messages.templates', 'settings.change', 'audit.read', 'people.merge'],
  },
  { key: 'konto', path: to.account(), icon: UserRound, permits: ['access.self'] },
];

export function roomsOf(abilities: readonly PermitName[]): RoomDef[] {
  return ROOMS.filter((room) => room.permits.some((permit) => abilities.includes(permit)));
}

/**
 * Where a person lands after signing in: the desk at the phone, therapists at their offer, the administration at its room, and who
 * works in a practice of Soziotherapie at what her clients need today.
 */
export function homeOf(abilities: readonly PermitName[], ofPractice = false): string {
  if (ofPractice && abilities.includes('soziotherapie.read')) return to.sozio();
  const order: readonly [PermitName, string][] = [
    ['placement.desk', to.telefon()],
    ['directory.offer', to.offer()],
    ['crisis.respond', to.emergencies()],
    ['access.administer', to.admin()],
    ['audit.read', to.admin()],
    ['crisis.lead', to.emergencies()],
    ['cases.care', to.cases()],
    ['tasks.own', to.tasks()],
  ];
  return order.find(([permit]) => abilities.includes(permit))?.[1] ?? to.account();
}
