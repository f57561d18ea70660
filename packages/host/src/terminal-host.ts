import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import type { Host, Place, Progress } from './host.ts';
import { printable } from './printable.ts';

export interface TerminalHost extends Host, Disposable {}

type Style = Parameters<typeof styleText>[0];

/** Logs and progress go to stderr, so that stdout is the verb's answer and nothing else. */
export async function terminalHost(options: {
  readonly signal: AbortSignal;
  readonly debug: boolean;
}): Promise<TerminalHost> {
  const { stderr } = process;
  const interactive =
    stderr.isTTY === true && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb';
  const paint = (style: Style, text: string): string => styleText(style, text, { stream: stderr });
  const line = (text: string): void => {
    stderr.write(`${text}\n`);
  };
  let tempDir: string | undefined;
  const spinner = interactive ? (await import('ora')).default : undefined;
  return {
    kind: 'terminal',
    cwd: process.cwd(),
    env: process.env,
    signal: options.signal,
    get tempDir() {
      tempDir ??= mkdtempSync(join(tmpdir(), 'gosymbols-'));
      return tempDir;
    },
    now: () => new Date(),
    info: line,
    debug: (message) => {
      if (options.debug) line(paint('gray', message));
    },
    notice: (message, place) => line(`${paint('cyan', 'note')}  ${printable(`${at(place)}${message}`)}`),
    warning: (message, place) =>
      line(`${paint('yellow', 'warning')}  ${printable(`${at(place)}${message}`)}`),
    error: (message, place) => line(`${paint('red', 'error')}  ${printable(`${at(place)}${message}`)}`),
    async group(name, body) {
      line(paint('bold', name));
      return body();
    },
    progress: (label) =>
      spinner === undefined
        ? plainProgress(label, line)
        : spinning(spinner({ text: label, stream: stderr, discardStdin: false }).start(), label),
    summary: async () => {},
    setOutput: () => {},
    secret: () => {},
    uploadArtifact: async () => undefined,
    [Symbol.dispose]() {
      if (tempDir !== undefined) rmSync(tempDir, { recursive: true, force: true });
    },
  };
}

function at(place: Place | undefined): string {
  if (place?.file === undefined) return '';
  return `${place.file}${place.line === undefined ? '' : `:${place.line}`}: `;
}

function plainProgress(label: string, line: (text: string) => void): Progress {
  return {
    update: () => {},
    done: (text) => line(printable(`${label}: ${text}`)),
    failed: (text) => line(printable(`${label}: failed: ${text}`)),
  };
}

interface Spinner {
  text: string;
  succeed(text: string): unknown;
  fail(text: string): unknown;
}

function spinning(spinner: Spinner, label: string): Progress {
  return {
    update: (text) => {
      spinner.text = printable(`${label}: ${text}`);
    },
    done: (text) => void spinner.succeed(printable(`${label}: ${text}`)),
    failed: (text) => void spinner.fail(printable(`${label}: ${text}`)),
  };
}
