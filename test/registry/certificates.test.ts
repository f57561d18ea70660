import { cpSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Certified, privateAuthority, serverCertificate } from '../support/certificates.ts';
import { goProgram } from '../support/go-programs.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { DISTRIBUTION, type RunningRegistry } from '../support/registries.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

/** This machine for Linux, and no loopback name for anybody: those are asked by plain HTTP. */
const ADDRESS = '0.0.0.0';

describe.skipIf(lacks('registry', 'openssl', 'oras'))('a registry whose authority nobody knows', () => {
  const folder = scratch();
  const index = folder.at('dist', 'gosymbols.json');
  let authority: Certified;
  let registry: RunningRegistry;
  const store = (): string => `${ADDRESS}:${registry.host.split(':')[1]}/acme/symbols`;

  const verb = (name: string, trust: Readonly<Record<string, string>>): ReturnType<typeof gosymbols> =>
    gosymbols([name, '--index', index, '--store', store()], {
      env: { SSL_CERT_FILE: undefined, NODE_EXTRA_CA_CERTS: undefined, ...trust },
    });

  beforeAll(async () => {
    authority = privateAuthority(folder.path, 'authority');
    registry = await DISTRIBUTION.start({ tls: serverCertificate(folder.path, authority, ADDRESS) });
    cpSync(goProgram({ name: 'static' }), folder.at('static'));
    const { status, stderr } = gosymbols(['split', folder.at('static'), '--out-dir', folder.at('dist')]);
    expect(status, stderr).toBe(0);
  });
  afterAll(async () => {
    await registry?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  test('is refused at once, and the message says how to trust it', () => {
    const before = performance.now();
    const { status, stderr } = verb('publish', {});
    expect([status, stderr]).toEqual([3, expect.stringContaining('[REGISTRY_UNREACHABLE]')]);
    expect(stderr).toContain(`https://${store().split('/')[0]}/v2/acme/symbols/`);
    expect(stderr).toMatch(/certificate/);
    expect(stderr).toMatch(/SSL_CERT_FILE/);
    // Trying again would not help: five tries with their waits take longer.
    expect(performance.now() - before).toBeLessThan(20_000);
  });

  test.each(['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'])('is spoken to where %s names the authority', (name) => {
    const trust = { [name]: authority.certificate };
    for (const which of ['publish', 'gate']) {
      const { status, stderr } = verb(which, trust);
      expect(status, stderr).toBe(0);
    }
    const tags = output('oras', ['repo', 'tags', '--ca-file', authority.certificate, store()]);
    expect(tags).toMatch(/^build-id-[0-9a-f]{40}$/m);
  });

  test('another authority is not enough, and a name that the certificate does not have neither', () => {
    const other = privateAuthority(folder.path, 'other');
    expect(verb('gate', { SSL_CERT_FILE: other.certificate })).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/certificate.*SSL_CERT_FILE/s),
    });
    // IPv4 of loopback as IPv6 spells it: the same server under another name.
    const named = `[::ffff:7f00:1]:${registry.host.split(':')[1]}/acme/symbols`;
    const { status, stderr } = gosymbols(['gate', '--index', index, '--store', named], {
      env: { SSL_CERT_FILE: authority.certificate },
    });
    expect([status, stderr]).toEqual([3, expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID')]);
  });
});
