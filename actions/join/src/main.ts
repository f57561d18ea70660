import { runAction } from '@gosymbols/host/entry';

await runAction('join', () => import('./verb.ts'));
