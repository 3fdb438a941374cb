import type { AnyRole } from '#kernel/codes.ts';

/** All invented. Addresses end in geleit.example, which nobody can own (RFC 2606). */
export const CAST_PASSWORD = 'vier Pferde traben leise';
/** Base32 secret of everybody's authenticator app. */
export const CAST_TOTP = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

interface CastMember {
  name: string;
  email: string;
  roles: readonly AnyRole[];
  deskLabel?: string;
}

const at = (local: string) => `${local}@geleit.example`;

/** One person for every role, the same in tests, in the demo and on screenshots. */
export const STAFF = {
  jana: { name: 'Jana Petersen', email: at('jana.petersen'), roles: ['desk'], deskLabel: 'Tisch 1' },
  samuel: { name: 'Samuel Okafor', email: at('samuel.okafor'), roles: ['desk'], deskLabel: 'Tisch 2' },
  marit: { name: 'Marit Lindqvist', email: at('marit.lindqvist'), roles: ['coordinator'] },
  tomasz: { name: 'Tomasz Wiśniewski', email: at('tomasz.wisniewski'), roles: ['admin'] },
  yilmaz: { name: 'Dr. Elif Yılmaz', email: at('elif.yilmaz'), roles: ['oncall'] },
  oksana: { name: 'Oksana Kovalenko', email: at('oksana.kovalenko'), roles: ['case-manager'] },
  jonas: { name: 'Jonas Reuter', email: at('jonas.reuter'), roles: ['soziotherapist'] },
  mai: { name: 'Thị Mai Nguyễn', email: at('mai.nguyen'), roles: ['office'] },
  amara: { name: 'Dr. Amara Diallo', email: at('amara.diallo'), roles: ['lead'] },
  karin: { name: 'Karin Sørensen', email: at('karin.sorensen'), roles: ['auditor'] },
  /** No staff: a client with an account of the portal. */
  klara: { name: 'Klara Yıldız', email: at('klara.yildiz'), roles: ['client'] },
} as const satisfies Record<string, CastMember>;
export type StaffName = keyof typeof STAFF;

interface CastTherapist {
  /** As in the directory; the title stands apart. */
  name: string;
  title: string | null;
  email: string;
  profession: 'PP' | 'KJP' | 'PP-KJP' | 'AERZTL';
  gender: 'f' | 'm' | 'd';
}

/** The three therapists of the small practice. */
export const THERAPISTS = {
  brandt: { name: 'Henrike Brandt', title: null, email: at('henrike.brandt'), profession: 'PP', gender: 'f' },
  rossi: { name: 'Matteo Rossi', title: 'Dr.', email: at('matteo.rossi'), profession: 'PP', gender: 'm' },
  haddad: { name: 'Layla Haddad', title: null, email: at('layla.haddad'), profession: 'KJP', gender: 'f' },
} as const satisfies Record<string, CastTherapist>;
export type TherapistName = keyof typeof THERAPISTS;
