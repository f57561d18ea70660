import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BUNDLE, gosymbols } from '../support/gosymbols.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { edit, shopRepository } from '../support/shop.ts';
import { lacks } from '../support/tools.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

/** The fenced blocks of a page, by language, in order. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(ROOT, 'docs', page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, block = '']) =>
    of === language ? [block] : [],
  );
}

function block(page: string, language: string, holding: string): string {
  const [found, ...more] = blocks(page, language).filter((text) => text.includes(holding));
  if (found === undefined || more.length > 0) throw new Error(`${page}: not one ${language} with ${holding}`);
  return found;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe.each(['goreleaser.md', 'bazel.md'])('%s', (page) => {
  test('workflows give each action inputs that it has', () => {
    const [workflow] = blocks(page, 'yaml').filter((text) => text.includes('jobs:'));
    const { jobs } = parse(workflow ?? '') as {
      jobs: Record<string, { steps: { uses: string; with?: Record<string, string> }[] }>;
    };
    const ours = Object.values(jobs)
      .flatMap(({ steps }) => steps)
      .filter(({ uses }) => uses.startsWith('gosymbols/gosymbols'));
    expect(ours.length).toBeGreaterThan(0);
    for (const { uses, with: given = {} } of ours) {
      const place = uses.replace(/^gosymbols\/gosymbols\/?/, '').replace(/@.*$/, '');
      const file = join(ROOT, place, 'action.yml');
      const { inputs } = parse(readFileSync(file, 'utf8')) as { inputs: Record<string, unknown> };
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(given)));
    }
  });

  test('images copy a file that was split, and compile nothing', () => {
    const file = block(page, 'dockerfile', 'COPY');
    expect(file).toMatch(
      /^FROM \S+\n(ARG TARGETPLATFORM\n)?COPY \S+ \/usr\/bin\/api\nENTRYPOINT \["\/usr\/bin\/api"\]\n$/,
    );
  });

  test('scripts are shell', () => {
    for (const text of blocks(page, 'sh'))
      expect(run('sh', ['-n'], { input: text })).toMatchObject({ status: 0, stderr: '' });
  });
});

describe.skipIf(lacks('goreleaser'))('the configuration of goreleaser.md', () => {
  const own = block('goreleaser.md', 'yaml', 'hooks:\n      post: gosymbols');

  test('GoReleaser accepts it, with images and without', () => {
    const images = block('goreleaser.md', 'yaml', 'dockers_v2:');
    for (const [name, text] of Object.entries({ own, images: own + images })) {
      const shop = shopRepository(folder.at(name));
      writeFileSync(join(shop, '.goreleaser.yaml'), text);
      // `check` asks where releases go.
      output('git', ['remote', 'add', 'origin', 'https://github.com/acme/shop.git'], { cwd: shop });
      const { status, stderr } = run('goreleaser', ['check'], { cwd: shop });
      expect(status, stderr).toBe(0);
    }
  });

  test('its hook and its archive are those that `build` adds, and it is taken as it is', () => {
    const shop = shopRepository(folder.at('as-it-is'));
    const bin = folder.at('bin');
    write(join(bin, 'gosymbols'), `#!/bin/sh\nexec '${process.execPath}' '${BUNDLE}' "$@"\n`);
    chmodSync(join(bin, 'gosymbols'), 0o755);
    writeFileSync(
      join(shop, '.goreleaser.yaml'),
      own.replace('[linux, darwin]', '[linux]').replace('[amd64, arm64]', '[amd64]'),
    );
    const { status, stderr } = gosymbols(['build', '--tool', 'goreleaser', '--mode', 'snapshot'], {
      cwd: shop,
      env: { PATH: `${bin}:${process.env['PATH']}` },
    });
    expect(status, stderr).toBe(0);
    expect(stderr.match(/running hook/g)).toHaveLength(1);
    const [archive] = output('sh', ['-c', 'ls dist/*_symbols.tar.gz'], { cwd: shop }).trim().split('\n');
    const names = output('tar', ['--list', '--file', archive ?? ''], { cwd: shop })
      .trim()
      .split('\n');
    expect(names.sort()).toEqual(['api_linux_amd64_v1.debug', 'gosymbols.json']);
  });
});

describe.skipIf(lacks('bazel', 'readelf'))('the rule of bazel.md', () => {
  // What rules_oci and rules_pkg do with files, without the network that they need.
  const STUBS = {
    'rules_pkg/pkg/tar.bzl': `def pkg_tar(name, srcs, package_dir):
    native.genrule(name = name, srcs = srcs, outs = [name + ".tar"], cmd = "tar -chf $@ $(SRCS)")
`,
    'rules_oci/oci/defs.bzl': `def oci_image(name, base, entrypoint, tars):
    native.filegroup(name = name, srcs = tars)
`,
  };

  test('Bazel splits inside the build, and the layer holds the stripped program', () => {
    const shop = shopRepository(folder.at('rule'));
    write(join(shop, 'gosymbols.bzl'), block('bazel.md', 'starlark', 'gosymbols_split = rule'));
    write(join(shop, 'image/BUILD.bazel'), block('bazel.md', 'starlark', 'oci_image('));
    write(join(shop, 'tools/BUILD.bazel'), 'exports_files(["gosymbols.sh"])\n');
    write(join(shop, 'tools/gosymbols.sh'), `#!/bin/sh\nexec '${process.execPath}' '${BUNDLE}' "$@"\n`);
    chmodSync(join(shop, 'tools/gosymbols.sh'), 0o755);
    for (const [path, text] of Object.entries(STUBS)) {
      const [name = ''] = path.split('/');
      write(folder.at('stubs', path), text);
      write(folder.at('stubs', dirname(path), 'BUILD.bazel'), '');
      write(folder.at('stubs', name, 'WORKSPACE'), `workspace(name = "${name}")\n`);
    }
    edit(join(shop, 'WORKSPACE'), (text) =>
      ['rules_pkg', 'rules_oci'].reduce(
        (all, name) => `${all}local_repository(name = "${name}", path = "${folder.at('stubs', name)}")\n`,
        text,
      ),
    );
    edit(join(shop, 'cmd/api/BUILD.bazel'), (text) =>
      text.replace('    sources =', '    visibility = ["//visibility:public"],\n    sources ='),
    );
    try {
      const args = ['build', '--strip=never', '--output_groups=+debug', '//image:api', '//image'];
      const { status, stderr } = run('bazel', args, { cwd: shop });
      expect(status, stderr).toBe(0);
      const made = join(shop, 'bazel-bin/image/api');
      expect(existsSync(join(made, 'api.debug'))).toBe(true);
      expect(output('readelf', ['-SW', join(made, 'api')])).not.toMatch(/\.debug_|\.symtab/);
      const listed = output('tar', [
        '--list',
        '--verbose',
        '--file',
        join(shop, 'bazel-bin/image/layer.tar'),
      ]);
      expect(listed).toContain(String(readFileSync(join(made, 'api')).length));
      const store = `oci-layout:${folder.at('store')}`;
      const published = gosymbols(['publish', '--index', join(made, 'gosymbols.json'), '--store', store], {
        cwd: shop,
      });
      expect(published.status, published.stderr).toBe(0);
    } finally {
      run('bazel', ['clean', '--expunge'], { cwd: shop });
    }
  });
});
