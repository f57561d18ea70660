import { runAction } from '@gosymbols/host/entry';

await runAction('verify', () => import('./verb.ts'));
