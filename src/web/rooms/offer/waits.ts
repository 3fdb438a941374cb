const KEY = 'geleit.fit-waits';

/** Allocations whose question waits for the next session: id → sessions so far. Ids and counts only. */
function read(): Record<string, number> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, number>) : {};
  } catch {
    return {};
  }
}

export function waitForNext(id: string, sessions: number): void {
  localStorage.setItem(KEY, JSON.stringify({ ...read(), [id]: sessions }));
}

export function isWaiting(id: string, sessions: number): boolean {
  return read()[id] === sessions;
}
