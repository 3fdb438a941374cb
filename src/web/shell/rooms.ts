import type { LucideIcon } from 'lucide-react';
import { CalendarDays, ChartColumn, DoorOpen, Inbox, ListChecks, Phone, Settings2, UserRound, Waypoints } from 'lucide-react';
import type { Role } from '#kernel/codes.ts';
import { to } from '../paths.ts';

export type RoomKey = 'telefon' | 'anfragen' | 'netzwerk' | 'angebot' | 'kalender' | 'aufgaben' | 'auswertung' | 'verwaltung' | 'konto';

export interface RoomDef {
  key: RoomKey;
  path: string;
  icon: LucideIcon;
  roles: readonly Role[] | 'all';
}

/** The rail, in its order. What a role may do inside a room is the server's to say; this only spares it doors that stay shut. */
export const ROOMS: readonly RoomDef[] = [
  { key: 'telefon', path: to.telefon(), icon: Phone, roles: ['desk', 'coordinator'] },
  { key: 'anfragen', path: to.requests(), icon: Inbox, roles: ['desk', 'coordinator', 'therapist', 'case-manager', 'lead'] },
  {
    key: 'netzwerk',
    path: to.network(),
    icon: Waypoints,
    roles: ['desk', 'coordinator', 'therapist', 'case-manager', 'soziotherapist', 'oncall', 'lead'],
  },
  { key: 'angebot', path: to.offer(), icon: DoorOpen, roles: ['therapist'] },
  {
    key: 'kalender',
    path: to.calendar(),
    icon: CalendarDays,
    roles: ['desk', 'coordinator', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'lead'],
  },
  {
    key: 'aufgaben',
    path: to.tasks(),
    icon: ListChecks,
    roles: ['desk', 'coordinator', 'therapist', 'oncall', 'soziotherapist', 'case-manager', 'office', 'lead'],
  },
  { key: 'auswertung', path: to.figures(), icon: ChartColumn, roles: ['desk', 'coordinator', 'lead', 'auditor'] },
  { key: 'verwaltung', path: to.admin(), icon: Settings2, roles: ['admin', 'auditor'] },
  { key: 'konto', path: to.account(), icon: UserRound, roles: 'all' },
];

export function roomsOf(roles: readonly Role[]): RoomDef[] {
  return ROOMS.filter((room) => room.roles === 'all' || room.roles.some((role) => roles.includes(role)));
}

/** Where a person lands after signing in. */
export function homeOf(roles: readonly Role[]): string {
  if (roles.includes('therapist') && !roles.includes('desk')) return to.offer();
  if (roles.includes('admin') && roles.length === 1) return to.admin();
  return roomsOf(roles)[0]?.path ?? to.account();
}
