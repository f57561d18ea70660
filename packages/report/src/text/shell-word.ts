import { visibleText } from './visible-text.ts';

/**
 * One word for a POSIX shell, quoted where it must be. Undefined for text that cannot be shown as it is (control and
 * bidirectional characters): a command that reads as something else than it does must not be offered for copying.
 */
export function shellWord(text: string): string | undefined {
  if (text === '' || visibleText(text) !== text) return undefined;
  if (/^[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
