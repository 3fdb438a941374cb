import type { Shelf, Waiting } from './waiting-store.ts';

/** What the server said to one entry. */
export type Fate =
  | { kind: 'taken' } // the server has it, also where it had it before
  | { kind: 'cut' } // no answer: it stays here
  | { kind: 'stranger' }; // nobody, or somebody else, is signed in: it stays here

export interface Sending {
  /** How many wait, of the person who is signed in and of others. */
  count: number;
  others: number;
  cut: boolean;
  busy: boolean;
  /** Sessions that the waiting entries are about. */
  sessions: string[];
}

/**
 * Sends what waits, in the order in which it was written, each until the server has said that it has it; only then is it taken from
 * the shelf. Its id is the key of the command, so an answer that was lost makes nothing twice.
 */
export class Outgoing {
  readonly #shelf: Shelf;
  readonly #send: (entry: Waiting) => Promise<Fate>;
  readonly #tell: (state: Sending) => void;
  #accountId: string | null = null;
  #running: Promise<Fate['kind'][]> | null = null;
  #again = false;

  constructor(shelf: Shelf, send: (entry: Waiting) => Promise<Fate>, tell: (state: Sending) => void) {
    this.#shelf = shelf;
    this.#send = send;
    this.#tell = tell;
  }

  /** Whose entries may go out now; null: nobody's. */
  set accountId(id: string | null) {
    this.#accountId = id;
  }

  /** Puts an entry on the shelf; it is safe when this resolves. Throws where the device has no room. */
  async add(entry: Waiting): Promise<void> {
    await this.#shelf.put(entry);
    await this.look();
  }

  async look(part: Partial<Pick<Sending, 'cut' | 'busy'>> = {}): Promise<void> {
    const all = await this.#shelf.all();
    const own = all.filter(({ accountId }) => accountId === this.#accountId).length;
    this.#tell({
      count: this.#accountId === null ? all.length : own,
      others: this.#accountId === null ? 0 : all.length - own,
      cut: false,
      busy: false,
      sessions: all.flatMap(({ sessionId }) => sessionId ?? []),
      ...part,
    });
  }

  /** Sends all that it may. Called again while it runs, it looks once more at the end. Answers what became of each. */
  drain(): Promise<Fate['kind'][]> {
    if (this.#running !== null) this.#again = true;
    this.#running ??= this.#rounds().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #rounds(): Promise<Fate['kind'][]> {
    const fates: Fate['kind'][] = [];
    do {
      this.#again = false;
      fates.push(...(await this.#round()));
    } while (this.#again);
    return fates;
  }

  async #round(): Promise<Fate['kind'][]> {
    const fates: Fate['kind'][] = [];
    const own = (await this.#shelf.all()).filter(({ accountId }) => accountId === this.#accountId);
    for (const entry of own.toSorted((one, other) => one.order - other.order)) {
      if (this.#accountId !== entry.accountId) break; // somebody signed out meanwhile
      await this.look({ busy: true });
      const { kind } = await this.#send(entry);
      fates.push(kind);
      if (kind === 'cut' || kind === 'stranger') {
        await this.look({ cut: kind === 'cut' });
        return fates;
      }
      await this.#shelf.remove(entry.id);
    }
    await this.look();
    return fates;
  }
}
