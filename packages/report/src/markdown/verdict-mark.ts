/** What stands before the first line of a text, by verdict. */
export const VERDICT_MARKS = { pass: '✅', fail: '❌', unjudged: '⚪' } as const;
