const WORKER = '/offline.js';
const SCOPE = '/hausbesuch';

/** Enough of Trusted Types for one address; browsers without it take the text itself. */
interface TrustedTypesHere {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL: (url: string) => string };
}

/** Lets the browser keep the app itself, so that this page opens without network. False where the browser cannot, or may not. */
export async function keepShell(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  try {
    const known = await navigator.serviceWorker.getRegistration(SCOPE);
    if (known && new URL(known.scope).pathname === SCOPE) return true; // the browser looks for a newer one by itself
    await navigator.serviceWorker.register(workerUrl(), { scope: SCOPE });
    return true;
  } catch {
    return false;
  }
}

function workerUrl(): string {
  const types = (globalThis as { trustedTypes?: TrustedTypesHere }).trustedTypes;
  if (!types) return WORKER;
  const rules = {
    createScriptURL: (url: string) => {
      if (url !== WORKER) throw new TypeError('only this one may become a worker here');
      return url;
    },
  };
  return types.createPolicy('offline', rules).createScriptURL(WORKER);
}
