import { isIP } from 'node:net';
import { isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';
import { isNeutral } from '#rooms/messages/rules/neutral.ts';

export type Mode = 'demo' | 'production' | 'test';

/** All that an operator may set, from the environment, checked. Folders and files are absolute paths. */
export interface Config {
  mode: Mode;
  /** PORT: where the web server listens; 0 lets the system choose. */
  port: number;
  /** GELEIT_HOST: the address on which it listens. */
  host: string;
  /** GELEIT_PUBLIC_URL: the address under which people reach it, without a slash at the end; links in mails begin with it. */
  publicUrl: string;
  /** GELEIT_DATA: database, keys and outbox. */
  dataFolder: string;
  /** GELEIT_KEY_FILE: the network's key, with which the keys of persons are wrapped. */
  keyFile: string;
  /** DATABASE_URL: an external PostgreSQL; null means the one that npm brought. */
  databaseUrl: string | null;
  /** SMTP_URL: null means that mails are laid into the outbox folder. */
  smtpUrl: string | null;
  /** GELEIT_MAIL_FROM: the sender of mails. */
  mailFrom: string;
  /** SMS_URL, SMS_TOKEN, SMS_FROM: the gateway for text messages; null means that none are sent (the demo lays them into the outbox). */
  sms: { url: string; token: string; from: string } | null;
  /** GELEIT_BOUNCES: a folder with failure notices of mails, a Maildir or plain .eml files; null means that nobody looks. */
  bouncesFolder: string | null;
  /** GELEIT_CLAMD: socket of a virus scanner (ClamAV), a path or host:port; null means that files are only looked through here. */
  clamd: string | null;
  /** LOG_LEVEL, in pino's words. */
  logLevel: (typeof logLevels)[number];
  /** GELEIT_TRUSTED_PROXIES: addresses of reverse proxies whose X-Forwarded-For counts. */
  trustedProxies: string[];
  /** GELEIT_RATE_PER_MINUTE: calls a minute of one session or source. */
  ratePerMinute: number;
  /** GELEIT_NETWORK_NAME, _STREET, _CITY, _PHONE: who writes the letters. */
  network: { name: string; street?: string; city?: string; phone?: string };
  /** Variables that begin with GELEIT_ and that nobody knows: likely a slip of the pen, worth a warning. */
  unknown: string[];
}

/** Thrown with one line per variable at fault, German and English. Values of secrets are never repeated. */
export class ConfigFault extends Error {
  constructor(lines: string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigFault';
  }
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const quietest: Record<Mode, Config['logLevel']> = { demo: 'warn', production: 'info', test: 'silent' };

const fault = (german: string, english: string) => ({ error: `${german} / ${english}` });
const address = (protocols: RegExp, german: string, english: string) =>
  z.url({ protocol: protocols, abort: true, ...fault(german, english) });

const line = (most: number) =>
  z
    .string()
    .regex(/^[^\r\n]+$/, fault('muss in einer Zeile stehen.', 'must be one line.'))
    .max(most, fault(`darf höchstens ${most} Zeichen haben.`, `may have at most ${most} characters.`))
    .optional();

const shape = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, fault('muss eine Zahl von 0 bis 65535 sein.', 'must be a number from 0 to 65535.'))
    .transform(Number)
    .refine((port) => port <= 65_535, fault('muss eine Zahl von 0 bis 65535 sein.', 'must be a number from 0 to 65535.'))
    .default(8080),
  GELEIT_HOST: z
    .string()
    .refine(
      (host) => isIP(host) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host),
      fault(
        'muss eine IP-Adresse oder ein Rechnername sein, zum Beispiel 127.0.0.1.',
        'must be an IP address or a host name, for example 127.0.0.1.',
      ),
    )
    .default('127.0.0.1'),
  GELEIT_PUBLIC_URL: address(
    /^https?$/,
    'muss mit http:// oder https:// beginnen, zum Beispiel https://geleit.example.org.',
    'must begin with http:// or https://, for example https://geleit.example.org.',
  )
    .refine(
      (url) => new URL(url).search === '' && new URL(url).hash === '' && new URL(url).pathname === '/',
      fault('darf nach dem Rechnernamen nichts enthalten.', 'must not hold anything after the host name.'),
    )
    .transform((url) => new URL(url).origin)
    .optional(),
  GELEIT_DATA: z.string().default('.geleit'),
  GELEIT_KEY_FILE: z.string().optional(),
  DATABASE_URL: address(
    /^postgres(ql)?$/,
    'muss so aussehen: postgres://benutzer:passwort@server:5432/datenbank.',
    'must look like this: postgres://user:password@server:5432/database.',
  ).optional(),
  SMTP_URL: address(
    /^smtps?$/,
    'muss so aussehen: smtps://benutzer:passwort@server:465.',
    'must look like this: smtps://user:password@server:465.',
  ).optional(),
  GELEIT_MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n"]{1,80} <[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/,
      fault('muss eine E-Mail-Adresse sein, auch mit Namen: Geleit <geleit@example.org>.', 'must be an e-mail address, also with a name.'),
    )
    .optional(),
  SMS_URL: address(/^https?$/, 'muss mit https:// beginnen.', 'must begin with https://.')
    .refine(
      (url) => url.startsWith('https://') || ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname),
      fault('muss mit https:// beginnen: Nummern gehen nicht im Klartext über das Netz.', 'must begin with https://.'),
    )
    .optional(),
  SMS_TOKEN: line(400),
  SMS_FROM: z
    .string()
    .regex(
      /^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{3,11})$/,
      fault(
        'muss eine Nummer wie +4915112345678 sein oder 3 bis 11 Buchstaben und Ziffern.',
        'must be a number like +4915112345678 or 3 to 11 letters and digits.',
      ),
    )
    .refine(
      isNeutral,
      fault('verrät, worum es geht: andere lesen den Absender mit.', 'tells what it is about: others read the sender, too.'),
    )
    .optional(),
  GELEIT_BOUNCES: z.string().optional(),
  GELEIT_CLAMD: z
    .string()
    .regex(
      /^(\/[^\0]+|[\w.-]+:\d{1,5}|\[[\da-fA-F:]+\]:\d{1,5})$/,
      fault(
        'muss ein Pfad sein oder Rechner und Port, zum Beispiel 127.0.0.1:3310.',
        'must be a path, or host and port, for example 127.0.0.1:3310.',
      ),
    )
    .optional(),
  LOG_LEVEL: z.enum(logLevels, fault(`muss eines von ${logLevels.join(', ')} sein.`, `must be one of ${logLevels.join(', ')}.`)).optional(),
  GELEIT_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine(
      (parts) => parts.every((part) => isIP(part.replace(/\/\d{1,3}$/, '')) !== 0),
      fault('muss IP-Adressen oder Netze nennen, mit Komma getrennt.', 'must name IP addresses or networks, separated by commas.'),
    )
    .default([]),
  GELEIT_RATE_PER_MINUTE: z
    .string()
    .regex(/^[1-9]\d{0,6}$/, fault('muss eine Zahl ab 1 sein.', 'must be a number from 1.'))
    .transform(Number)
    .default(1_200),
  GELEIT_NETWORK_NAME: line(80),
  GELEIT_NETWORK_STREET: line(80),
  GELEIT_NETWORK_CITY: line(80),
  GELEIT_NETWORK_PHONE: line(40),
});

