import type { Host } from '@gosymbols/host';
import type { TerminalOptions } from '@gosymbols/report';

/** The log of a workflow is as wide as the browser's window; longer lines wrap there. */
const LOG_WIDTH = 140;
const PIPE_WIDTH = 100;

/**
 * Colour and width of what the text is printed on. NO_COLOR (https://no-color.org) and FORCE_COLOR decide before the
 * kind of output does; COLUMNS before the measured width.
 */
export function terminalShape(
  host: Pick<Host, 'kind' | 'env'>,
  stdout: { readonly isTTY?: boolean; readonly columns?: number } = process.stdout,
): TerminalOptions {
  const { env } = host;
  const given = Number(env['COLUMNS']);
  const width =
    Number.isInteger(given) && given > 0
      ? given
      : (stdout.columns ?? (host.kind === 'github' ? LOG_WIDTH : PIPE_WIDTH));
  return { width, colour: coloured(host, stdout) };
}

function coloured({ kind, env }: Pick<Host, 'kind' | 'env'>, stdout: { readonly isTTY?: boolean }): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  if (kind === 'github') return true;
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}
