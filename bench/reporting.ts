import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { manyNames, samplePullRequest } from '../packages/report/src/sample/index.ts';
import type { Contestant } from './measure.ts';

export const REPORT = 'report of 262 binaries, three formats';

/** The report of a change to 262 binaries, all of which moved: page, Markdown and JSON, start of Node included. */
export function reporters(dist: string, scratch: string): Contestant[] {
  const { index, baseline } = samplePullRequest({
    names: manyNames(262),
    grownBy: () => 50_000,
    packages: 100,
  });
  const [now, then] = [join(scratch, 'now.json'), join(scratch, 'then.json')];
  writeFileSync(now, JSON.stringify(index));
  writeFileSync(then, JSON.stringify(baseline));
  const inputs = ['--index', now, '--baseline', then, '--format', 'html,markdown,json'];
  return [
    {
      name: REPORT,
      argv: (_, out) => [process.execPath, `${dist}/cli.js`, 'report', ...inputs, '--out-dir', out],
    },
  ];
}
