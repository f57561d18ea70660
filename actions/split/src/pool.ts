import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { splitBinary } from './split-binary.ts';
import type { FromWorker, SplitAnswer, SplitTask } from './split-task.ts';

interface PoolOptions {
  readonly signal: AbortSignal;
  /** Called with the place of a task and what is being done to it. */
  readonly onStage: (index: number, stage: string) => void;
  readonly onDone: (index: number) => void;
}

/**
 * Splits all binaries, as many at once as there are processors; answers are in the order of the tasks. One that fails
 * does not touch the others; after a cancellation those that have not begun have no answer.
 */
export async function splitAll(
  tasks: readonly SplitTask[],
  options: PoolOptions,
): Promise<readonly (SplitAnswer | undefined)[]> {
  const answers: (SplitAnswer | undefined)[] = tasks.map(() => undefined);
  const queue = [...tasks.entries()];
  const size = Math.min(availableParallelism(), tasks.length);
  const lane = size < 2 ? serveHere : serveInWorker;
  const take = (): [number, SplitTask] | undefined => (options.signal.aborted ? undefined : queue.shift());
  const give = (index: number, answer: SplitAnswer): void => {
    answers[index] = answer;
    options.onDone(index);
  };
  await Promise.all(Array.from({ length: size }, () => lane(take, give, options)));
  return answers;
}

type Lane = (
  take: () => [number, SplitTask] | undefined,
  give: (index: number, answer: SplitAnswer) => void,
  options: PoolOptions,
) => Promise<void>;

/** One processor, or one binary: a worker would only cost its start. */
const serveHere: Lane = async (take, give, { signal, onStage }) => {
  for (let next = take(); next !== undefined; next = take()) {
    const [index, task] = next;
    try {
      give(index, { record: await splitBinary(task, { signal, onStage: (stage) => onStage(index, stage) }) });
    } catch (error) {
      give(index, { error });
    }
  }
};

const serveInWorker: Lane = async (take, give, { signal, onStage }) => {
  const worker = new Worker(workerFile());
  const abort = (): void =>
    worker.postMessage({ abort: signal.reason instanceof Error ? signal.reason.message : 'cancelled' });
  signal.addEventListener('abort', abort, { once: true });
  try {
    for (let next = take(); next !== undefined; next = take()) {
      const [index, task] = next;
      give(index, await ask(worker, task, (stage) => onStage(index, stage)));
    }
  } finally {
    signal.removeEventListener('abort', abort);
    await worker.terminate();
  }
};

/** Its listeners go one by one: `removeAllListeners` would also take those by which Node keeps a worker's port open. */
function ask(worker: Worker, task: SplitTask, onStage: (stage: string) => void): Promise<SplitAnswer> {
  return new Promise((resolve) => {
    const end = (answer: SplitAnswer): void => {
      worker.off('message', hear);
      worker.off('error', fail);
      worker.off('exit', leave);
      resolve(answer);
    };
    const hear = (message: FromWorker): void => ('stage' in message ? onStage(message.stage) : end(message));
    const fail = (error: Error): void => end({ error });
    const leave = (code: number): void => end({ error: new Error(`the worker ended with ${code}`) });
    worker.on('message', hear);
    worker.on('error', fail);
    worker.on('exit', leave);
    worker.postMessage({ task });
  });
}

/** Beside the sources it is a TypeScript file; in a bundle it is an entry of its own, one folder above the chunks. */
function workerFile(): URL {
  const places = ['./worker.ts', './split-worker.js', '../split-worker.js'].map(
    (path) => new URL(path, import.meta.url),
  );
  const found = places.find((place) => existsSync(fileURLToPath(place)));
  if (found === undefined) throw new Error('split-worker.js is missing beside the bundle');
  return found;
}
