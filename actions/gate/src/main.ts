import { runAction } from '@gosymbols/host/entry';

await runAction('gate', () => import('./verb.ts'));
