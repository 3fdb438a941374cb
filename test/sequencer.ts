import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Begun first, in this order: whatever takes long must not begin when everything else is done. vitest itself goes by the size of the files. */
const LONG = [
  'test/e2e/journeys.test.ts',
  'test/faults/faults.test.ts',
  'test/e2e/houses.test.ts',
  'test/demo/world.test.ts',
  'test/house/routes-roles.test.ts',
  'test/house/access-cases.test.ts',
  'test/house/soziotherapie-rights.test.ts',
  'test/house/fuzz.test.ts',
  'src/platform/postgres/embedded.test.ts',
  'test/scenarios/orange.test.ts',
  'test/scenarios/reminders.test.ts',
  'test/simulation/simulation.test.ts',
  'test/replay/replay.test.ts',
  'test/machines/machines.test.ts',
  'test/house/commands.test.ts',
  'test/scenarios/emergency.test.ts',
];

/** The projects one after the other, as vitest has them; in each the long files first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project.name))];
    const placeOf = ({ project, moduleId }: TestSpecification) => {
      const long = LONG.findIndex((name) => moduleId.endsWith(name));
      return projects.indexOf(project.name) * 1_000 + (long < 0 ? LONG.length : long);
    };
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
