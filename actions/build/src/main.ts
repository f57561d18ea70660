import { runAction } from '@gosymbols/host/entry';

await runAction('build', () => import('./verb.ts'));
