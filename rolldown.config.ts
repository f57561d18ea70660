import { readdirSync } from 'node:fs';
import { defineConfig, type RolldownOptions } from 'rolldown';
import { actionYml } from './scripts/action-yml-plugin.ts';
import { licences } from './scripts/licences-plugin.ts';
import { oidcWhenAsked } from './scripts/oidc-when-asked-plugin.ts';

const verbs = readdirSync('actions');

/** One entry per action plus the command line; what they share becomes chunks. */
const config: RolldownOptions = defineConfig({
  input: {
    ...Object.fromEntries(verbs.map((verb) => [verb, `actions/${verb}/src/main.ts`])),
    cli: 'packages/cli/src/main.ts',
    'split-worker': 'actions/split/src/worker.ts',
  },
  platform: 'node',
  plugins: [actionYml(), oidcWhenAsked(), licences()],
  output: {
    dir: 'dist',
    format: 'esm',
    cleanDir: true,
    entryFileNames: '[name].js',
    chunkFileNames: 'chunks/[name]-[hash].js',
  },
});

export default config;
