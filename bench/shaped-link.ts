import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A TCP proxy that lets so many bits a second through, each way, whatever the number of connections: an uplink. Prints its
 * port. A process of its own, since the bench waits for the programs that it times.
 */
const [target = '', bitsPerSecond = ''] = process.argv.slice(2);
const [host = '', port = ''] = target.split(':');
const bytesPerMs = Number(bitsPerSecond) / 8 / 1000;

/** Small enough that connections take turns. */
const PIECE = 16 * 1024;

function direction(): (from: Socket, to: Socket) => Promise<void> {
  let free = 0;
  return async (from, to) => {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += PIECE) {
        const piece = chunk.subarray(at, at + PIECE);
        free = Math.max(free, performance.now()) + piece.length / bytesPerMs;
        const wait = free - performance.now();
        // A timer is good for about a millisecond: shorter waits are added up.
        if (wait > 2) await sleep(wait);
        if (!to.write(piece)) await once(to, 'drain');
      }
    }
    to.end();
  };
}

const [up, down] = [direction(), direction()];
const server = createServer({ allowHalfOpen: true }, (client) => {
  const registry = connect({ host, port: Number(port), allowHalfOpen: true });
  const end = (): void => {
    client.destroy();
    registry.destroy();
  };
  up(client, registry).catch(end);
  down(registry, client).catch(end);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address !== null ? address.port : '');
});
