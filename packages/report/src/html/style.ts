import { CHARTS } from './style/charts.ts';
import { EVIDENCE } from './style/evidence.ts';
import { PAGE } from './style/page.ts';
import { SMALL_AND_PRINT } from './style/small-and-print.ts';
import { TABLES } from './style/tables.ts';
import { TOKENS } from './style/tokens.ts';
import { VERDICT } from './style/verdict.ts';

/** The whole style sheet; its hash stands in the content security policy. */
export const STYLE: string = [TOKENS, PAGE, VERDICT, TABLES, EVIDENCE, CHARTS, SMALL_AND_PRINT].join('');
