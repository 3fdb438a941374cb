/** A form is known by its id, and says when it was handed out; what stands behind both shows that it was handed out by us. */
export interface FormToken {
  id: string;
  issuedAt: Temporal.Instant;
  seal: string;
}

/** Handed out longer ago it is asked for once more, with everything typed still there. */
export const FORM_OPEN_HOURS = 24;
/** Nobody reads and answers the form in less (security 5.1, F56). */
export const FASTEST_SECONDS = 2;

const FORM = /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.([0-9a-z]{6,10})\.([0-9a-f]{32})$/;

export function writeFormToken({ id, issuedAt, seal }: FormToken): string {
  return `${sealedPart({ id, issuedAt })}.${seal}`;
}

/** What the seal is made of. */
export function sealedPart({ id, issuedAt }: Pick<FormToken, 'id' | 'issuedAt'>): string {
  return `${id}.${issuedAt.epochMilliseconds.toString(36)}`;
}

export function readFormToken(text: string): FormToken | undefined {
  const [, id, at, seal] = FORM.exec(text) ?? [];
  if (!id || !at || !seal) return undefined;
  const milliseconds = Number.parseInt(at, 36);
  return milliseconds < 8e15 ? { id, issuedAt: Temporal.Instant.fromEpochMilliseconds(milliseconds), seal } : undefined;
}

const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; // Crockford: nothing that is read as something else

/** "K7QM-2F9X": eight signs of a keyed value, so that the number says nothing and cannot be guessed from an id. */
export function referenceOf(keyed: Uint8Array): string {
  const text = [...keyed.subarray(0, 8)].map((byte) => SIGNS[byte % 32]).join('');
  return `${text.slice(0, 4)}-${text.slice(4)}`;
}

/** Who is counted together: an address, of the newer kind its network (the first 64 bits, which one connection has for itself). */
export function sourceOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace(/^::ffff:/, '');
  const [front = '', back = ''] = address.split('::');
  const groups = front.split(':').filter(Boolean);
  const rest = back.split(':').filter(Boolean);
  const whole = address.includes('::') ? [...groups, ...Array(Math.max(0, 8 - groups.length - rest.length)).fill('0'), ...rest] : groups;
  return whole.slice(0, 4).join(':');
}
