import { type IncomingMessage, request, type ServerResponse } from 'node:http';

/** Passes a request on to `target` (`host:port`) and its answer back; its `Host` is kept, so that a `Location` leads back. */
export function passOn(
  target: string,
  call: IncomingMessage,
  response: ServerResponse,
  headers: IncomingMessage['headers'] = call.headers,
): void {
  const [hostname, port] = target.split(':');
  const onward = request({ hostname, port, method: call.method, path: call.url, headers });
  onward.on('error', () => response.destroy());
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(response);
  });
  call.pipe(onward);
}
