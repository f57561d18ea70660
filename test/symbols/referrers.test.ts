import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { writeImage } from '../support/image-builder.ts';
import { REGISTRIES, type RegistryKind, type RunningRegistry } from '../support/registries.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

const BUNDLE_TYPE = 'application/vnd.gosymbols.bundle.v1';

interface Published {
  readonly receipts: readonly { readonly tag: string; readonly debugDigest: string }[];
  readonly bundles: readonly { readonly tag: string; readonly digest: string; readonly existed: boolean }[];
}

function json<T>(args: readonly string[]): T {
  const { status, stdout, stderr } = gosymbols([...args, '--json'], {
    env: { XDG_CACHE_HOME: '/nonexistent' },
  });
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

/** What oras finds from the image: by the API where there is one, else by the fallback tag. */
function discovered(
  image: string,
  where: readonly string[],
): readonly { digest: string; artifactType: string }[] {
  const { referrers } = JSON.parse(output('oras', ['discover', ...where, '--format', 'json', image])) as {
    referrers?: { digest: string; artifactType: string }[];
  };
  return referrers ?? [];
}

describe.each<RegistryKind>(REGISTRIES)('$name', (kind) => {
  describe.skipIf(lacks(...kind.tools, 'oras', 'crane'))('symbols beside their image', () => {
    const folder = scratch();
    const index = folder.at('dist', 'gosymbols.json');
    let here: RunningRegistry;
    let there: RunningRegistry;
    let published: Published;
    const image = (): string => `${here.host}/acme/shop:v1`;
    const publish = (): Published =>
      json(['publish', '--index', index, '--store', `${here.host}/acme/shop`, '--subject', image()]);

    beforeAll(async () => {
      [here, there] = await Promise.all([kind.start(), kind.start()]);
      cpSync(goProgram({ name: 'static' }), folder.at('static'));
      json(['split', folder.at('static'), '--out-dir', folder.at('dist')]);
      const layer = folder.at('layer.tar');
      output('tar', ['--create', '--file', layer, '--directory', folder.at('dist'), 'static']);
      await writeImage(folder.at('image'), { tag: 'v1', layers: [readFileSync(layer)] });
      const push = ['cp', '--from-oci-layout', '--to-plain-http', `${folder.at('image')}:v1`];
      output('oras', [...push, image()]);
      published = publish();
    });
    afterAll(async () => {
      await here?.[Symbol.asyncDispose]();
      await there?.[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    });

    test('the image lists the bundle as its referrer, once', () => {
      const [bundle] = published.bundles;
      const type = kind.referrers ? 'application/vnd.oci.image.config.v1+json' : BUNDLE_TYPE;
      expect(discovered(image(), ['--plain-http'])).toMatchObject([
        { digest: bundle?.digest, artifactType: type },
      ]);
      expect(publish().bundles).toMatchObject([{ digest: bundle?.digest, existed: true }]);
      expect(discovered(image(), ['--plain-http'])).toHaveLength(1);
      const api = output('crane', ['digest', '--insecure', `${here.host}/acme/shop:${bundle?.tag}`]);
      expect(api.trim()).toBe(bundle?.digest);
    });

    test('copied with its referrers, and nothing else, the image leads to its symbols', () => {
      writeFileSync(folder.at('note'), 'no symbols');
      // Others refer to it too, and one of them pretends.
      for (const type of ['application/vnd.example.sbom', BUNDLE_TYPE]) {
        const attach = ['attach', '--plain-http', '--artifact-type', type, '--disable-path-validation'];
        output('oras', [...attach, image(), folder.at('note')]);
      }
      const copy = `${there.host}/mirror/shop`;
      output('oras', ['cp', '-r', '--from-plain-http', '--to-plain-http', image(), `${copy}:v1`]);
      expect(output('crane', ['ls', '--insecure', copy])).not.toContain('build-id-');
      const { files } = json<{ files: readonly { path: string; debugDigest: string; proof: string }[] }>([
        ...['fetch', '--image', `${copy}:v1`, '--store', `${there.host}/empty/store`],
        ...['--out-dir', folder.at('out'), '--cache', 'none'],
      ]);
      expect(files).toMatchObject([
        { debugDigest: published.receipts[0]?.debugDigest, proof: expect.stringContaining('all the same') },
      ]);
      const [file] = files;
      const sha256 = createHash('sha256')
        .update(readFileSync(file?.path ?? ''))
        .digest('hex');
      expect(`sha256:${sha256}`).toBe(file?.debugDigest);
    });

    test('an image that nobody published symbols of has none', () => {
      const lone = `${there.host}/lone/shop`;
      output('oras', ['cp', '--from-plain-http', '--to-plain-http', image(), `${lone}:v1`]);
      const { status, stderr } = gosymbols([
        ...['fetch', '--image', `${lone}:v1`, '--store', lone, '--out-dir', folder.at('none')],
      ]);
      expect(status).toBe(3);
      expect(stderr).toMatch(/no symbols of .*build-id-.*SYMBOLS_NOT_FOUND/);
    });
  });
});
