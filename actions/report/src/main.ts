import { runAction } from '@gosymbols/host/entry';

await runAction('report', () => import('./verb.ts'));
