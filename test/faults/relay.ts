import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A way between a process and its database on which one can stand and watch: it reads PostgreSQL's protocol frame by frame,
 * so that a fault can be placed exactly before or after a commit, from outside of the product.
 */
export interface Relay {
  /** Folder with the socket that the process connects to instead of the server's. */
  folder: string;
  /** Waits for the next commit of a transaction with a matching statement and stops there; once. */
  trap(trap: Trap): Promise<void>;
  /** Takes back a trap that nothing went into. */
  untrap(): void;
  close(): Promise<void>;
}

export interface Trap {
  /** `asked`: the commit was sent and has not reached the server. `done`: the server committed and the process does not know. */
  at: 'asked' | 'done';
  /** A statement of the transaction. */
  statement: RegExp;
  /** So many commits of such transactions are let by before. */
  skip?: number;
  /** What happens while the frame is held. Afterwards the connection is cut. */
  act(): Promise<void> | void;
}

const PORT = 5432; // a part of the socket's name, nothing listens on the network

export async function openRelay(serverFolder: string | (() => string)): Promise<Relay> {
  const folder = await mkdtemp(join(tmpdir(), 'geleit-relay-'));
  let armed: { trap: Trap; sprung: () => void } | undefined;
  let passed = 0;
  const sockets = new Set<Socket>();
  const spring = (at: Trap['at'], statements: readonly string[]): Trap | undefined => {
    if (armed?.trap.at !== at || !statements.some((text) => armed?.trap.statement.test(text))) return undefined;
    const { trap, sprung } = armed;
    passed += 1;
    if (passed <= (trap.skip ?? 0)) return undefined;
    armed = undefined;
    sprung();
    return trap;
  };
  const server = createServer((near) => {
    const far = connect(join(typeof serverFolder === 'string' ? serverFolder : serverFolder(), `.s.PGSQL.${PORT}`));
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    passBetween(near, far, spring);
  });
  await new Promise<void>((resolve) => server.listen(join(folder, `.s.PGSQL.${PORT}`), resolve));
  return {
    folder,
    trap: (trap) =>
      new Promise((resolve) => {
        passed = 0;
        armed = { trap, sprung: resolve };
      }),
    untrap() {
      armed = undefined;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Passes frames in both directions; one connection knows the statements of its running transaction. */
function passBetween(near: Socket, far: Socket, spring: (at: Trap['at'], statements: readonly string[]) => Trap | undefined): void {
  const prepared = new Map<string, string>();
  let statements: string[] = [];
  let held = false;
  const hold = (trap: Trap): void => {
    held = true;
    void Promise.resolve(trap.act()).finally(() => {
      near.destroy();
      far.destroy();
    });
  };
  const fromNear = framesOf(true, (frame, type) => {
    if (held) return;
    if (type === 'P') {
      const [name = '', text = ''] = texts(frame);
      prepared.set(name, text);
      statements.push(text);
    } else if (type === 'B') {
      const [, name = ''] = texts(frame);
      statements.push(prepared.get(name) ?? '');
    } else if (type === 'Q') {
      const [text = ''] = texts(frame);
      if (text === 'begin') statements = [];
      const trap = text === 'commit' ? spring('asked', statements) : undefined;
      if (trap) return hold(trap);
    }
    far.write(frame);
  });
  const fromFar = framesOf(false, (frame, type) => {
    if (held) return;
    const trap = type === 'C' && texts(frame)[0] === 'COMMIT' ? spring('done', statements) : undefined;
    if (trap) return hold(trap);
    near.write(frame);
  });
  near.on('data', fromNear);
  far.on('data', fromFar);
}

/** Cuts a stream of bytes into messages: a letter, a length, a body; only the very first one of a client has no letter. */
function framesOf(client: boolean, take: (frame: Buffer, type: string) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  let first = client;
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const head = first ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = head + rest.readInt32BE(head);
      if (rest.length < length) return;
      const frame = rest.subarray(0, length);
      rest = rest.subarray(length);
      take(frame, first ? '' : String.fromCharCode(frame[0] ?? 0));
      first = false;
    }
  };
}

/** The first two texts of a message, each ended by a zero byte. */
function texts(frame: Buffer): string[] {
  return frame.subarray(5, 4_096).toString('utf8').split('\0', 2);
}
