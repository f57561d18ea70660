import { StringDecoder } from 'node:string_decoder';

/** Characters after which a line without an end is passed on as it is. */
const LONGEST_LINE = 1 << 20;

/**
 * Turns chunks of bytes into lines. A carriage return ends a line as a line feed does, so that what a progress bar
 * overwrites is seen too; empty lines that come of it are passed over.
 */
export function lineSplitter(onLine: (line: string) => void): { push(chunk: Buffer): void; end(): void } {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const emit = (line: string): void => {
    if (line !== '') onLine(line);
  };
  const take = (text: string): void => {
    const lines = (rest + text).split(/[\r\n]/);
    rest = lines.pop() ?? '';
    for (const line of lines) emit(line);
    if (rest.length > LONGEST_LINE) {
      emit(rest);
      rest = '';
    }
  };
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end: () => {
      take(decoder.end());
      emit(rest);
      rest = '';
    },
  };
}
