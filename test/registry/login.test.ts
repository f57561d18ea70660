import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runStep } from '../support/action.ts';
import { dockerLogin } from '../support/docker-login.ts';
import { goProgram } from '../support/go-programs.ts';
import { type Access, REGISTRIES, type RunningRegistry } from '../support/registries.ts';
import { basicOfUser, PUBLISHER, READER } from '../support/registry-users.ts';
import type { Finished } from '../support/run.ts';
import { gosymbolsBeside, runBeside } from '../support/run-beside.ts';
import { scratch } from '../support/scratch.ts';
import { IDENTITY_TOKEN } from '../support/token-server.ts';
import { lacks } from '../support/tools.ts';
import { faultyProxy } from './faulty-proxy.ts';

interface Published {
  readonly receipts: readonly {
    readonly tag: string;
    readonly digest: string;
    readonly debugDigest: string;
    readonly existed: boolean;
  }[];
  readonly bundles: readonly { readonly tag: string; readonly digest: string }[];
}

const REPOSITORY = 'acme/shop/symbols';
const STRANGER = { name: 'publisher', password: 'wrong-zebra-88' };
const SECRETS = [
  ...[PUBLISHER, READER, STRANGER].flatMap((user) => [user.password, basicOfUser(user)]),
  IDENTITY_TOKEN,
];

const CASES = REGISTRIES.flatMap((kind) =>
  (['basic', 'token'] as const).map((access: Access) => ({ ...kind, kind, access })),
);

