import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** Which files took longest, so that the whole stays under its ten minutes. */
const SLOWEST_SHOWN = 12;

/**
 * Says what a person needs: one line per file that failed, every failure with its difference and place, and as the
 * very last line "N passed, N failed" (", N skipped" where there are some).
 */
export default class PlainReporter implements Reporter {
  onTestModuleEnd(module: TestModule): void {
    const counts = countOf([module]);
    const time = Math.round(module.diagnostic().duration);
    if (!module.ok()) this.#say(`failed ${module.relativeModuleId}: ${line(counts)} (${time} ms)`);
    else if (process.env.GELEIT_VERBOSE) this.#say(`ok     ${module.relativeModuleId}: ${line(counts)} (${time} ms)`);
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts = countOf(modules);
    for (const module of modules) {
      for (const error of module.errors()) this.#tell(module.relativeModuleId, error);
      for (const suite of module.children.allSuites())
        for (const error of suite.errors()) this.#tell(`${module.relativeModuleId} > ${suite.fullName}`, error);
      for (const test of module.children.allTests('failed')) {
        for (const error of test.result().errors ?? []) this.#tell(`${module.relativeModuleId} > ${test.fullName}`, error);
      }
    }
    const slow = modules.map((module) => [Math.round(module.diagnostic().duration / 100) / 10, module.relativeModuleId] as const);
    const slowest = slow.toSorted(([one], [other]) => other - one).slice(0, SLOWEST_SHOWN);
    if (modules.length > SLOWEST_SHOWN) this.#say(`slowest: ${slowest.map(([seconds, name]) => `${name} ${seconds} s`).join(', ')}`);
    for (const error of unhandled) this.#tell('outside of any test', error);
    counts.failed += unhandled.length;
    if (modules.length === 0) counts.failed += 1; // a run that finds no tests has shown nothing
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    for (const test of skipped) this.#say(`skipped: ${test.module.relativeModuleId} > ${test.fullName}${noteOf(test)}`);
    this.#say(line(counts));
  }

  #tell(where: string, error: SerializedError): void {
    this.#say(`\n✗ ${where}`);
    const message = shorten(String(error.message ?? error), 4_000);
    this.#say(indent(message));
    if (typeof error.diff === 'string') this.#say(indent(shorten(error.diff, 6_000)));
    for (const frame of (error.stacks ?? []).slice(0, 6))
      this.#say(indent(`at ${frame.method || '…'} ${frame.file}:${frame.line}:${frame.column}`));
  }

  #say(text: string): void {
    process.stdout.write(`${text}\n`);
  }
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

// A file that could not even be read counts as one failure, else a broken import would make a run green.
function countOf(modules: readonly TestModule[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      counts[state === 'passed' ? 'passed' : state === 'skipped' ? 'skipped' : 'failed'] += 1;
    }
  }
  return counts;
}

function line({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function noteOf(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note ? ` (${result.note})` : '';
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)}\n… ${text.length - most} more characters`;
}
