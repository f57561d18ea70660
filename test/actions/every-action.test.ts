import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readActions } from '../../scripts/action-tables.ts';
import { stateOf } from '../support/folder-state.ts';
import { run } from '../support/run.ts';
import { step } from './step.ts';
import { Workspace } from './workspace.ts';

interface Row {
  /** The least that it does something useful with. */
  readonly good: Readonly<Record<string, string>>;
  /** A name that people write, and the one that they mean. */
  readonly misspelt: readonly [string, string];
  /** A path that leads nowhere, and what is said of it. */
  readonly wrongPath: readonly [Readonly<Record<string, string>>, RegExp];
}

const SPLIT = { 'out-dir': 'out', wire: 'false' };

/** By action; a new one without a row fails the first test. */
const ROWS: Readonly<Record<string, Row>> = {
  baseline: {
    good: {},
    misspelt: ['source', 'sources'],
    wrongPath: [{ index: 'away/gosymbols.json' }, /away\/gosymbols\.json.*no such file/],
  },
  build: {
    good: { tool: 'go', 'out-dir': 'built' },
    misspelt: ['target', 'targets'],
    wrongPath: [
      { 'working-directory': 'away' },
      /`working-directory` is `away`|away.*no (such )?folder|away.*no such/,
    ],
  },
  fetch: {
    good: { binary: 'dist/hello' },
    misspelt: ['binaries', 'binary'],
    wrongPath: [{ binary: 'away/hello' }, /away\/hello.*no such file/],
  },
  gate: {
    good: { binaries: 'dist/hello' },
    misspelt: ['binary', 'binaries'],
    wrongPath: [{ binaries: 'away/hello' }, /away\/hello.*no such file/],
  },
  init: {
    good: { binaries: 'whole/hello', policy: 'first.yml' },
    misspelt: ['binary', 'binaries'],
    wrongPath: [{ binaries: 'away/hello' }, /away\/hello.*no such file/],
  },
  inspect: {
    good: { binaries: 'dist/hello' },
    misspelt: ['binary', 'binaries'],
    wrongPath: [{ binaries: 'away/hello' }, /away\/hello.*no such file/],
  },
  join: {
    good: { binary: 'dist/hello', debug: 'dist/hello.debug', out: 'joined' },
    misspelt: ['binaries', 'binary'],
    wrongPath: [
      { binary: 'away/hello', debug: 'dist/hello.debug', out: 'joined' },
      /away\/hello.*no such file/,
    ],
  },
  pipeline: {
    good: { tool: 'go', 'out-dir': 'built' },
    misspelt: ['target', 'targets'],
    wrongPath: [{ 'working-directory': 'away' }, /`away` is no folder/],
  },
  prune: {
    good: {},
    misspelt: ['dryrun', 'dry-run'],
    wrongPath: [{ store: 'oci-layout:away' }, /away/],
  },
  publish: {
    good: { store: 'oci-layout:store' },
    misspelt: ['stores', 'store'],
    wrongPath: [{ index: 'away/gosymbols.json' }, /away\/gosymbols\.json.*no such file/],
  },
  report: {
    good: { format: 'html' },
    misspelt: ['formats', 'format'],
    wrongPath: [{ index: 'away/gosymbols.json' }, /away\/gosymbols\.json.*no such file/],
  },
  split: {
    good: { binaries: 'whole/hello', ...SPLIT },
    misspelt: ['binary', 'binaries'],
    wrongPath: [{ binaries: 'away/hello', ...SPLIT }, /away\/hello.*no such file/],
  },
  verify: {
    good: { policy: 'policy.yml' },
    misspelt: ['policies', 'policy'],
    wrongPath: [{ policy: 'away.yml' }, /away\.yml/],
  },
};

let workspace: Workspace;
beforeAll(() => {
  workspace = new Workspace();
});
afterAll(() => workspace[Symbol.dispose]());

/** A Node of before `using: node24`, where this machine has one beside ours. */
const OLD_NODE = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => {
  try {
    return Number(/^v(\d+)/.exec(run(path, ['--version']).stdout)?.[1]) < 24;
  } catch {
    return false;
  }
});

test('every action has its row', () => {
  expect(Object.keys(ROWS)).toEqual(readActions().map(({ verb }) => verb));
});

describe.each(readActions())('$verb', ({ verb, action }) => {
  const row = ROWS[verb] as Row;

  /** One annotation with these words, this status, nothing written, no output set. */
  async function expectRefusal(
    inputs: Readonly<Record<string, string>>,
    words: RegExp,
    status: number,
    node?: string,
  ): Promise<void> {
    const folders = workspace.copy();
    const before = stateOf(folders.cwd);
    const ran = await step({ verb, ...folders, inputs, ...(node === undefined ? {} : { node }) });
    expect(ran.errors, ran.log).toEqual([expect.stringMatching(words)]);
    expect(ran.errors[0]).toMatch(/\. .+[.?] \[[A-Z_0-9]+\]$/);
    expect(ran.log).not.toMatch(/^\s+at .*:\d+:\d+/m);
    expect({ status: ran.status, outputs: ran.outputs }).toEqual({ status, outputs: {} });
    expect(stateOf(folders.cwd)).toEqual(before);
    expect(stateOf(`${folders.files}/temp`), 'temporary files are left').toEqual({});
  }

  test('does its work with the least', async () => {
    const folders = workspace.copy();
    const ran = await step({ verb, ...folders, inputs: row.good });
    expect({ status: ran.status, errors: ran.errors }, ran.log).toEqual({ status: 0, errors: [] });
    expect(Object.keys(ran.outputs).sort()).toEqual(Object.keys(action.outputs ?? {}).sort());
    expect(ran.state, 'there is no post step that would read it').toBe('');
    expect(stateOf(`${folders.files}/temp`), 'temporary files are left').toEqual({});
  });

  test('inputs left empty, as the runner hands over what nobody wrote', async () => {
    const empty = Object.fromEntries(Object.keys(action.inputs ?? {}).map((name) => [name, '']));
    const ran = await step({ verb, ...workspace.copy(), inputs: { ...empty, ...row.good } });
    expect({ status: ran.status, errors: ran.errors }, ran.log).toEqual({ status: 0, errors: [] });
  });

  test('on a runner that sets none of its files', async () => {
    const none = { GITHUB_OUTPUT: undefined, GITHUB_STEP_SUMMARY: undefined, GITHUB_STATE: undefined };
    const env = { ...none, RUNNER_TEMP: undefined, GITHUB_EVENT_PATH: undefined };
    const ran = await step({ verb, ...workspace.copy(), inputs: row.good, env });
    expect({ status: ran.status, errors: ran.errors }, ran.log).toEqual({ status: 0, errors: [] });
  });

  test('a misspelt input', async () => {
    const [wrong, right] = row.misspelt;
    const words = new RegExp(
      `^unknown input \`${wrong}\`. Did you mean \`${right}\`\\? \\[INPUT_UNKNOWN\\]$`,
    );
    await expectRefusal({ ...row.good, [wrong]: 'x' }, words, 2);
  });

  test('a path that leads nowhere', async () => {
    await expectRefusal(row.wrongPath[0], row.wrongPath[1], 2);
  });

  test.skipIf(OLD_NODE === undefined)('an old Node', async () => {
    await expectRefusal(row.good, /^gosymbols needs Node 24, this is \d+\.\d+\.\d+\. /, 3, OLD_NODE);
  });
});
