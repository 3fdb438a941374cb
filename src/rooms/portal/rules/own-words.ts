import type { Excuse } from '#rooms/scheduling/rules/outcome.ts';
import type { FormLanguage } from './fields.ts';
import { ar } from './own/ar.ts';
import { de } from './own/de.ts';
import { deEasy } from './own/de-easy.ts';
import { en } from './own/en.ts';
import { tr } from './own/tr.ts';
import { uk } from './own/uk.ts';
import type { PortalPurpose } from './own-access.ts';

/** What an appointment is, told plainly; the last two are visits of Soziotherapie. */
export const OWN_KINDS = ['CONSULT', 'ACUTE', 'TRIAL', 'THERAPY', 'GROUP', 'VISIT', 'MEETING'] as const;
export type OwnKind = (typeof OWN_KINDS)[number];
/** What to bring to an appointment in a practice: the insurer's card, the sheet of the consultation, what others have written. */
export type Brought = 'card' | 'ptv11' | 'reports';
export const BRINGS: Readonly<Partial<Record<OwnKind, readonly Brought[]>>> = {
  CONSULT: ['card', 'reports'],
  ACUTE: ['card', 'ptv11'],
  TRIAL: ['card', 'ptv11'],
  THERAPY: ['card'],
  GROUP: ['card'],
};
export const PATH_STEPS = ['CONSULT', 'TRIAL', 'decide'] as const;
export type PathStep = (typeof PATH_STEPS)[number];
export const OWN_PAGES = ['home', 'plan', 'view', 'messages', 'consents', 'data'] as const;
export type OwnPage = (typeof OWN_PAGES)[number];
export const CONSENT_KINDS = ['reminders', 'waiting-list', 'record', 'case-management', 'busy-times'] as const;
export type OwnConsentKind = (typeof CONSENT_KINDS)[number];
export const OWN_FAULTS = [
  'portal-code-failed',
  'portal-email-taken',
  'sign-in-failed',
  'second-factor-failed',
  'invalid-password',
  'missing',
  'too-long',
  'birth',
  'email',
  'gone',
  'expired',
  'too-many',
] as const;
export type OwnFault = (typeof OWN_FAULTS)[number];

type Titled = { title: string; text: string };

/** Every text of the portal for clients and relatives in one language. `{…}` is filled in by the page. No title tells what it is about. */
export interface OwnWords {
  title: string;
  pages: Record<OwnPage, string>;
  menu: string;
  signOut: string;
  language: string;
  change: string;
  hello: string;
  about: string;
  back: string;
  send: string;
  saved: string;
  yes: string;
  no: string;
  signIn: {
    title: string;
    lead: string;
    email: string;
    password: string;
    submit: string;
    invited: string;
    lost: string;
    free: string;
  };
  invitation: {
    title: string;
    lead: string;
    code: string;
    codeHint: string;
    birth: string;
    birthHint: string;
    email: string;
    emailHint: string;
    password: string;
    passwordHint: string;
    submit: string;
    have: string;
    attachLead: string;
  };
  factor: {
    title: string;
    choose: string;
    mail: string;
    mailText: string;
    app: string;
    appText: string;
    sent: string;
    appLead: string;
    setUp: string;
    openApp: string;
    secret: string;
    code: string;
    submit: string;
    again: string;
  };
  mail: { text: string };
  faults: Record<OwnFault, string>;
  next: string;
  further: string;
  none: Titled;
  kinds: Record<OwnKind, Titled>;
  with: string;
  where: string;
  video: string;
  atHome: string;
  bring: string;
  brings: Record<Brought, string>;
  calendar: string;
  /** What stands in her calendar: an appointment, and nothing else. */
  entry: string;
  cancel: string;
  free: string;
  freeUntil: string;
  freeNow: string;
  fee: string;
  judged: string;
  notYou: string;
  /** To somebody who sees only a part of a person. */
  part: string;
  /** The way from the first talk on; the place is looked for beforehand. */
  path: { title: string; steps: Record<PathStep, Titled> };
  toYou: string;
  answer: string;
  cancelPage: {
    title: string;
    sure: string;
    reason: string;
    reasons: Record<Excuse, string>;
    reasonHint: string;
    submit: string;
    keep: string;
    done: string;
    doneText: string;
    cannot: string;
    over: string;
    gone: string;
    call: string;
    move: string;
  };
  plan: {
    lead: string;
    none: string;
    reached: string;
    until: string;
    who: string;
    responsible: Record<'manager' | 'client' | 'relative' | 'provider' | 'other', string>;
    later: string;
    agreed: string;
    open: string;
    agree: string;
    agreeText: string;
    done: string;
    ask: string;
  };
  view: {
    lead: string;
    closed: string;
    how: string;
    severity: readonly [string, string, string, string, string];
    need: string;
    needs: Record<'none' | 'met' | 'unmet' | 'unknown', string>;
    wish: string;
    save: string;
    unset: string;
    domains: Record<'D1' | 'D2' | 'D3' | 'D4' | 'D5' | 'D6' | 'D7' | 'D8' | 'D9' | 'D10' | 'D11', string>;
  };
  messages: {
    lead: string;
    to: string;
    desk: string;
    text: string;
    textHint: string;
    none: string;
    you: string;
    done: string;
    notUrgent: string;
    nobody: string;
  };
  consents: {
    lead: string;
    kinds: Record<OwnConsentKind, Titled>;
    given: string;
    notGiven: string;
    give: string;
    withdraw: string;
    withdrawn: string;
    releases: string;
    noReleases: string;
    seesUntil: string;
    classes: Record<string, string>;
    partner: {
      link: string;
      title: string;
      lead: string;
      search: string;
      find: string;
      none: string;
      more: string;
      about: string;
      what: string;
      missing: string;
      purpose: string;
      until: string;
      untilDay: string;
      free: string;
      done: string;
      half: string;
      tells: string;
      purposes: Record<PortalPurpose, string>;
    };
    others: string;
    noOthers: string;
    end: string;
    now: string;
  };
  data: {
    lead: string;
    stored: string;
    fields: Record<'name' | 'called' | 'birth' | 'phone' | 'email' | 'address' | 'language', string>;
    wrong: string;
    pdf: string;
    json: string;
    whoTitle: string;
    whoLead: string;
    whoNone: string;
    looked: string;
    changed: string;
    network: string;
    roles: Record<string, string>;
  };
  letter: {
    title: string;
    lead: string;
    steps: readonly string[];
    code: string;
    until: string;
    birth: string;
    free: string;
    help: string;
  };
  danger: Titled;
  needless: string;
}

export const OWN_WORDS: Readonly<Record<FormLanguage, OwnWords>> = { de, 'de-easy': deEasy, en, tr, ar, uk };
