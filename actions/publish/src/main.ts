import { runAction } from '@gosymbols/host/entry';

await runAction('publish', () => import('./verb.ts'));
