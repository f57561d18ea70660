#!/usr/bin/env node
import { existsSync } from 'node:fs';

const bundle = new URL('../../../dist/cli.js', import.meta.url);
if (!existsSync(bundle)) {
  console.error('gosymbols: dist/cli.js is missing. Run `npm run build` first.');
  process.exit(3);
}
await import(bundle.href);
