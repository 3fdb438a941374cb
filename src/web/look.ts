/** How this device shows the app: stored on the device, because it says something about the screen, not about the person. */
export const SCHEMES = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof SCHEMES)[number];
const KEY = 'geleit.scheme';

export function schemeOfDevice(): Scheme {
  const kept = localStorage.getItem(KEY);
  return SCHEMES.find((one) => one === kept) ?? 'system';
}

export function showScheme(scheme: Scheme): void {
  localStorage.setItem(KEY, scheme);
  if (scheme === 'system') delete document.documentElement.dataset.scheme;
  else document.documentElement.dataset.scheme = scheme;
}

/** A device that was never told takes what the account says. */
export function takeSchemeOfAccount(scheme: Scheme): void {
  if (localStorage.getItem(KEY) === null) showScheme(scheme);
}
