import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type LocalSigstore, localSigstore } from '@gosymbols/provenance/testing/sigstore';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { block } from '../docs/pages.ts';
import { goProgram } from '../support/go-programs.ts';
import { BUNDLE, gosymbols } from '../support/gosymbols.ts';
import { DISTRIBUTION, type RunningRegistry, WITH_REFERRERS } from '../support/registries.ts';
import { output, run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { onPath } from '../support/shop.ts';
import { lacks } from '../support/tools.ts';

const folder = scratch();
const index = folder.at('dist/gosymbols.json');
const STORE = `oci-layout:${folder.at('symbols')}`;
const BUNDLE_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

interface Statement {
  subject: { name: string; digest: { sha256: string } }[];
  predicateType: string;
  predicate: { pairs: { debug: { digest: string } }[] };
}
interface Gate {
  readonly verdict: string;
  readonly findings: readonly { rule: string; artifact: string; message: string; next: string }[];
}

let sigstore: LocalSigstore;
let foreign: LocalSigstore;

beforeAll(async () => {
  [sigstore, foreign] = await Promise.all([localSigstore(), localSigstore()]);
  writeFileSync(folder.at('trusted_root.json'), JSON.stringify(sigstore.trustedRoot));
  mkdirSync(folder.at('built'));
  cpSync(goProgram({ name: 'tiny', program: 'tiny' }), folder.at('built/api'));
  cpSync(
    goProgram({ name: 'tiny-pie', program: 'tiny', args: ['-buildmode=pie'] }),
    folder.at('built/worker'),
  );
  succeed(['split', folder.at('built/api'), folder.at('built/worker'), '--out-dir', folder.at('dist')]);
  succeed(['publish', '--index', index, '--store', STORE, '--provenance', folder.at('signed')]);
});
afterAll(async () => {
  for (const one of [sigstore, foreign]) await one[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

function succeed(args: readonly string[]): Record<string, unknown> {
  const { status, stdout, stderr } = gosymbols([...args, '--json']);
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout);
}

const statement = (change?: (statement: Statement) => void): Statement => {
  const value = JSON.parse(readFileSync(folder.at('signed/statement.json'), 'utf8')) as Statement;
  change?.(value);
  return value;
};

/** The gate's exit status and what it found. */
function gate(args: readonly string[], what = ['--index', index]): Gate & { readonly status: number | null } {
  const { status, stdout, stderr } = gosymbols([
    ...['gate', '--store', STORE, '--require-provenance', '--json', ...what],
    ...args,
  ]);
  return { status, ...(status === 0 || status === 1 ? JSON.parse(stdout) : { findings: stderr }) };
}

const ROOT = ['--trusted-root', folder.at('trusted_root.json'), '--signer-repository', 'acme/shop'];
const given = (text: string, name = 'given.json'): string[] => {
  writeFileSync(folder.at(name), text);
  return ['--attestations', folder.at(name)];
};

describe('what publish writes', () => {
  test('are the three inputs of actions/attest, and they say the same', () => {
    const { subject, predicateType, predicate } = statement();
    expect(JSON.parse(readFileSync(folder.at('signed/predicate.json'), 'utf8'))).toEqual(predicate);
    const lines = subject.map(({ name, digest }) => `${digest.sha256}  ${name}`);
    expect(readFileSync(folder.at('signed/subjects.sha256'), 'utf8')).toBe(`${lines.join('\n')}\n`);
    expect(subject.map(({ name }) => name)).toEqual(['api', 'api.debug', 'worker', 'worker.debug']);
    expect(predicateType).toMatch(/^https:\/\/github\.com\/gosymbols\/gosymbols\/.*#debug-symbols-v1$/);
  });

  test('are the digests of the files, as sha256sum counts them', () => {
    cpSync(folder.at('signed/subjects.sha256'), folder.at('dist/subjects.sha256'));
    output('sha256sum', ['--check', '--strict', 'subjects.sha256'], { cwd: folder.at('dist') });
  });

  test('is what the published JSON schema describes', () => {
    const schema = JSON.parse(
      readFileSync(new URL('../../docs/provenance.schema.json', import.meta.url), 'utf8'),
    );
    const validate = new Ajv2020({ strict: true }).compile(schema);
    expect(validate(statement().predicate), JSON.stringify(validate.errors)).toBe(true);
    const { pairs } = statement().predicate;
    expect(validate({ ...statement().predicate, pairs: [{ ...pairs[0], debug: undefined }] })).toBe(false);
  });

  test('two runs write the same bytes', () => {
    succeed(['publish', '--index', index, '--store', STORE, '--provenance', folder.at('again')]);
    for (const name of ['statement.json', 'predicate.json', 'subjects.sha256'])
      expect(readFileSync(folder.at('again', name))).toEqual(readFileSync(folder.at('signed', name)));
  });
});

test('the pipeline writes it too, and hands the outputs of publish on', () => {
  const project = folder.at('project');
  mkdirSync(project);
  cpSync(folder.at('built/api'), `${project}/api`);
  const args = ['pipeline', '--working-directory', project, '--binaries', 'api', '--provenance', 'signed'];
  const outputs = succeed([...args, '--format', 'json']);
  expect(outputs).toMatchObject({
    verdict: 'pass',
    'predicate-type': statement().predicateType,
    'predicate-path': `${project}/signed/predicate.json`,
    'subject-checksums': `${project}/signed/subjects.sha256`,
  });
  const lines = readFileSync(`${project}/signed/subjects.sha256`, 'utf8').trim().split('\n');
  expect(lines.map((line) => line.slice(66))).toEqual(['api', 'api.debug']);
});

describe('a gate that requires provenance', () => {
  test('passes with a bundle that the right workflow signed', async () => {
    const { status, findings } = gate([...ROOT, ...given(await sigstore.sign(statement()))]);
    expect({ status, findings }).toEqual({ status: 0, findings: [] });
  });

  test('takes a file of one bundle a line, and finds the one that holds', async () => {
    const bundles = [await foreign.sign(statement()), await sigstore.sign(statement())];
    expect(gate([...ROOT, ...given(`${bundles.join('\n')}\n`, 'bundles.jsonl')]).status).toBe(0);
  });

  test('takes SLSA provenance over the same subjects', async () => {
    const slsa = { ...statement(), predicateType: 'https://slsa.dev/provenance/v1', predicate: {} };
    expect(gate([...ROOT, ...given(await sigstore.sign(slsa))]).status).toBe(0);
  });

  test.each<[string, string, () => Promise<string>]>([
    ['another authority signed', 'gate/provenance-not-verified', () => foreign.sign(statement())],
    [
      "somebody else's repository signed",
      'gate/provenance-signer',
      () => sigstore.sign(statement(), { repository: 'mallory/shop' }),
    ],
    [
      'another issuer vouched for the signer',
      'gate/provenance-signer',
      () => sigstore.sign(statement(), { iss: 'https://accounts.example.com' }),
    ],
    [
      'other binaries were attested',
      'gate/provenance-missing',
      () =>
        sigstore.sign(
          statement(({ subject }) => {
            for (const one of subject) one.digest.sha256 = 'd'.repeat(64);
          }),
        ),
    ],
    [
      'another debug file was attested',
      'gate/provenance-differs',
      () =>
        sigstore.sign(
          statement(({ subject, predicate }) => {
            for (const one of subject) if (one.name.endsWith('.debug')) one.digest.sha256 = 'd'.repeat(64);
            for (const { debug } of predicate.pairs) debug.digest = `sha256:${'d'.repeat(64)}`;
          }),
        ),
    ],
    [
      'debug files were swapped in the predicate',
      'gate/provenance-differs',
      () =>
        sigstore.sign(
          statement(({ predicate: { pairs } }) => {
            const [one, two] = pairs;
            if (one !== undefined && two !== undefined) [one.debug, two.debug] = [two.debug, one.debug];
          }),
        ),
    ],
    [
      'the statement says something else than where it comes from',
      'gate/provenance-missing',
      () =>
        sigstore.sign({ ...statement(), predicateType: 'https://in-toto.io/attestation/test-result/v0.1' }),
    ],
    [
      'the payload was altered',
      'gate/provenance-not-verified',
      async () => {
        const bundle = JSON.parse(await sigstore.sign(statement()));
        const text = Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString();
        bundle.dsseEnvelope.payload = Buffer.from(text.replace('"gosymbols"', '"g0symbols"')).toString(
          'base64',
        );
        return JSON.stringify(bundle);
      },
    ],
  ])('fails when %s', async (_what, rule, sign) => {
    const { status, findings } = gate([...ROOT, ...given(await sign())]);
    expect(status).toBe(1);
    expect(findings).toMatchObject([
      { rule, artifact: 'api', severity: 'error' },
      { rule, artifact: 'worker' },
    ]);
    for (const { message, next } of findings) expect([message, next]).not.toContain('');
  });

  test('fails without any attestation', () => {
    expect(gate(ROOT)).toMatchObject({
      status: 1,
      findings: [{ rule: 'gate/provenance-missing' }, { rule: 'gate/provenance-missing' }],
    });
  });

  test('only reports what `require` leaves out', async () => {
    const only = statement((one) => {
      one.subject = one.subject.filter(({ name }) => name.startsWith('api'));
    });
    const bundle = given(await sigstore.sign(only));
    expect(gate([...ROOT, ...bundle])).toMatchObject({ status: 1, findings: [{ artifact: 'worker' }] });
    expect(gate([...ROOT, ...bundle, '--require', 'api'])).toMatchObject({
      status: 0,
      findings: [{ artifact: 'worker', severity: 'notice' }],
    });
  });

  test('a store whose debug file was replaced under the same build ID is found out', async () => {
    const bundle = given(await sigstore.sign(statement()), 'before.json');
    const evil = `oci-layout:${folder.at('evil')}`;
    // The same binaries, their debug files stored otherwise: another digest that resolves as well.
    succeed([
      ...['split', folder.at('built/api'), folder.at('built/worker'), '--compress', 'zlib'],
      ...['--out-dir', folder.at('other')],
    ]);
    succeed(['publish', '--index', folder.at('other/gosymbols.json'), '--store', evil]);
    const shipped = ['--binaries', folder.at('dist/api'), '--store', evil];
    const { status, stdout } = gosymbols(['gate', ...shipped, '--json']);
    expect({ status, verdict: JSON.parse(stdout).verdict }).toEqual({ status: 0, verdict: 'pass' });
    const strict = gosymbols(['gate', ...shipped, '--require-provenance', ...ROOT, ...bundle, '--json']);
    expect(strict.status).toBe(1);
    expect(JSON.parse(strict.stdout).findings).toMatchObject([{ rule: 'gate/provenance-differs' }]);
  });
});

describe('a request for provenance that is wrong', () => {
  test.each<[string, readonly string[], string]>([
    ['no signer', [], 'INPUT_REQUIRED'],
    ['a repository without owner', ['--signer-repository', 'shop'], 'INPUT_VALUE'],
    ['a file that is not there', [...ROOT, '--attestations', 'nowhere.json'], 'FILE_MISSING'],
    ['a file that is no attestation', [...ROOT, '--attestations', index], 'ATTESTATION_FORMAT'],
    ['a trust root that is none', [...ROOT.slice(2), '--trusted-root', index], 'TRUST_ROOT_FORMAT'],
    ['a key that is none', ['--public-key', index], 'PUBLIC_KEY_FORMAT'],
    ['a key and a signer', [...ROOT.slice(2), '--public-key', index], 'INPUT_VALUE'],
  ])('%s: status 2', (_what, args, code) => {
    const { status, findings } = gate(args);
    expect(status).toBe(2);
    expect(findings).toContain(`[${code}]`);
  });

  test('attestations without `require-provenance: true` are not taken for a check', () => {
    const { status, stderr } = gosymbols(['gate', '--index', index, '--store', STORE, '--attestations', 'x']);
    expect(status).toBe(2);
    expect(stderr).toContain('require-provenance: true');
  });
});

test('a trust root that cannot be fetched is no verdict', () => {
  const args = [
    'gate',
    '--index',
    index,
    '--store',
    STORE,
    '--require-provenance',
    '--signer-repository',
    'a/b',
  ];
  // The discard port: nothing listens there.
  const { status, stderr } = gosymbols(args, { env: { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '' } });
  expect(status).toBe(3);
  expect(stderr).toMatch(/gh attestation trusted-root.*\[TRUST_ROOT_UNAVAILABLE\]/);
});

test('the verdict names who signed', async () => {
  const { stdout } = gosymbols([
    ...['gate', '--index', index, '--store', STORE, '--require-provenance', ...ROOT],
    ...given(await sigstore.sign(statement())),
  ]);
  expect(stdout).toMatch(
    /Signed together with their debug files: 2 of 2 by https:\/\/github\.com\/acme\/shop\/\.github\/workflows\/release\.yml@refs\/tags\/v1\.2\.0\n/,
  );
});

describe.skipIf(lacks('cosign'))('cosign', () => {
  const env = { COSIGN_PASSWORD: '' };
  beforeAll(() => {
    const cwd = folder.path;
    output('cosign', ['generate-key-pair'], { cwd, env });
    output('cosign', ['signing-config', 'create', '--out', 'signing.json'], { cwd });
    const store = `oci-layout:${folder.at('.gosymbols/symbols')}`;
    succeed(['publish', '--index', index, '--store', store, '--provenance', folder.at('dist/provenance')]);
  });

  test('signs what publish writes and passes the gate by the commands of docs/provenance.md', () => {
    const PATH = onPath(folder.at('command'), 'gosymbols', `exec '${process.execPath}' '${BUNDLE}' "$@"`);
    const { status, stdout, stderr } = run('sh', ['-e'], {
      cwd: folder.path,
      env: { ...env, PATH },
      input: block('docs/provenance.md', 'sh', 'cosign attest-blob'),
    });
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('Gate passed: 2 of 2');
  });

  test('verifies it for every subject', () => {
    for (const file of ['api', 'api.debug', 'worker', 'worker.debug']) {
      output(
        'cosign',
        [
          ...['verify-blob-attestation', '--key', folder.at('cosign.pub'), '--insecure-ignore-tlog'],
          ...['--bundle', folder.at('bundle.json'), '--type', statement().predicateType],
          folder.at('dist', file),
        ],
        { env },
      );
    }
  });

  test('its bundle passes the gate with its key, and with no other', () => {
    const bundle = ['--attestations', folder.at('bundle.json')];
    expect(gate([...bundle, '--public-key', folder.at('cosign.pub')])).toMatchObject({ status: 0 });
    mkdirSync(folder.at('other-key'));
    output('cosign', ['generate-key-pair'], { cwd: folder.at('other-key'), env });
    expect(gate([...bundle, '--public-key', folder.at('other-key/cosign.pub')])).toMatchObject({
      status: 1,
      findings: [{ rule: 'gate/provenance-not-verified' }, { rule: 'gate/provenance-not-verified' }],
    });
    expect(gate([...bundle, ...ROOT])).toMatchObject({ status: 1 });
  });
});

describe.each([DISTRIBUTION, WITH_REFERRERS])('attached to an image in $name', (kind) => {
  describe.skipIf(lacks(...kind.tools, 'oras', 'crane'))('as actions/attest and cosign attach it', () => {
    let registry: RunningRegistry;
    let image: string;

    beforeAll(async () => {
      registry = await kind.start();
      image = `${registry.host}/acme/shop:1.2`;
      output('tar', ['--create', '--file', folder.at('layer.tar'), '-C', folder.at('dist'), 'api']);
      output('crane', ['append', '--new_layer', folder.at('layer.tar'), '--new_tag', image]);
    });
    afterAll(() => registry[Symbol.asyncDispose]());

    const signed = (): Promise<string> => {
      const dir = folder.at(`signed-${kind.name.replaceAll(/\W/g, '-')}`);
      succeed(['publish', '--index', index, '--store', STORE, '--subject', image, '--provenance', dir]);
      const whole = JSON.parse(readFileSync(`${dir}/statement.json`, 'utf8')) as Statement;
      expect(whole.subject.at(-1)).toEqual({
        name: `${registry.host}/acme/shop`,
        digest: { sha256: output('crane', ['digest', image]).trim().replace('sha256:', '') },
      });
      return sigstore.sign(whole);
    };
    const attach = (text: string): void => {
      writeFileSync(folder.at('attached.json'), text);
      output(
        'oras',
        ['attach', '--plain-http', '--artifact-type', BUNDLE_TYPE, image, `attached.json:${BUNDLE_TYPE}`],
        {
          cwd: folder.path,
        },
      );
    };

    test('the gate finds nothing, then rubbish, then an attestation of the binary alone, then the right one', async () => {
      const found = (): Gate & { status: number | null } => gate(ROOT, ['--image', image]);
      expect(found()).toMatchObject({ status: 1, findings: [{ rule: 'gate/provenance-missing' }] });
      attach('{"payloadType": 1}');
      expect(found()).toMatchObject({ status: 1, findings: [{ rule: 'gate/provenance-missing' }] });
      attach(await sigstore.sign(statement()));
      expect(found()).toMatchObject({
        status: 1,
        findings: [{ rule: 'gate/provenance-differs', message: expect.stringContaining('of another image') }],
      });
      attach(await signed());
      expect(found()).toMatchObject({ status: 0, findings: [] });
    });
  });
});
