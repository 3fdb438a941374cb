/** Emergencies that were raised on this page: F9 comes back to them, the strip in the frame shows them. In memory only. */
const raised = new Set<string>();

export const noteRaisedHere = (id: string): void => void raised.add(id);
export const wasRaisedHere = (id: string): boolean => raised.has(id);
