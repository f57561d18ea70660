import { defineConfig, type ViteUserConfig } from 'vitest/config';
import { actionYml } from './scripts/action-yml-plugin.ts';
import { LongestFirst } from './scripts/longest-first.ts';

const config: ViteUserConfig = defineConfig({
  plugins: [actionYml()],
  test: {
    globalSetup: ['test/support/say-what-is-missing.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'actions/*/src/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: { name: 'borders', include: ['test/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 600_000 },
      },
    ],
  },
});

export default config;
