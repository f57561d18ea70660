import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLE, gosymbols } from '../support/gosymbols.ts';
import { type Finished, run } from '../support/run.ts';
import type { scratch } from '../support/scratch.ts';
import { shopRepository } from '../support/shop.ts';

/** How far the example service has come when a block of a page begins. */
export type State = 'sources' | 'built' | 'published';

export interface Projects {
  /** A copy of its own, in which `npx gosymbols` and `gosymbols` are the built bundle. */
  copy(name: string, state: State): string;
  readonly store: string;
}

/** The example service as sources, as built, and as split and published in a registry and in its own layout. */
export function projects(folder: ReturnType<typeof scratch>, registry: string): Projects {
  const at = (state: State): string => folder.at('states', state);
  const store = `${registry}/acme/shop/symbols`;
  shopRepository(at('sources'));
  cpSync(at('sources'), at('built'), { recursive: true });
  must(gosymbols(['build', '--tool', 'go'], { cwd: at('built') }));
  cpSync(at('built'), at('published'), { recursive: true });
  must(gosymbols(['split', '--index', 'dist/gosymbols.json'], { cwd: at('published') }));
  for (const to of [[], ['--store', store]])
    must(gosymbols(['publish', '--index', 'dist/gosymbols.json', ...to], { cwd: at('published') }));
  return {
    store,
    copy(name, state) {
      const root = folder.at('scenes', name.replace(/\W+/g, '-'));
      const project = join(root, 'examples', 'shop');
      cpSync(at(state), project, { recursive: true });
      commandIn(root);
      return project;
    },
  };
}

/** Where npx finds it from every folder below. */
function commandIn(root: string): void {
  const bin = join(root, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'gosymbols'), `#!/bin/sh\nexec '${process.execPath}' '${BUNDLE}' "$@"\n`);
  chmodSync(join(bin, 'gosymbols'), 0o755);
}

/** Runs a block as a shell does that stops at the first command that fails. */
export function shell(text: string, cwd: string, project: string): Finished {
  const path = [join(project, '../../node_modules/.bin'), process.env['PATH']].join(':');
  return run('sh', ['-e'], {
    cwd,
    input: text,
    env: { PATH: path, NO_COLOR: '1', npm_config_offline: 'true' },
  });
}

function must({ status, stderr }: Finished): void {
  if (status !== 0) throw new Error(`the example service: exit status ${status}: ${stderr}`);
}