// Read by the starter, the tests and the benchmark, or by main on its own.
const elsewhere = new Set(['GELEIT_DEPTH', 'GELEIT_SEED', 'GELEIT_STARTER', 'GELEIT_VERBOSE', 'GELEIT_DEMO_DAYS', 'GELEIT_NETWORK_NAME']);

/**
 * Reads the settings.
 * @param base folder from which relative paths count, as a rule the one where Geleit was started
 * @throws ConfigFault naming every variable at fault
 */
export function readConfig(mode: Mode, environment: Record<string, string | undefined>, base: string): Config {
  // An empty variable is an unset one: that is how compose files and unit files write it.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const read = shape.safeParse(given);
  if (!read.success) throw new ConfigFault(read.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`));
  const found = read.data;
  if (found.SMTP_URL && !found.GELEIT_MAIL_FROM) {
    throw new ConfigFault([
      'GELEIT_MAIL_FROM fehlt: mit SMTP_URL brauchen Mails einen Absender. / is missing: with SMTP_URL mails need a sender.',
    ]);
  }
  if (found.SMS_URL && !(found.SMS_TOKEN && found.SMS_FROM)) {
    const missing = found.SMS_TOKEN ? 'SMS_FROM' : 'SMS_TOKEN';
    throw new ConfigFault([`${missing} fehlt: SMS_URL, SMS_TOKEN und SMS_FROM gehören zusammen. / is missing: the three belong together.`]);
  }
  const dataFolder = resolve(base, found.GELEIT_DATA);
  const shown = found.GELEIT_HOST.includes(':') ? `[${found.GELEIT_HOST}]` : found.GELEIT_HOST;
  const reachable = ['127.0.0.1', '0.0.0.0', '[::1]', '[::]'].includes(shown) ? 'localhost' : shown;
  return {
    mode,
    port: found.PORT,
    host: found.GELEIT_HOST,
    publicUrl: found.GELEIT_PUBLIC_URL ?? `http://${reachable}:${found.PORT}`,
    dataFolder,
    keyFile: found.GELEIT_KEY_FILE ? absolute(base, found.GELEIT_KEY_FILE) : join(dataFolder, 'keys', 'network'),
    databaseUrl: found.DATABASE_URL ?? null,
    smtpUrl: found.SMTP_URL ?? null,
    mailFrom: found.GELEIT_MAIL_FROM ?? 'Geleit <geleit@localhost>',
    sms: found.SMS_URL && found.SMS_TOKEN && found.SMS_FROM ? { url: found.SMS_URL, token: found.SMS_TOKEN, from: found.SMS_FROM } : null,
    bouncesFolder: found.GELEIT_BOUNCES ? absolute(base, found.GELEIT_BOUNCES) : null,
    clamd: found.GELEIT_CLAMD ?? null,
    logLevel: found.LOG_LEVEL ?? quietest[mode],
    trustedProxies: found.GELEIT_TRUSTED_PROXIES,
    ratePerMinute: found.GELEIT_RATE_PER_MINUTE,
    network: {
      name: found.GELEIT_NETWORK_NAME ?? 'Geleit',
      ...(found.GELEIT_NETWORK_STREET ? { street: found.GELEIT_NETWORK_STREET } : {}),
      ...(found.GELEIT_NETWORK_CITY ? { city: found.GELEIT_NETWORK_CITY } : {}),
      ...(found.GELEIT_NETWORK_PHONE ? { phone: found.GELEIT_NETWORK_PHONE } : {}),
    },
    unknown: Object.keys(given).filter((name) => name.startsWith('GELEIT_') && !(name in shape.shape) && !elsewhere.has(name)),
  };
}

function absolute(base: string, path: string): string {
  return isAbsolute(path) ? path : resolve(base, path);
}
