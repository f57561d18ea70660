import { runAction } from '@gosymbols/host';
import { verb } from './verb.ts';

await runAction(verb);
