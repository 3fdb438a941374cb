/** The part of a structured log (pino's shape) that the database needs. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Says nothing: for tests. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
