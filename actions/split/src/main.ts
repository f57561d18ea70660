import { runAction } from '@gosymbols/host/entry';

await runAction('split', () => import('./verb.ts'));
