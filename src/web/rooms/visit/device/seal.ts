import { sealToServer } from '#kernel/seal-to-server.ts';
import type { DeviceWork } from '#rooms/soziotherapie/contract/device.ts';
import type { Waiting } from './waiting-store.ts';

/** The server's key for what is written here; public, so it may stay on the device. */
export interface ServerKey {
  keyId: string;
  publicKey: string;
}

/** Seals what was written, at once; what comes out can be opened by the server alone. */
export async function sealWork(
  { keyId, publicKey }: ServerKey,
  work: DeviceWork,
  by: { accountId: string; writtenLocal: string; order: number },
): Promise<Waiting> {
  const id = crypto.randomUUID();
  const sealed = await sealToServer(fromBase64(publicKey), { keyId, entryId: id }, JSON.stringify(work));
  const sessionId = work.kind === 'visit' ? work.visit.sessionId : work.sessionId;
  return { id, sessionId, keyId, sealed: toBase64(sealed), ...by };
}

export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
