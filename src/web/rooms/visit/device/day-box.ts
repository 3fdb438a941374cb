/** Boxes that only this browser opens, and only until the key is thrown away: AES-256-GCM with a key that no script can read. */

export interface Box {
  iv: Uint8Array<ArrayBuffer>;
  bytes: ArrayBuffer;
}

/** A fresh key; it can be kept by the browser, but not taken out of it. */
export const freshKey = (): Promise<CryptoKey> =>
  crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

/** @param label what the box is for; a box with another label does not open */
export async function lockUp(key: CryptoKey, label: string, value: unknown): Promise<Box> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(label) }, key, plain) };
}

/** Null where the key or the label is another one, or the box is damaged. */
export async function openUp(key: CryptoKey, label: string, { iv, bytes }: Box): Promise<unknown> {
  try {
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bytesOf(label) }, key, bytes);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null;
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text);
