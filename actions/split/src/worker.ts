import { parentPort } from 'node:worker_threads';
import { splitBinary } from './split-binary.ts';
import type { FromWorker, ToWorker } from './split-task.ts';

/** Splits one binary after another, as the pool sends them. A wish to stop lets the current one clean up first. */
const controller = new AbortController();
const answer = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on('message', async (message: ToWorker) => {
  if ('abort' in message) {
    controller.abort(new Error(message.abort));
    return;
  }
  try {
    const onStage = (stage: string): void => answer({ stage });
    answer({ record: await splitBinary(message.task, { signal: controller.signal, onStage }) });
  } catch (error) {
    answer({ error: plain(error) });
  }
});

/** A structured clone keeps an error's message only; these are what the user is told. */
function plain(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack } = error;
  return {
    name,
    message,
    stack,
    ...Object.fromEntries(Object.entries(error).filter(([, value]) => typeof value !== 'object')),
  };
}
