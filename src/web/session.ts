/** Who is signed in, and what happens when the session ends in the middle of work. Held in memory only. */

let asking: { promise: Promise<boolean>; settle: (signedIn: boolean) => void } | null = null;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Asks for the password over the page; resolves when the same person is back (true) or gives up (false). */
export function signInAgain(): Promise<boolean> {
  if (!asking) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    asking = { promise, settle: resolve };
    tell();
  }
  return asking.promise;
}

/** Called by the sign-in overlay. */
export function settleSignIn(signedIn: boolean): void {
  const current = asking;
  asking = null;
  tell();
  current?.settle(signedIn);
}

/** False while the screen is locked: then the lock itself is the door. */
export const signInWanted = () => asking !== null && !locked;

let locked = false;

/** What home visits keep readable on this device (rooms/visit/device/day-store.ts). */
export const DAY_DATABASE = 'geleit-day';

/** The day plan goes, and with it the key that opens it: at lock and at sign-out, from whichever page. */
export function wipeDay(): void {
  globalThis.indexedDB?.deleteDatabase(DAY_DATABASE);
}

/** Said by the lock; opening it answers every call that waits for a sign-in. */
export function setLocked(is: boolean): void {
  locked = is;
  if (is) wipeDay();
  if (is) tell();
  else settleSignIn(true);
}

export function onSignInWanted(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
