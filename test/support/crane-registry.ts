import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** `crane registry serve`: a registry in memory, in a process of its own, on a free port. */
export async function craneRegistry(): Promise<{ readonly host: string } & AsyncDisposable> {
  const server = spawn('crane', ['registry', 'serve', '--address', '127.0.0.1:0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    server.kill();
    await ended;
  };
  for await (const line of createInterface({ input: server.stderr })) {
    const port = /serving on port (\d+)/.exec(line)?.[1];
    if (port === undefined) continue;
    server.stderr.resume();
    return { host: `127.0.0.1:${port}`, [Symbol.asyncDispose]: stop };
  }
  throw new Error('`crane registry serve` ended without a port');
}
