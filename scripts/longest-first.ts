import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Minutes each, of which most is waiting; begun last they would run alone while the other processors idle. */
const LONG = ['test/truth/matrix.test.ts', 'test/act/'];

/** vitest knows durations only where an earlier run left them; a fresh checkout is ordered by file size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((part) => moduleId.includes(part));
    return [...rest.filter(isLong), ...rest.filter((file) => !isLong(file))];
  }
}
