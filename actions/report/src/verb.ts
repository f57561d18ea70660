import type { Verb } from '@gosymbols/host';
import spec from '../action.yml';
import { check, run } from './run.ts';

/** `gosymbols report`: what one run did to the binaries, for people and for machines. */
export const verb: Verb = { name: 'report', spec, positional: 'index', check, run };
