import { runAction } from '@gosymbols/host/entry';

await runAction('baseline', () => import('./verb.ts'));
