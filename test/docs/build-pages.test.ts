import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { BUNDLE, gosymbols } from '../support/gosymbols.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { edit, onPath, shopRepository } from '../support/shop.ts';
import { lacks } from '../support/tools.ts';
import { block } from './pages.ts';

/** The built bundle as a program on the PATH. */
const OURS = `exec '${process.execPath}' '${BUNDLE}' "$@"`;

const folder = scratch();
afterAll(() => folder[Symbol.dispose]());

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe.each(['docs/goreleaser.md', 'docs/bazel.md'])('%s', (page) => {
  test('images copy a file that was split, and compile nothing', () => {
    const file = block(page, 'dockerfile', 'COPY');
    expect(file).toMatch(
      /^FROM \S+\n(ARG TARGETPLATFORM\n)?COPY \S+ \/usr\/bin\/api\nENTRYPOINT \["\/usr\/bin\/api"\]\n$/,
    );
  });
});

describe.skipIf(lacks('goreleaser'))('the configuration of goreleaser.md', () => {
  const own = block('docs/goreleaser.md', 'yaml', 'post: gosymbols');

  test('GoReleaser accepts it, with images and without', () => {
    const images = block('docs/goreleaser.md', 'yaml', 'dockers_v2:');
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
    writeFileSync(
      join(shop, '.goreleaser.yaml'),
      own.replace('[linux, darwin]', '[linux]').replace('[amd64, arm64]', '[amd64]'),
    );
    const { status, stderr } = gosymbols(['build', '--tool', 'goreleaser', '--mode', 'snapshot'], {
      cwd: shop,
      env: { PATH: onPath(folder.at('command'), 'gosymbols', OURS) },
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

describe.skipIf(lacks('bazel'))('the commands of bazel.md', () => {
  test('build and split the example service, whose programs share a build ID', () => {
    const shop = shopRepository(folder.at('commands'));
    try {
      const { status, stderr } = run('sh', ['-e'], {
        cwd: shop,
        input: block('docs/bazel.md', 'sh', 'gosymbols build --tool bazel'),
        env: { PATH: onPath(folder.at('command'), 'gosymbols', OURS) },
      });
      expect(status, stderr).toBe(0);
      // Where the Dockerfile of the page takes it from, and what `publish --index` reads beside the index.
      for (const path of ['cmd/api/api', 'api.debug', 'cmd/worker/worker', 'worker.debug'])
        expect(existsSync(join(shop, 'dist', path)), path).toBe(true);
    } finally {
      run('bazel', ['clean', '--expunge'], { cwd: shop });
    }
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
    write(join(shop, 'gosymbols.bzl'), block('docs/bazel.md', 'starlark', 'gosymbols_split = rule'));
    write(join(shop, 'image/BUILD.bazel'), block('docs/bazel.md', 'starlark', 'oci_image('));
    write(join(shop, 'tools/BUILD.bazel'), 'exports_files(["gosymbols.sh"])\n');
    write(join(shop, 'tools/gosymbols.sh'), block('docs/bazel.md', 'sh', '#!/bin/sh'));
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
      const store = `oci-layout:${folder.at('store')}`;
      const script = block('docs/bazel.md', 'sh', 'bazel build --strip=never');
      const { status, stderr } = run('sh', ['-e'], {
        cwd: shop,
        input: script.replace('ghcr.io/acme/shop/symbols', store),
        env: { PATH: onPath(folder.at('command'), 'gosymbols', OURS) },
      });
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
      const gated = gosymbols(['gate', '--binaries', join(made, 'api'), '--store', store], { cwd: shop });
      expect(gated.status, gated.stderr).toBe(0);
    } finally {
      run('bazel', ['clean', '--expunge'], { cwd: shop });
    }
  });
});
