import type { OwnKind } from './own-words.ts';

/** What the pages show; the wire's shapes (contract/own.ts) fit them. Instants and days are ISO 8601 texts. */
export interface OwnAppointment {
  source: 'appointment' | 'session';
  id: string;
  version: number;
  kind: OwnKind;
  video: boolean;
  startsAt: string;
  endsAt: string;
  state: string;
  standing: boolean;
  practitioner: string;
  phone: string | null;
  address: string[];
  changedAt: string;
}
export interface OwnConsent {
  id: string;
  kind: string;
  service: { id: string; name: string } | null;
  recipient: string | null;
  classes: string[];
  /** What goes to the recipient, or what she may tell us. */
  direction: 'to-recipient' | 'from-recipient';
  givenAt: string;
  untilAt: string | null;
  withdrawnAt: string | null;
  version: number;
}
export interface OwnMessage {
  id: string;
  organisationId: string | null;
  fromClient: boolean;
  text: string;
  writtenAt: string;
  readAt: string | null;
}
export interface OwnPerson {
  givenName: string | null;
  familyName: string | null;
  called: string | null;
  birthDate: string | null;
  phone: string | null;
  email: string | null;
  street: string | null;
  postalCode: string | null;
  place: string | null;
  language: string;
}
export interface OwnLook {
  day: string;
  name: string;
  roles: string[];
  service: string | null;
  looked: number;
  changed: number;
}
/** One life domain as she sees it. */
export interface OwnDomain {
  domain: string;
  de: string;
  severity: number | null;
  need: 'none' | 'met' | 'unmet' | 'unknown' | null;
  wish: string;
}
export interface OwnView {
  open: boolean;
  domains: readonly OwnDomain[];
}
export interface PlainGoal {
  text: string;
  reached: string;
  until: string | null;
  steps: readonly {
    text: string;
    responsible: 'manager' | 'client' | 'relative' | 'provider' | 'other' | null;
    who: string;
    endOn: string | null;
  }[];
}
export interface PlainPlan {
  goals: readonly PlainGoal[];
  /** Codes of life domains. */
  later: readonly string[];
}
