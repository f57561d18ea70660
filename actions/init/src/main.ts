import { runAction } from '@gosymbols/host/entry';

await runAction('init', () => import('./verb.ts'));
