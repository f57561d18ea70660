import { expect, test } from 'vitest';
import { withLogin } from './registry-login.ts';
import { type QuietHost, quietHost } from './testing/quiet-host.ts';

interface Given {
  readonly registry?: string;
  readonly username?: string;
  readonly password?: string;
  readonly stores?: readonly string[];
}

const login = (world: QuietHost, given: Given): QuietHost =>
  withLogin(world, { text: (name) => given[name] }, given.stores ?? ['ghcr.io/acme/symbols']);
const both = { username: 'me', password: 'pass phrase' };

test('without inputs the world stays as it is', () => {
  const world = quietHost('/x', { GOSYMBOLS_REGISTRY: 'r.example' });
  expect(login(world, {})).toBe(world);
});

test.each<[string, Given, string]>([
  ['the only store', {}, 'ghcr.io'],
  [
    'two stores of one registry',
    { stores: ['r.example:5000/a', 'oci-layout:x', 'r.example:5000/b'] },
    'r.example:5000',
  ],
  ['a named registry', { registry: 'r.example', stores: ['ghcr.io/a', 'quay.io/a'] }, 'r.example'],
  ['Docker Hub', { registry: 'docker.io' }, 'docker.io'],
  ['a named registry, for the image', { registry: 'r.example', stores: ['oci-layout:x'] }, 'r.example'],
])('the password is for %s, and comes before what the environment says', (_what, given, host) => {
  const world = quietHost('/x', {
    GOSYMBOLS_REGISTRY: 'other.example',
    GOSYMBOLS_REGISTRY_PASSWORD: 'other',
  });
  const secrets: string[] = [];
  const masked = Object.assign(world, { secret: (value: string) => secrets.push(value) });
  const { env, cwd } = login(masked, { ...both, ...given });
  expect({ env, cwd, secrets }).toMatchObject({
    env: {
      GOSYMBOLS_REGISTRY: host,
      GOSYMBOLS_REGISTRY_USERNAME: 'me',
      GOSYMBOLS_REGISTRY_PASSWORD: 'pass phrase',
    },
    cwd: '/x',
    secrets: ['pass phrase'],
  });
});

test.each<[Given, RegExp]>([
  [{ username: 'me' }, /`password` is missing/],
  [{ password: 'pass phrase' }, /`username` is missing/],
  [{ registry: 'ghcr.io' }, /`username` is missing/],
  [{ ...both, stores: ['ghcr.io/a', 'quay.io/a'] }, /stores are in ghcr.io and quay.io/],
  [{ ...both, registry: 'https://ghcr.io' }, /has a scheme/],
  [{ ...both, stores: ['oci-layout:x'] }, /no store is in a registry/],
])('%j is half a login', (given, message) => {
  const failure = (): unknown => login(quietHost('/x'), given);
  expect(failure).toThrow(message);
  expect(failure).toThrow(
    expect.objectContaining({
      code: expect.stringMatching(/^(CREDENTIALS|REFERENCE)_FORMAT$/),
      kind: 'request',
    }),
  );
  expect(failure).toThrow(expect.objectContaining({ message: expect.not.stringContaining('pass phrase') }));
});
