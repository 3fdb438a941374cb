import { expect, test } from 'vitest';
import { ConfigFault, readConfig } from './config.ts';

const read = (environment: Record<string, string>) => readConfig('production', environment, '/srv/geleit');

test('with nothing set, Geleit listens on this machine only and keeps its data beside itself', () => {
  expect(read({})).toEqual({
    mode: 'production',
    port: 8080,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:8080',
    dataFolder: '/srv/geleit/.geleit',
    keyFile: '/srv/geleit/.geleit/keys/network',
    databaseUrl: null,
    smtpUrl: null,
    sms: null,
    bouncesFolder: null,
    clamd: null,
    mailFrom: 'Geleit <geleit@localhost>',
    logLevel: 'info',
    trustedProxies: [],
    ratePerMinute: 1_200,
    network: { name: 'Geleit' },
    unknown: [],
  });
});

test('an empty variable counts as not set', () => {
  expect(read({ PORT: '', DATABASE_URL: ' ' })).toMatchObject({ port: 8080, databaseUrl: null });
});

test.each([
  ['PORT', 'achtzig', '65535'],
  ['PORT', '70000', '65535'],
  ['PORT', '-1', '65535'],
  ['GELEIT_HOST', 'http://x', '127.0.0.1'],
  ['GELEIT_PUBLIC_URL', 'geleit.example.org', 'https://'],
  ['GELEIT_PUBLIC_URL', 'https://example.org/geleit', 'Rechnernamen'],
  ['DATABASE_URL', 'mysql://root:geheim@db/x', 'postgres://'],
  ['SMTP_URL', 'mail.example.org', 'smtps://'],
  ['GELEIT_MAIL_FROM', 'nobody', 'E-Mail-Adresse'],
  ['LOG_LEVEL', 'loud', 'info'],
  ['GELEIT_TRUSTED_PROXIES', '10.0.0.1,proxy', 'Komma'],
])('a wrong %s (%s) is refused by name, in German and English, without its value', (name, value, hint) => {
  expect(() => read({ [name]: value })).toThrow(ConfigFault);
  try {
    read({ [name]: value });
  } catch (error) {
    const { message } = error as Error;
    expect(message).toMatch(new RegExp(`^${name} .+ / .+`));
    expect(message).toContain(hint);
    expect(message).not.toContain('geheim');
  }
});

test('all faults are told at once', () => {
  expect(() => read({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/PORT .*\n.*LOG_LEVEL|LOG_LEVEL .*\n.*PORT/);
});

test('mail through a server needs a sender', () => {
  expect(() => read({ SMTP_URL: 'smtps://u:p@mail.example.org:465' })).toThrow('GELEIT_MAIL_FROM');
  expect(read({ SMTP_URL: 'smtps://u:p@mail.example.org:465', GELEIT_MAIL_FROM: 'Netz Bonn <netz@example.org>' }).mailFrom).toBe(
    'Netz Bonn <netz@example.org>',
  );
});

test('a slip of the pen in a name is noticed', () => {
  expect(read({ GELEIT_DATEN: '/x', GELEIT_DEPTH: '3' }).unknown).toEqual(['GELEIT_DATEN']);
});

test('a public address loses its slash at the end', () => {
  expect(read({ GELEIT_PUBLIC_URL: 'https://geleit.example.org/' }).publicUrl).toBe('https://geleit.example.org');
});

test('text messages need address, token and sender together, over TLS, from a sender that tells nothing', () => {
  const SMS = { SMS_URL: 'https://sms.example/send', SMS_TOKEN: 'geheim', SMS_FROM: 'Netz Bonn' };
  const read = (more: Record<string, string>) => readConfig('production', { ...SMS, ...more }, '/srv');
  expect(read({}).sms).toEqual({ url: 'https://sms.example/send', token: 'geheim', from: 'Netz Bonn' });
  expect(readConfig('production', {}, '/srv').sms).toBeNull();
  expect(() => read({ SMS_TOKEN: '' })).toThrow(/SMS_TOKEN fehlt/);
  expect(() => read({ SMS_FROM: '' })).toThrow(/SMS_FROM fehlt/);
  expect(() => read({ SMS_URL: 'http://sms.example/send' })).toThrow(/SMS_URL/);
  expect(read({ SMS_URL: 'http://127.0.0.1:9000/send' }).sms?.url).toBe('http://127.0.0.1:9000/send');
  expect(() => read({ SMS_FROM: 'Therapie' })).toThrow(/SMS_FROM/);
  expect(() => read({ SMS_FROM: 'ein viel zu langer Name' })).toThrow(/SMS_FROM/);
});

test('the folder of failure notices counts from where Geleit was started', () => {
  expect(readConfig('production', { GELEIT_BOUNCES: 'mail/bounces' }, '/srv').bouncesFolder).toBe('/srv/mail/bounces');
  expect(readConfig('production', {}, '/srv').bouncesFolder).toBeNull();
  expect(readConfig('production', { GELEIT_CLAMD: '/run/clamav/clamd.ctl' }, '/srv').clamd).toBe('/run/clamav/clamd.ctl');
  expect(() => readConfig('production', { GELEIT_CLAMD: 'clamd' }, '/srv')).toThrow('GELEIT_CLAMD');
});
