import { runAction } from '@gosymbols/host/entry';

await runAction('fetch', () => import('./verb.ts'));