describe.each(CASES)('$name, access by $access', ({ kind, access }) => {
  describe.skipIf(lacks(...kind.tools, 'oras', 'crane', 'skopeo', 'openssl'))('logged in', () => {
    const folder = scratch();
    /** Not among what is searched for secrets: this is where they belong. */
    const logins = scratch();
    const index = folder.at('dist', 'gosymbols.json');
    const said: string[] = [];
    const isToken = access === 'token';
    let here: RunningRegistry;
    let there: RunningRegistry;
    let published: Published;
    const at = (registry: RunningRegistry): string => `${registry.host}/${REPOSITORY}`;

    const login = (name: string, as: Parameters<typeof dockerLogin>[2]): string =>
      dockerLogin(logins.at(name), [here.host, there.host], as);
    const asPublisher = (): string => login('publisher', PUBLISHER);

    const verb = async (
      args: readonly string[],
      dockerConfig: string,
      env: Readonly<Record<string, string>> = {},
    ): Promise<Finished> => {
      const ended = await gosymbolsBeside([...args, '--json'], {
        env: { HOME: folder.path, XDG_CACHE_HOME: folder.at('cache'), DOCKER_CONFIG: dockerConfig, ...env },
      });
      said.push(ended.stdout, ended.stderr);
      return ended;
    };
    const json = async <T>(...args: Parameters<typeof verb>): Promise<T> => {
      const { status, stdout, stderr } = await verb(...args);
      expect(status, stderr).toBe(0);
      return JSON.parse(stdout) as T;
    };
    const tool = async (program: string, ...args: readonly string[]): Promise<string> => {
      const { status, stdout, stderr } = await runBeside(program, args, {
        env: { DOCKER_CONFIG: asPublisher() },
      });
      expect(status, `${program} ${args.join(' ')}: ${stderr}`).toBe(0);
      return stdout;
    };
    const fetched = async (store: string, dockerConfig: string, out: string): Promise<readonly string[]> => {
      const { files } = await json<{ files: readonly { path: string }[] }>(
        ['fetch', '--index', index, '--store', store, '--out-dir', folder.at(out), '--cache', 'none'],
        dockerConfig,
      );
      return files.map(
        ({ path }) => `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`,
      );
    };
    const digests = (): readonly string[] => published.receipts.map(({ debugDigest }) => debugDigest);

    beforeAll(async () => {
      [here, there] = await Promise.all([kind.start({ access }), kind.start({ access })]);
      for (const name of ['static', 'pie']) {
        cpSync(goProgram({ name, args: name === 'pie' ? ['-buildmode=pie'] : [] }), folder.at(name));
      }
      const none = logins.at('none');
      await json(['split', folder.at('static'), folder.at('pie'), '--out-dir', folder.at('dist')], none);
      published = await json(['publish', '--index', index, '--store', at(here)], asPublisher());
    });
    afterAll(async () => {
      await here?.[Symbol.asyncDispose]();
      await there?.[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
      logins[Symbol.dispose]();
    });

    test('published once, and once only; gated and fetched', async () => {
      expect(published.receipts.map(({ existed }) => existed)).toEqual([false, false]);
      const again = await json<Published>(['publish', '--index', index, '--store', at(here)], asPublisher());
      expect(again.receipts.map(({ existed, digest }) => [existed, digest])).toEqual(
        published.receipts.map(({ digest }) => [true, digest]),
      );
      const gate = ['gate', '--index', index, '--store', at(here)];
      expect(await json(gate, asPublisher())).toMatchObject({ verdict: 'pass' });
      expect(await fetched(at(here), asPublisher(), 'fetched')).toEqual(digests());
    });

    test('ephemeral symbols are pruned', async () => {
      const store = `${here.host}/acme/previews`;
      const label = ['--ephemeral', 'pr-7'];
      await json(['publish', '--index', index, '--store', store, ...label], asPublisher());
      const prune = ['prune', '--store', store, '--label', 'pr-7'];
      expect(await json(prune, asPublisher())).toMatchObject({ deleted: 3, kept: 0 });
      expect(
        (await verb(['gate', '--index', index, '--store', store, '--ephemeral'], asPublisher())).status,
      ).toBe(1);
    });

    test('readers and writers ask for no more than they need', async () => {
      if (!isToken) return;
      const { tokens } = here;
      const before = tokens?.issued.length ?? 0;
      await fetched(at(here), asPublisher(), 'scoped');
      await verb(['gate', '--index', index, '--store', at(here)], asPublisher());
      const scopes = tokens?.issued.slice(before).map(({ scope }) => scope);
      expect(scopes).toEqual(scopes?.map(() => `repository:${REPOSITORY}:pull`));
      expect(scopes?.length).toBeGreaterThan(0);
      // distribution 2.8 names them in any order.
      const written = tokens?.issued.slice(0, before).map(({ scope }) => {
        const [, name = '', actions = ''] = /^repository:(.+):(.+)$/.exec(scope) ?? [];
        return `${name} ${actions.split(',').sort().join()}`;
      });
      const deleting = written?.find((scope) => scope.includes('delete'));
      expect(deleting).toMatch(/^acme\/previews delete(,pull)?(,push)?$/);
      const repositories = [REPOSITORY, 'acme/previews'];
      const expected = repositories.flatMap((name) => [`${name} pull`, `${name} pull,push`]);
      expect([...new Set(written)].sort()).toEqual([...expected, deleting].sort());
    });

    test.each<readonly [string, () => string, string, readonly string[]]>([
      ['nobody', () => logins.at('none'), 'publish', ['publish', '--index', index]],
      ['a wrong password', () => login('stranger', STRANGER), 'publish', ['publish', '--index', index]],
      ...(isToken
        ? ([
            ['who may only read', () => login('reader', READER), 'publish', ['publish', '--index', index]],
          ] as const)
        : []),
      ['nobody', () => logins.at('none'), 'fetch', ['fetch', '--index', index]],
      ['a wrong password', () => login('stranger', STRANGER), 'gate', ['gate', '--index', index]],
      ['a wrong password', () => login('stranger', STRANGER), 'prune', ['prune']],
    ])('$0 is refused at $2', async (_who, dockerConfig, name, args) => {
      const store = `${here.host}/acme/refused`;
      const out = name === 'fetch' ? ['--out-dir', folder.at('refused'), '--cache', 'none'] : [];
      const { status, stderr, stdout } = await verb([...args, '--store', store, ...out], dockerConfig());
      expect(status, stderr + stdout).toBe(3);
      expect(stderr).toContain(store);
      // Either the registry's own answer to the call, or that of its token server.
      expect(stderr).toMatch(/(GET|HEAD|POST|PUT) http:\/\/\S+ answers 401/);
      expect(stderr).toMatch(/Log in /);
      expect(stderr).toContain('[REGISTRY_DENIED]');
      expect(stderr).not.toContain('Warning');
      expect(stdout).toBe('');
      expect(existsSync(folder.at('refused'))).toBe(false);
    });

    test('who may only read fetches and passes the gate', async () => {
      const reader = login('reader', READER);
      expect(await fetched(at(here), reader, 'read')).toEqual(digests());
      expect((await verb(['gate', '--index', index, '--store', at(here)], reader)).status).toBe(0);
    });

    test('an identity token in place of a password', async () => {
      if (!isToken) return;
      const dockerConfig = login('identity', { identityToken: IDENTITY_TOKEN });
      expect(await fetched(at(here), dockerConfig, 'identity')).toEqual(digests());
      const store = `${here.host}/acme/identity`;
      await json(['publish', '--index', index, '--store', store], dockerConfig);
    });

    test('a login for another port is not used', async () => {
      const dockerConfig = dockerLogin(
        logins.at('port'),
        ['127.0.0.1:1', '127.0.0.1', there.host],
        PUBLISHER,
      );
      const { status, stderr } = await verb(['gate', '--index', index, '--store', at(here)], dockerConfig);
      expect([status, stderr]).toEqual([3, expect.stringContaining('[REGISTRY_DENIED]')]);
    });

    test('as actions, the login given as inputs and masked', async () => {
      const store = `${here.host}/acme/from-inputs`;
      const inputs = { index, store, username: PUBLISHER.name, password: PUBLISHER.password };
      const env = { HOME: folder.path, DOCKER_CONFIG: logins.at('none') };
      const steps: readonly [string, Readonly<Record<string, string>>][] = [
        ['publish', inputs],
        ['gate', inputs],
        ['fetch', { ...inputs, 'out-dir': folder.at('by-action'), cache: 'none' }],
        ['prune', { store, username: PUBLISHER.name, password: PUBLISHER.password }],
        ['gate', { ...inputs, registry: '127.0.0.1:1' }],
      ];
      for (const [name, given] of steps) {
        const step = { folder: folder.at(`step-${name}`), inputs: given, env, event: {} };
        const { status, log, summary, outputs } = await runStep(name, step);
        const isOther = given['registry'] !== undefined;
        expect(status, log).toBe(isOther ? 3 : 0);
        if (isOther) expect(log).toContain('[REGISTRY_DENIED]');
        const [mask, ...rest] = [`::add-mask::${PUBLISHER.password}`, ...log.split('\n')];
        expect(rest).toContain(mask);
        said.push(rest.filter((line) => line !== mask).join('\n'), summary, JSON.stringify(outputs));
      }
    });

    test('tokens that end in mid-work are renewed', async () => {
      const { tokens } = here;
      if (tokens === undefined) return;
      await using slow = await faultyProxy(here.host);
      slow.weather = (_call, _response, pass) => {
        setTimeout(pass, 120);
        return true;
      };
      const store = `${slow.host}/acme/renewed`;
      const dockerConfig = dockerLogin(logins.at('slow'), [slow.host], PUBLISHER);
      const before = tokens.issued.length;
      tokens.lifetime = 2;
      try {
        const { receipts } = await json<Published>(
          ['publish', '--index', index, '--store', store],
          dockerConfig,
        );
        expect(receipts.map(({ debugDigest }) => debugDigest)).toEqual(digests());
      } finally {
        tokens.lifetime = 300;
      }
      const pushing = tokens.issued.slice(before).filter(({ scope }) => scope.includes('push'));
      expect(pushing.length).toBeGreaterThan(1);
    });

    test('oras, crane and skopeo read with the same login what we wrote', async () => {
      for (const { tag, digest } of [...published.receipts, ...published.bundles]) {
        const reference = `${at(here)}:${tag}`;
        expect((await tool('crane', 'digest', '--insecure', reference)).trim()).toBe(digest);
        const byOras = await tool('oras', 'manifest', 'fetch', '--plain-http', '--descriptor', reference);
        expect(JSON.parse(byOras)).toMatchObject({ digest });
        const authfile = join(asPublisher(), 'config.json');
        const raw = await tool(
          'skopeo',
          ...['inspect', '--authfile', authfile, '--raw', '--tls-verify=false', `docker://${reference}`],
        );
        expect(`sha256:${createHash('sha256').update(raw).digest('hex')}`).toBe(digest);
      }
    });

    test.each(['crane', 'oras', 'skopeo'] as const)('copied by %s, fetch works there', async (name) => {
      const to = `${there.host}/mirror/${name}`;
      for (const { tag } of published.receipts) {
        const [from, target] = [`${at(here)}:${tag}`, `${to}:${tag}`];
        const authfile = join(asPublisher(), 'config.json');
        const copy = {
          crane: ['copy', '--insecure', from, target],
          oras: ['cp', '--from-plain-http', '--to-plain-http', from, target],
          skopeo: [
            ...['copy', '--authfile', authfile, '--preserve-digests', '--src-tls-verify=false'],
            ...['--dest-tls-verify=false', `docker://${from}`, `docker://${target}`],
          ],
        }[name];
        await tool(name, ...copy);
      }
      expect(await fetched(to, asPublisher(), `copied-${name}`)).toEqual(digests());
    });

    test('no secret is in anything that was said or written', () => {
      const files = readdirSync(folder.path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
      expect(said.length).toBeGreaterThan(10);
      const issued = [here, there].flatMap(({ tokens }) => tokens?.issued.map(({ token }) => token) ?? []);
      expect(issued.length > 0).toBe(isToken);
      for (const secret of [...SECRETS, ...issued]) {
        expect([...said, ...files].filter((text) => text.includes(secret))).toEqual([]);
      }
    });
  });
});
