import { join } from 'node:path';
import { type Build, goProgram } from '../support/go-programs.ts';
import { output } from '../support/run.ts';
import { lacks } from '../support/tools.ts';
import { goroot, type Landmarks } from './landmarks.ts';
import { api, gofmt, truth } from './programs.ts';

/** A program, a toolchain, a way of linking: what the strip modes are tried on. */
export interface Subject {
  readonly name: string;
  readonly go: string;
  readonly env: Readonly<Record<string, string>>;
  readonly marks: () => Landmarks;
  /** Builds it with more linker flags. */
  readonly build: (ldflags: string) => string;
  /** Another program, built the same way. */
  readonly sibling: (ldflags: string) => string;
}

interface Options {
  readonly go?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly ldflags?: string;
  readonly marks?: (goroot: string) => Landmarks;
  readonly what?: Partial<Pick<Build, 'program' | 'importPath' | 'source'>>;
}

const SHOP = join(import.meta.dirname, '..', '..', 'examples', 'shop');

function subject(name: string, options: Options = {}): Subject {
  const {
    go = 'go',
    env = {},
    args = [],
    ldflags = '',
    marks = () => truth,
    what = { program: 'truth' },
  } = options;
  const build =
    (program: Options['what']) =>
    (more: string): string => {
      const flags = `${ldflags} ${more}`.trim();
      return goProgram({
        ...program,
        name: 'program',
        go,
        env,
        args: [...args, ...(flags === '' ? [] : [`-ldflags=${flags}`])],
      });
    };
  return {
    name,
    go,
    env,
    marks: () => marks(goroot(go, env)),
    build: build(what),
    sibling: build({ program: 'tiny' }),
  };
}

const CGO = { CGO_ENABLED: '1' };

/** Ways of linking, by the newest toolchain. */
export const LINKED: readonly Subject[] = [
  subject('static'),
  subject('pie', { args: ['-buildmode=pie'] }),
  subject('not optimised', { args: ['-gcflags=all=-N -l'] }),
  subject('cgo, internal link', { env: CGO, ldflags: '-linkmode=internal' }),
  subject('cgo, external link', { env: CGO, ldflags: '-linkmode=external' }),
  subject('cgo, pie', { env: CGO, args: ['-buildmode=pie'], ldflags: '-linkmode=external' }),
];

/** From the oldest that Debian has to the newest. */
export const TOOLCHAINS: readonly Subject[] = [
  ...(lacks('go-1.19') ? [] : [subject('go1.19', { go: '/usr/lib/go-1.19/bin/go' })]),
  ...['go1.20.14', 'go1.21.13', 'go1.24.9', 'go1.25.4', 'go1.27.3'].map((version) =>
    subject(version, { env: { GOTOOLCHAIN: version } }),
  ),
  subject('go1.25.4, cgo, external link', {
    env: { ...CGO, GOTOOLCHAIN: 'go1.25.4' },
    ldflags: '-linkmode=external',
  }),
];

export const PUBLIC: readonly Subject[] = [
  subject('shop api', { marks: () => api, what: { source: SHOP, importPath: './cmd/api' } }),
  subject('gofmt', { marks: gofmt, what: { importPath: 'cmd/gofmt' } }),
  subject('gofmt, pie', { marks: gofmt, what: { importPath: 'cmd/gofmt' }, args: ['-buildmode=pie'] }),
];

/** What `go version` calls the toolchain of a subject. */
export function toolchainOf({ go, env }: Subject): string {
  return /go\d\S*/.exec(output(go, ['version'], { env }))?.[0] ?? '';
}
