import type { Ground } from '../../src/serve.ts';

/** Builds the demo network if it is not there yet; answers the lines that the start prints. */
export async function ensureDemo(_ground: Ground): Promise<string[]> {
  return [];
}
