import { createHash } from 'node:crypto';
import { SMTPServer } from 'smtp-server';

/** A mail server of the tests: takes what comes, refuses whom it is told to, and tells the moment of every hand-over. */
export interface MailServer {
  url: string;
  /** Everything that was taken, in order. */
  taken: readonly { to: string; messageId: string; hash: string }[];
  /** Recipients that were refused, by address, with how often. */
  refused: Readonly<Record<string, number>>;
  /** Called with the recipient, once; a promise holds the hand-over. `offered`: before the text, `taken`: after it and before the answer. */
  once(at: 'offered' | 'taken', act: (to: string) => Promise<void>): void;
  close(): Promise<void>;
}

/** Addresses begin with "refused" (550, for good) or "busy" (450, for now). */
export async function openMailServer(): Promise<MailServer> {
  const taken: { to: string; messageId: string; hash: string }[] = [];
  const refused: Record<string, number> = {};
  let waiting: { at: 'offered' | 'taken'; act: (to: string) => Promise<void> } | undefined;
  const happens = async (at: 'offered' | 'taken', to: string): Promise<void> => {
    if (waiting?.at !== at) return;
    const { act } = waiting;
    waiting = undefined;
    await act(to);
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onRcptTo({ address }, _session, done) {
      const status = address.startsWith('refused') ? 550 : address.startsWith('busy') ? 450 : 0;
      if (status > 0) {
        refused[address] = (refused[address] ?? 0) + 1;
        return done(Object.assign(new Error('not here'), { responseCode: status }));
      }
      happens('offered', address).then(() => done(), done);
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const to = session.envelope.rcptTo[0]?.address ?? '';
        const messageId = /^message-id: (.+)$/im.exec(bytes.toString('latin1'))?.[1]?.trim() ?? '';
        taken.push({ to, messageId, hash: createHash('sha256').update(bytes).digest('hex') });
        happens('taken', to).then(() => done(), done);
      });
    },
  });
  server.on('error', () => {}); // a client that was killed
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    taken,
    refused,
    once(at, act) {
      waiting = { at, act };
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
