import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Rounds at least, after one warm-up. */
  readonly runs: number;
  readonly markdown: boolean;
  /** Put the tables into docs/how-it-compares.md. */
  readonly write: boolean;
}

const USAGE = 'npm run bench -- [--runs N] [--markdown] [--write]';

export function readOptions(): BenchOptions {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '5' },
      markdown: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const runs = Number(values.runs);
  if (values.help || !Number.isInteger(runs) || runs < 1) {
    console.error(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  return { runs, markdown: values.markdown, write: values.write };
}
