import { basename, resolve } from 'node:path';
import { RequestError } from '@gosymbols/host';
import { symbolKeyOf } from '@gosymbols/symbols';
import { type CoreModule, readCoreModules } from '../core-file/core-modules.ts';
import type { Wanted } from './wanted-symbols.ts';

/** Symbols of the program that dumped a core, and of its libraries where a store has them. */
export function wantedOfCore(core: string, cwd: string): readonly Wanted[] {
  return readCoreModules(resolve(cwd, core)).flatMap((module) => wantedOf(module, core));
}

function wantedOf({ path, gnu, go, constant, isMain }: CoreModule, core: string): readonly Wanted[] {
  if (constant !== undefined || (gnu === undefined && go === undefined)) {
    if (!isMain) return [];
    throw new RequestError(`${core}: ${path} cannot be told by its build ID: ${constant ?? 'it has none'}`, {
      code: 'BUILD_ID_CONSTANT',
      next: 'Name the binary that ran: --binary FILE; its symbols are filed under its file ID.',
    });
  }
  const ids = { ...(gnu === undefined ? {} : { gnu }), ...(go === undefined ? {} : { go }), file: '' };
  return [{ name: basename(path), key: symbolKeyOf(ids), optional: !isMain, core: resolve(core) }];
}
