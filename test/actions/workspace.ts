import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gosymbols } from '../support/gosymbols.ts';
import { output } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';

const FILES: Readonly<Record<string, string>> = {
  'go.mod': 'module example.com/hello\n\ngo 1.24\n',
  'cmd/hello/main.go': 'package main\n\nfunc main() { println("hello") }\n',
  '.gitignore': 'dist/\n.gosymbols/\nwhole/\n',
  'policy.yml':
    'version: 1\nmode: enforce\nprofiles: { release: { strip: all } }\nartifacts:\n  - { name: hello, path: "**/hello", profile: release }\n',
};

/**
 * What every action finds something in: a Go project under git, its program whole (`whole/`), split (`dist/`) and
 * published (`.gosymbols/symbols`). Copies are cheap.
 */
export class Workspace implements Disposable {
  readonly #folder = scratch();
  #copies = 0;

  constructor() {
    const origin = this.#folder.at('origin');
    for (const [name, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(origin, name)), { recursive: true });
      writeFileSync(join(origin, name), text);
    }
    const git = (...args: string[]): string =>
      output('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: origin });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'first');
    const done = (...args: string[]): void => {
      const { status, stderr } = gosymbols(args, { cwd: origin });
      if (status !== 0) throw new Error(`gosymbols ${args.join(' ')} exited ${status}: ${stderr}`);
    };
    done('build', '--tool', 'go');
    cpSync(join(origin, 'dist'), join(origin, 'whole'), { recursive: true });
    done('split', '--index', 'dist/gosymbols.json');
    done('publish');
  }

  /** Two folders of a step's own: a copy to work in, and one for the runner's files. */
  copy(): { readonly cwd: string; readonly files: string } {
    this.#copies += 1;
    const cwd = this.#folder.at(`copy-${this.#copies}`);
    cpSync(this.#folder.at('origin'), cwd, { recursive: true });
    return { cwd, files: this.#folder.at(`files-${this.#copies}`) };
  }

  /** The same into a folder that is there, e.g. a mounted one. */
  copyTo(cwd: string): { readonly cwd: string; readonly files: string } {
    this.#copies += 1;
    cpSync(this.#folder.at('origin'), cwd, { recursive: true });
    return { cwd, files: this.#folder.at(`files-${this.#copies}`) };
  }

  at(...parts: string[]): string {
    return this.#folder.at(...parts);
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}
