import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failures, markdown, type Result, record, writeBlock } from './report.ts';
import type { Outcome } from './rounds.ts';
import type { Metric } from './workload.ts';

const side = { p50: 2, p99: 5, perSecond: 400, serverCpuMs: 0.5, errors: 0 };

function result(ratio: number | null, metric: Metric, changed: Partial<Outcome> = {}): Result {
  const product = ratio === null ? null : side;
  return {
    workload: { id: 'P9', title: 'Probe', unit: 'ms', metric, goals: [], setup: () => Promise.reject(new Error('not run')) },
    size: 'small',
    outcomes: [{ label: '8 clients', floor: side, product, ratio, ratioRange: ratio === null ? null : [ratio, ratio], ...changed }],
    misses: [],
    facts: {},
  };
}

describe('the gate of the benchmark', () => {
  const recorded = { small: { P9: { '8 clients': 0.4 } } };

  it('passes a rate that is as good as recorded, or a little worse', () => {
    expect(failures(result(0.4, 'perSecond'), recorded)).toEqual([]);
    expect(failures(result(0.33, 'perSecond'), recorded)).toEqual([]);
  });

  it('fails a rate that is more than a quarter worse than recorded', () => {
    expect(failures(result(0.31, 'perSecond'), recorded)).toEqual(['P9 (8 clients): ratio 0.31, recorded 0.4: 29 % worse']);
  });

  it('fails a time that is more than a quarter longer than recorded, and passes a shorter one', () => {
    expect(failures(result(0.51, 'p50'), recorded)).toHaveLength(1);
    expect(failures(result(0.1, 'p50'), recorded)).toEqual([]);
  });

  it('fails any wrong answer and any error, whatever the ratio', () => {
    expect(failures({ ...result(0.4, 'perSecond'), misses: ['3 found, 4 fit'] }, recorded)).toEqual(['P9: 3 found, 4 fit']);
    expect(failures(result(0.4, 'perSecond', { floor: { ...side, errors: 2 } }), recorded)).toEqual(['P9 (8 clients): 2 errors']);
  });

  it('fails where no figure came out, which is not the same as a good one', () => {
    expect(failures(result(Number.NaN, 'p50'), recorded)).toEqual(['P9 (8 clients): no figure came out']);
  });

  it('has nothing to hold against a ratio that was never recorded', () => {
    expect(failures(result(9, 'p50'), {})).toEqual([]);
  });

  it('records ratios beside those of other workloads, and none where there was no product', () => {
    const kept = { small: { P1a: { '1 client': 3 } } };
    record(kept, result(0.5, 'perSecond'));
    record(kept, { ...result(null, 'p50'), size: 'city' });
    expect(kept).toEqual({ small: { P1a: { '1 client': 3 }, P9: { '8 clients': 0.5 } } });
  });
});

describe('the page of figures', () => {
  it('says plainly where the product was not measured', () => {
    expect(markdown(result(null, 'p50'))).toContain('nicht gemessen');
  });

  it('replaces its own block and leaves what people wrote', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'geleit-page-'));
    const page = join(folder, 'leistung.md');
    await writeFile(page, '# Leistung\n\nVon Hand.\n');
    await writeBlock(page, 'P1a small', 'alt');
    await writeBlock(page, 'P2a small', 'zwei');
    await writeBlock(page, 'P1a small', 'neu');
    const text = await readFile(page, 'utf8');
    await rm(folder, { recursive: true });
    expect(text).toBe(
      '# Leistung\n\nVon Hand.\n\n<!-- bench P1a small -->\nneu\n<!-- /bench P1a small -->\n\n<!-- bench P2a small -->\nzwei\n<!-- /bench P2a small -->\n',
    );
  });
});
