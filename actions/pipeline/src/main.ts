import { runAction } from '@gosymbols/host/entry';

await runAction('pipeline', () => import('./verb.ts'));
