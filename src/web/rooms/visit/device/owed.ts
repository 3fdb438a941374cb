import * as access from '#rooms/access/contract.ts';
import { call } from '../../../call.ts';
import { problemOf } from '../../../problem.ts';

/** A lock without network could not end the session: that is made up for before anything is shown again, also after a reload. */
const KEY = 'geleit.sign-out-owed';

export const oweSignOut = (): void => localStorage.setItem(KEY, '1');

export const owesSignOut = (): boolean => localStorage.getItem(KEY) !== null;

/** Somebody proved who they are; what was owed before is of no matter. */
export const forgiveSignOut = (): void => localStorage.removeItem(KEY);

/** Ends the session where that is still owed. Throws where the server cannot be reached. */
export async function paySignOut(): Promise<void> {
  if (!owesSignOut()) return;
  try {
    await call(access.signOut, { body: {}, anonymous: true });
  } catch (fault) {
    if (problemOf(fault).status !== 401) throw fault; // nobody is signed in any more: as good
  }
  forgiveSignOut();
}
