import { RequestError, runProcess } from '@gosymbols/host';
import { toolEnvironment } from '../tool-environment.ts';
import type { Bazel } from './bazel.ts';

/**
 * The labels that a Bazel query finds.
 * @throws RequestError when Bazel refuses the query, or it finds nothing
 */
export async function queryTargets(query: string, bazel: Bazel): Promise<readonly string[]> {
  const { program, startup, cwd, host, timeout } = bazel;
  const labels: string[] = [];
  const said: string[] = [];
  const finished = await host.group(`bazel query ${query}`, () =>
    runProcess({
      program,
      args: [...startup, 'query', '--color=no', '--curses=no', '--output=label', '--', query],
      cwd,
      env: toolEnvironment(host.env),
      signal: host.signal,
      ...(timeout === undefined ? {} : { timeout }),
      onLine: (line, from) => {
        if (from === 'stdout') labels.push(line);
        else {
          said.push(line);
          host.info(line);
        }
      },
    }),
  );
  if (finished.status === 0 && labels.length > 0) return labels;
  const fault = said.find((line) => line.startsWith('ERROR: '))?.slice('ERROR: '.length) ?? said.at(-1);
  throw new RequestError(
    finished.status === 0
      ? `query \`${query}\` finds no target`
      : `Bazel refuses the query \`${query}\`${fault === undefined ? '' : `: ${fault}`}`,
    { code: 'QUERY_FAILED', next: 'Try it with `bazel query`.' },
  );
}
