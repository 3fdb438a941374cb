import type { Sample } from './drive.ts';
import { median, spread } from './figures.ts';
import type { Metric, Prepared, SideSummary } from './workload.ts';

/** What the rounds of one label came to. `ratio` is product / floor of the metric, the median over the rounds. */
export interface Outcome {
  label: string;
  floor: SideSummary;
  product: SideSummary | null;
  ratio: number | null;
  ratioRange: [number, number] | null;
}

/** Runs floor and product in turns, each first in every second round, so that a busy minute hits both. */
export async function interleave(prepared: Prepared, rounds: number, metric: Metric): Promise<Outcome[]> {
  const floors: Sample[][] = [];
  const products: Sample[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) floors.push(await prepared.floor(round));
    if (prepared.run) products.push(await prepared.run(round));
    if (round % 2 === 1) floors.push(await prepared.floor(round));
  }
  const labels = [...new Set(floors.flat().map((sample) => sample.label))];
  return labels.map((label) => outcome(label, of(floors, label), of(products, label), metric));
}

function of(rounds: Sample[][], label: string): Sample[] {
  return rounds.flatMap((samples) => samples.filter((sample) => sample.label === label));
}

function outcome(label: string, floors: Sample[], products: Sample[], metric: Metric): Outcome {
  const ratios = products.flatMap((product, round) => {
    const floor = floors[round];
    return floor ? [figure(product, metric) / figure(floor, metric)] : [];
  });
  return {
    label,
    floor: summary(floors),
    product: products.length > 0 ? summary(products) : null,
    ratio: ratios.length > 0 ? median(ratios) : null,
    ratioRange: ratios.length > 0 ? [Math.min(...ratios), Math.max(...ratios)] : null,
  };
}

function figure(sample: Sample, metric: Metric): number {
  return metric === 'perSecond' ? sample.perSecond : spread(sample.latencies).p50;
}

/** Quantiles over all rounds together; rate and processor time as the median round. */
function summary(samples: Sample[]): SideSummary {
  const { p50, p99 } = spread(samples.flatMap((sample) => sample.latencies));
  const cpu = samples.flatMap((sample) => (sample.serverCpuMs === null ? [] : [sample.serverCpuMs]));
  return {
    p50,
    p99,
    perSecond: median(samples.map((sample) => sample.perSecond)),
    serverCpuMs: cpu.length > 0 ? median(cpu) : null,
    errors: samples.reduce((sum, sample) => sum + sample.errors, 0),
  };
}
