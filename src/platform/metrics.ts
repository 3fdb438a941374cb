import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Prometheus figures of one process; labels are route patterns and codes, never values. */
export interface Metrics {
  registry: Registry;
  answered(method: string, route: string, status: number, seconds: number): void;
  fault(): void;
  /** Positions and depths that a reader reports by name. */
  gauge(name: string, help: string): Gauge;
  text(): Promise<string>;
}

/** Makes an empty set of figures. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const answers = new Histogram({
    name: 'geleit_http_seconds',
    help: 'Time to answer, by method, route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  const faults = new Counter({ name: 'geleit_faults_total', help: 'Answers with status 500', registers: [registry] });
  const gauges = new Map<string, Gauge>();
  return {
    registry,
    answered: (method, route, status, seconds) => answers.observe({ method, route, status: String(status) }, seconds),
    fault: () => faults.inc(),
    gauge: (name, help) => {
      const known = gauges.get(name) ?? new Gauge({ name, help, registers: [registry] });
      gauges.set(name, known);
      return known;
    },
    text: () => registry.metrics(),
  };
}
