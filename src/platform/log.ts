import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Structured log lines with known keys only: no bodies, no addresses, no query strings, no values that a person typed. */
export function createLog(level: string, write: (line: string) => void = (line) => process.stdout.write(line)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { fault: describeFault },
    },
    { write },
  );
}

/** A message without what stands in quotes or angle brackets, without addresses and long numbers: those are values (JSON.parse repeats its input). */
export function withoutValues(message: string): string {
  return message.replace(/(["'`]).*?\1|<[^>]*>|\S+@\S+|\d{5,}/gs, '…').slice(0, 300);
}

/** What may be said of a fault: its kind, PostgreSQL's code and constraint, and where it came from; messages can hold values. */
export function describeFault(fault: unknown): Record<string, unknown> {
  if (!(fault instanceof Error)) return { kind: typeof fault };
  const { code, constraint, table, routine } = fault as { code?: unknown; constraint?: unknown; table?: unknown; routine?: unknown };
  const frames = (fault.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
  const database = typeof routine === 'string';
  return { kind: fault.name, ...(database ? {} : { message: withoutValues(fault.message) }), code, constraint, table, frames };
}
