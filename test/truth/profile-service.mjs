// Starts a service that has /debug/pprof, and keeps a profile of its goroutines: profile-service.mjs PROGRAM FILE
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const [program, file] = process.argv.slice(2);
const port = await freePort();
const service = spawn(program, ['-addr', `127.0.0.1:${port}`], { stdio: 'ignore' });
try {
  writeFileSync(file, await profile(`http://127.0.0.1:${port}/debug/pprof/goroutine`));
} finally {
  service.kill('SIGTERM');
}

async function profile(url) {
  for (let tries = 100; ; tries -= 1) {
    try {
      return new Uint8Array(await (await fetch(url)).arrayBuffer());
    } catch (error) {
      if (tries === 0) throw error;
      await delay(100);
    }
  }
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
