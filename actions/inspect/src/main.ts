import { runAction } from '@gosymbols/host/entry';

await runAction('inspect', () => import('./verb.ts'));
