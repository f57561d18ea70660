#!/usr/bin/env node
import { existsSync } from 'node:fs';

const bundle = new URL('../../../dist/cli.js', import.meta.url);
const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 24) {
  console.error(
    `gosymbols: needs Node 24 or newer, this is ${process.versions.node}. In this checkout, \`npx gosymbols\` finds the pinned one.`,
  );
  process.exitCode = 3;
} else if (!existsSync(bundle)) {
  console.error('gosymbols: dist/cli.js is missing. Run `npm run build` first.');
  process.exitCode = 3;
} else await import(bundle.href);
