import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openapi, openapiText } from '../../tools/openapi.ts';

test('The description of the interface is that of the code: node tools/openapi.ts', () => {
  expect(Object.keys(openapi().paths as object).length).toBeGreaterThan(90);
  expect(readFileSync(new URL('../../docs/api/openapi.json', import.meta.url), 'utf8')).toBe(openapiText());
});
