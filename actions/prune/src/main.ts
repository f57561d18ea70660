import { runAction } from '@gosymbols/host/entry';

await runAction('prune', () => import('./verb.ts'));
