import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { writeImage } from '../support/image-builder.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';

interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly artifact: string;
  readonly message: string;
}

const policyOf = (budget: string, profile: string, image = 'oci-layout:image'): string => `version: 1
profiles: { shipped: { ${profile} } }
artifacts:
  - { name: api-image, image: "${image}", profile: shipped, budget: { ${budget} } }
  - { name: api, path: dist/api }
`;

describe('verify, an image whose second layer replaces a file and whose program was split', () => {
  const folder = scratch();
  beforeAll(async () => {
    mkdirSync(folder.at('dist'));
    cpSync(goProgram({ name: 'trimpath', args: ['-trimpath'] }), folder.at('dist/api'));
    const index = ['--index', 'dist/gosymbols.json'];
    const split = gosymbols(['split', 'dist/api', '--in-place', '--strip', 'all'], { cwd: folder.path });
    expect(split.status, split.stderr).toBe(0);
    const [, written = ''] = /^index: (.+)$/m.exec(split.stdout) ?? [];
    if (written !== folder.at('dist/gosymbols.json')) cpSync(written, folder.at(index[1] ?? ''));
    const layers = ['one', 'two'].map((name) => {
      mkdirSync(folder.at(name, 'usr/bin'), { recursive: true });
      writeFileSync(folder.at(name, 'config'), name.repeat(20_000));
      if (name === 'two') cpSync(folder.at('dist/api'), folder.at(name, 'usr/bin/api'));
      output('tar', ['-C', folder.at(name), '-czf', folder.at(`${name}.tgz`), '.']);
      return readFileSync(folder.at(`${name}.tgz`));
    });
    await writeImage(folder.at('image'), { layers, tag: 'v1' });
  });
  afterAll(() => folder[Symbol.dispose]());

  /** The second layer, with another configuration of so many characters. */
  async function rebuild(characters: number): Promise<void> {
    writeFileSync(folder.at('two/config'), randomBytes(characters).toString('hex'));
    output('tar', ['-C', folder.at('two'), '-czf', folder.at('two.tgz'), '.']);
    rmSync(folder.at('image'), { recursive: true });
    const layers = ['one', 'two'].map((name) => readFileSync(folder.at(`${name}.tgz`)));
    await writeImage(folder.at('image'), { layers, tag: 'v1' });
  }

  function verify(
    policy: string,
    args: readonly string[] = [],
  ): { status: number | null; findings: readonly Finding[]; stderr: string } {
    writeFileSync(folder.at('.gosymbols.yml'), policy);
    const { status, stderr, stdout } = gosymbols(['verify', '--json', ...args], { cwd: folder.path });
    const outputs = stdout === '' ? {} : (JSON.parse(stdout) as { findings?: Finding[] });
    return { status, stderr, findings: outputs.findings ?? [] };
  }
  const told = (findings: readonly Finding[]): string[] =>
    findings.map(({ severity, rule, artifact }) => `${severity} ${rule} ${artifact}`);

  test('passes, and the debug file of the program that the index knows counts', () => {
    const { status, findings, stderr } = verify(
      policyOf('layers: { max: 8MiB }', 'strip: all, debuggability: { min: D1+x3 }'),
    );
    expect(told(findings)).toEqual([]);
    expect(status, stderr).toBe(0);
  });

  test('layers, waste and the program within are judged', () => {
    const { status, findings } = verify(
      policyOf(
        'layers: { max: 100kB }, waste: { max: 1kB, severity: warn }, wire: { max: 1kB }',
        'strip: none',
      ),
    );
    expect(told(findings)).toEqual([
      'error SZ001 api-image',
      'error SZ005 api-image',
      'warning SZ005 api-image',
      'error ST001 api-image (/usr/bin/api)',
    ]);
    expect(findings[2]?.message).toContain('/config');
    expect(status).toBe(1);
  });

  test('growth is judged against what an earlier run recorded of the image', async () => {
    const budget =
      'wire: { max-increase: { bytes: 64KiB } }, layers: { max-increase: { bytes: 64KiB } }, since-release: { bytes: 1MiB }';
    const policy = policyOf(budget, 'strip: all, debuggability: { no-regression: true }');
    const first = verify(policy);
    expect(told(first.findings)).toEqual(['warning SZ003 api-image', 'warning BL001 api-image']);
    const recorded = JSON.parse(readFileSync(folder.at('dist/gosymbols.json'), 'utf8')) as {
      images: { artifact: string; wire: number; layers: unknown[]; binaries: { path: string }[] }[];
    };
    expect(recorded.images).toHaveLength(1);
    const [{ artifact, layers, binaries } = { artifact: '', layers: [], binaries: [] }] = recorded.images;
    expect([artifact, layers.length, binaries.map(({ path }) => path)]).toEqual([
      'api-image',
      2,
      ['/usr/bin/api'],
    ]);

    cpSync(folder.at('dist/gosymbols.json'), folder.at('earlier.json'));
    const against = ['--baseline', 'earlier.json', '--release', 'earlier.json'];
    const same = verify(policy, against);
    expect(told(same.findings), same.stderr).toEqual([]);

    await rebuild(200_000);
    const grown = verify(policy, against);
    expect(told(grown.findings)).toEqual(['error SZ002 api-image', 'error SZ002 api-image']);
    expect(grown.findings[1]?.message).toMatch(/in layer 2 of 2/);
    expect(grown.status).toBe(1);
  });

  test('an image that is not there is told, and nothing is judged', () => {
    const { status, stderr } = verify(policyOf('layers: { max: 1MiB }', 'strip: all', 'oci-layout:gone'));
    expect(status).toBeGreaterThan(1);
    expect(stderr).toContain('gone');
  });

  test('unless it is optional', () => {
    const policy = policyOf('layers: { max: 1MiB }', 'strip: all', 'oci-layout:gone').replace(
      'name: api-image',
      'name: api-image, optional: true',
    );
    const { status, stderr } = verify(policy);
    expect(status, stderr).toBe(0);
  });
});
