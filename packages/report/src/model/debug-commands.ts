import { shellWord } from '../text/shell-word.ts';
import type { CommandModel } from './report-model.ts';

/** Folder that the commands put debug files into. */
const TREE = 'symbols';

/**
 * Commands that bring a published debug file back and open a debugger on the shipped binary. gdb looks below
 * `debug-file-directory/.build-id/`; Delve takes the `.build-id` folder itself, from its configuration file only.
 * None where a word of a command could not be shown as it is.
 */
export function debugCommandsOf(binary: {
  readonly buildId: string | undefined;
  readonly store: string | undefined;
  /** As a shell finds it. */
  readonly path: string;
}): CommandModel[] {
  if (binary.buildId === undefined || binary.store === undefined) return [];
  const store = shellWord(binary.store);
  const id = shellWord(binary.buildId);
  const path = shellWord(binary.path.includes('/') ? binary.path : `./${binary.path}`);
  if (store === undefined || id === undefined || path === undefined) return [];
  return [
    {
      id: 'fetch',
      label: 'Fetch the symbols',
      command: `npx gosymbols fetch --build-id ${id} --store ${store} --out-dir ${TREE}`,
    },
    { id: 'gdb', label: 'Open gdb', command: `gdb -iex 'set debug-file-directory ${TREE}' ${path}` },
    {
      id: 'delve',
      label: 'Open Delve',
      command: [
        `mkdir -p ${TREE}/dlv`,
        `printf 'debug-info-directories: ["%s/${TREE}/.build-id"]\\n' "$PWD" > ${TREE}/dlv/config.yml`,
        `XDG_CONFIG_HOME="$PWD/${TREE}" dlv exec ${path}`,
      ].join(' &&\n'),
    },
  ];
}
