import pg from 'pg';
import { expect, test } from 'vitest';
import { isDatabaseAway } from './http.ts';

const said = (code: string) => Object.assign(new pg.DatabaseError('on purpose', 10, 'error'), { code });

test.each(['08006', '53100', '53200', '53300', '57014', '57P01', '57P03', '55P03', '25P03', '40001', '40P01', '58030', 'ECONNREFUSED'])(
  'after %s the caller may ask again',
  (code) => expect(isDatabaseAway(said(code))).toBe(true),
);

test.each(['23505', '42601', '22P02', '42501', '25P02', 'ENOSPC'])('%s is a fault of ours', (code) =>
  expect(isDatabaseAway(said(code))).toBe(false),
);
