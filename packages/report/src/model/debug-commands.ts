import { shellWord } from '../text/shell-word.ts';
import type { CommandModel } from './report-model.ts';

/** Folder that `fetch` puts debug files into when it is not told another. */
const TREE = '.gosymbols/debug';

/**
 * Commands that bring a published debug file back and open a debugger on the shipped binary. gdb looks below
 * `debug-file-directory/.build-id/`; Delve takes the `.build-id` folder itself, from its configuration file only, which
 * `fetch` writes as `dlv/config.yml` beside it.
 * None where a word of a command could not be shown as it is.
 */
export function debugCommandsOf(binary: {
  /** Hex by which the store finds the symbols: what follows `build-id-` in the tag. */
  readonly tagged: string | undefined;
  /** The binary has a GNU build ID of its own, by which debuggers find the file. */
  readonly found: boolean;
  readonly store: string | undefined;
  /** As a shell finds it. */
  readonly path: string;
}): CommandModel[] {
  if (binary.tagged === undefined || binary.store === undefined) return [];
  const store = shellWord(binary.store);
  const id = shellWord(binary.tagged);
  const path = shellWord(binary.path.includes('/') ? binary.path : `./${binary.path}`);
  if (store === undefined || id === undefined || path === undefined) return [];
  const fetch: CommandModel = {
    id: 'fetch',
    label: 'Fetch the symbols',
    command: `npx gosymbols fetch --build-id ${id} --store ${store}`,
  };
  if (!binary.found) return [fetch];
  return [
    fetch,
    { id: 'gdb', label: 'Open gdb', command: `gdb -iex 'set debug-file-directory ${TREE}' ${path}` },
    {
      id: 'delve',
      label: 'Open Delve',
      command: `XDG_CONFIG_HOME="$PWD/${TREE}" dlv exec ${path}`,
    },
  ];
}
