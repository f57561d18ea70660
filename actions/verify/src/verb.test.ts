import { appendFile, mkdir, mkdtempDisposable, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { faultOf, Inputs, type Outcome } from '@gosymbols/host';
import { readIndex } from '@gosymbols/record';
import { expect, test } from 'vitest';
import { writeExample } from './example-index.ts';
import { recordingHost, type Said } from './recording-host.ts';
import { verb } from './verb.ts';

interface Shop extends AsyncDisposable {
  readonly path: string;
  readonly said: Said[];
  verify(
    given?: Record<string, string>,
    more?: Partial<Parameters<typeof recordingHost>[0]>,
  ): Promise<Outcome>;
}

/** A folder with a binary, its debug file, an index and a policy. */
async function shop(policy: string | undefined): Promise<Shop> {
  const folder = await mkdtempDisposable(join(tmpdir(), 'verify-'));
  await writeExample(folder.path);
  if (policy !== undefined) await writeFile(join(folder.path, '.gosymbols.yml'), policy);
  const said: Said[] = [];
  return {
    path: folder.path,
    said,
    async verify(given = {}, more = {}) {
      const host = recordingHost({ cwd: folder.path, ...more });
      try {
        return await verb.run(new Inputs(verb.spec, given), host);
      } finally {
        said.push(...host.said);
      }
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

const policyOf = (more: string): string => `version: 1
profiles:
  release: { strip: all, debuggability: { min: D1+x3 } }
artifacts:
  - { name: api, path: dist/api, profile: release, ${more} }
`;

test('all rules hold', async () => {
  await using here = await shop(policyOf('budget: { disk: { max: 70kB } }'));
  const outcome = await here.verify();
  expect(outcome).toMatchObject({
    verdict: 'pass',
    outputs: {
      verdict: 'pass',
      findings: [],
      errors: 0,
      warnings: 0,
      judged: [{ artifact: 'api', binary: 'api', profile: 'release', level: 'D1+x3', disk: 70_000 }],
    },
  });
  expect(outcome.text).toBe(
    [
      'artifact  profile  disk       level  rules',
      'api       release  68.36 KiB  D1+x3  hold',
      '',
      '.gosymbols.yml: pass, all rules hold',
    ].join('\n'),
  );
  expect(here.said).toEqual([]);
  const { policy } = await readIndex(join(here.path, 'dist/gosymbols.json'));
  expect(policy).toMatchObject({ file: '.gosymbols.yml', verdict: 'pass', findings: [] });
  expect(policy?.judged).toMatchObject([{ artifact: 'api', profile: 'release', limits: { disk: 70_000 } }]);
});

test('a rule that does not hold is said at its line, written into the index, and fails', async () => {
  await using here = await shop(policyOf('budget: { disk: { max: 60kB } }'));
  const outcome = await here.verify();
  expect(outcome).toMatchObject({ verdict: 'fail', outputs: { errors: 1, warnings: 0 } });
  expect(outcome.text).toContain('api       release  68.36 KiB  D1+x3  SZ001');
  expect(outcome.text).toContain('.gosymbols.yml: fail with 1 error');
  expect(here.said).toEqual([
    {
      kind: 'error',
      message: expect.stringMatching(
        /^SZ001 api: 68.36 KiB on disk, .* over the maximum of 58.59 KiB\. See where/,
      ),
      place: { file: '.gosymbols.yml', line: 5, title: 'SZ001 api' },
    },
  ]);
  const { policy } = await readIndex(join(here.path, 'dist/gosymbols.json'));
  expect(policy).toMatchObject({ verdict: 'fail', findings: [{ rule: 'SZ001', severity: 'error' }] });
});

test('wire size is measured where a rule asks for it, and kept in the index', async () => {
  await using here = await shop(policyOf('budget: { wire: { max: 10B } }'));
  const bytes = gzipSync(Buffer.alloc(70_000, 'go'), { level: 6 }).length;
  const outcome = await here.verify();
  expect(outcome.outputs['findings']).toMatchObject([{ rule: 'SZ001', measured: `${bytes} B` }]);
  const { binaries } = await readIndex(join(here.path, 'dist/gosymbols.json'));
  expect(binaries[0]?.split?.sizeAfter.wire).toEqual({ bytes, method: 'gzip-6' });
});

test('a binary that changed after the split fails; one that is gone is judged by the index, and that is said', async () => {
  await using here = await shop(policyOf('budget: { wire: { max: 1MB } }'));
  await appendFile(join(here.path, 'dist/api'), 'x');
  expect((await here.verify()).outputs['findings']).toMatchObject([
    { rule: 'IX001', severity: 'error' },
    { rule: 'SZ001', severity: 'warning' },
  ]);
  await rm(join(here.path, 'dist/api'));
  expect(await here.verify()).toMatchObject({
    verdict: 'pass',
    outputs: {
      findings: [
        { rule: 'IX001', severity: 'warning' },
        { rule: 'SZ001', severity: 'warning' },
      ],
    },
  });
});

test('same length, other bytes: the digest tells', async () => {
  await using here = await shop(policyOf(''));
  await writeFile(join(here.path, 'dist/api'), Buffer.alloc(70_000, 'no'));
  expect((await here.verify()).outputs['findings']).toMatchObject([{ rule: 'IX001', severity: 'error' }]);
});

test('a debug file that is gone or changed fails', async () => {
  await using here = await shop(policyOf(''));
  await writeFile(join(here.path, 'dist/api.debug'), 'x');
  expect((await here.verify()).outputs['findings']).toMatchObject([{ rule: 'DB005' }]);
  await rm(join(here.path, 'dist/api.debug'));
  expect((await here.verify()).outputs['findings']).toMatchObject([{ rule: 'DB005' }]);
});

test('a baseline is compared with', async () => {
  await using here = await shop(policyOf('budget: { disk: { max-increase: { percent: 5 } } }'));
  await using before = await mkdtempDisposable(join(tmpdir(), 'verify-'));
  const baseline = await writeExample(before.path, { stripped: Buffer.alloc(40_000) });
  expect(await here.verify({ baseline })).toMatchObject({
    verdict: 'fail',
    outputs: { findings: [{ rule: 'SZ002', measured: '29.3 KiB (75 %)' }] },
  });
  expect((await here.verify()).outputs['findings']).toMatchObject([{ rule: 'BL001', severity: 'warning' }]);
});

test('globs are read from the folder of the policy', async () => {
  await using here = await shop(policyOf(''));
  await mkdir(join(here.path, 'services'), { recursive: true });
  await writeExample(join(here.path, 'services/shop'));
  await writeFile(join(here.path, 'services/shop/.gosymbols.yml'), policyOf(''));
  const nested = { policy: 'services/shop/.gosymbols.yml', index: 'services/shop/dist/gosymbols.json' };
  expect(await here.verify(nested)).toMatchObject({ verdict: 'pass', outputs: { findings: [] } });
});

test('an index outside is matched by the paths that it gives', async () => {
  await using here = await shop(policyOf('').replace('dist/api', '"**/api"'));
  await using elsewhere = await mkdtempDisposable(join(tmpdir(), 'verify-'));
  const index = await writeExample(elsewhere.path);
  expect(await here.verify({ index })).toMatchObject({ verdict: 'pass', outputs: { findings: [] } });
});

test('print-policy prints and judges nothing', async () => {
  await using here = await shop(policyOf('budget: { disk: { max: 1B } }'));
  await rm(join(here.path, 'dist'), { recursive: true });
  const outcome = await here.verify({ 'print-policy': 'true', branch: 'main' });
  expect(outcome.verdict).toBeUndefined();
  expect(outcome.outputs['verdict']).toBe('');
  expect(outcome.text).toContain('disk max                 1 B');
});

test('on GitHub the policy in force is logged, and annotations are placed from the root of the checkout', async () => {
  await using here = await shop(policyOf('budget: { disk: { max: 60kB } }'));
  const root = join(here.path, '..');
  await here.verify({}, { kind: 'github', env: { GITHUB_WORKSPACE: root } });
  expect(here.said[0]).toMatchObject({ kind: 'info', message: expect.stringContaining('profile') });
  const [annotation] = here.said.filter(({ kind }) => kind === 'error');
  expect(annotation?.place?.file).toBe(`${here.path.slice(root.length + 1)}/.gosymbols.yml`);
});

const refusals: [
  what: string,
  policy: string | undefined,
  given: Record<string, string>,
  message: string,
  code: string,
][] = [
  ['no policy', undefined, {}, '.gosymbols.yml: no such policy file', 'POLICY_MISSING'],
  ['a folder for a policy', '', { policy: 'dist' }, 'dist: is not a file', 'POLICY_NOT_A_FILE'],
  ['a binary for a policy', '', { policy: 'dist/blob' }, 'dist/blob: is not UTF-8 text', 'POLICY_NOT_TEXT'],
  ['an empty policy', '', {}, 'the policy file is empty', 'POLICY_EMPTY'],
  [
    'a wrong policy',
    'version: 1\nartifacts: 3',
    {},
    '`artifacts`: must be a list, not `3`',
    'POLICY_INVALID',
  ],
  ['no index', policyOf(''), { index: 'none.json' }, 'no such file', 'INDEX_MISSING'],
  ['no baseline at the path', policyOf(''), { baseline: 'none.json' }, 'no such file', 'INDEX_MISSING'],
  [
    'a switch that is none',
    policyOf(''),
    { 'print-policy': 'yes' },
    'input `print-policy` is `yes`',
    'INPUT_VALUE',
  ],
];

test.each(refusals)('refused with status 2: %s', async (_, policy, given, message, code) => {
  await using here = await shop(policy);
  await writeFile(join(here.path, 'dist/blob'), Buffer.from([0x7f, 0x45, 0xff, 0xfe]));
  const before = await readFile(join(here.path, 'dist/gosymbols.json'));
  const fault = await here.verify(given).then(
    () => undefined,
    (error: unknown) => faultOf(error),
  );
  expect(fault).toMatchObject({ message: expect.stringContaining(message), code, status: 2 });
  expect(fault?.next).not.toBe('');
  expect(await readFile(join(here.path, 'dist/gosymbols.json'))).toEqual(before);
});

test('every fault of a policy is annotated', async () => {
  await using here = await shop('version: 1\nmode: x\nartifacts: []\nfoo: 1\n');
  await expect(here.verify()).rejects.toMatchObject({ name: 'PolicyError', line: 2 });
  expect(here.said.map(({ kind, place }) => [kind, place?.line])).toEqual([
    ['error', 2],
    ['error', 4],
  ]);
});

test('nothing is written after a cancel', async () => {
  await using here = await shop(policyOf('budget: { disk: { max: 1B } }'));
  const before = await readFile(join(here.path, 'dist/gosymbols.json'));
  await expect(here.verify({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(await readFile(join(here.path, 'dist/gosymbols.json'))).toEqual(before);
});
