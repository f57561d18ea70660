import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './workspaces.ts';

/** Spelled like a code, and none: names of ELF and core files, of settings, and what other programs say. */
const NOT_CODES = [
  /^(EI|EM|ET|NT|PT|SH|SHT|DW|ERR|CERT)_/,
  /^(CGO_ENABLED|LOADING_FAILURE|GOSYMBOLS_[A-Z_]+)$/,
  /^(DIGEST_INVALID|MANIFEST_INVALID|MANIFEST_BLOB_UNKNOWN|NAME_UNKNOWN)$/,
];
const SPELLED = /(?<!\[)'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g;
/** Codes of one word cannot be told from other words, but where they are called so. */
const CALLED = /\b(?:code: |warn\()'([A-Z]{3,})'/g;
const OF_THE_SYSTEM = /^E[A-Z]+$/;

/**
 * Every error and warning code of the sources: literals of capitals with an underscore that are no key in brackets
 * (environment variables are read so).
 */
export function errorCodes(): ReadonlySet<string> {
  const found = ['packages', 'actions'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter(
        (path) => /(^|\/)src\/.*(?<!\.test)\.ts$/.test(path) && !/\/(testing|node_modules)\//.test(path),
      )
      .flatMap((path) => codesIn(readFileSync(join(ROOT, folder, path), 'utf8'))),
  );
  return new Set(found);
}

/** Codes in the text of one module. */
export function codesIn(text: string): readonly string[] {
  const spelled = [...text.matchAll(SPELLED)].map(([, code = '']) => code);
  const called = [...text.matchAll(CALLED)].map(([, code = '']) => code);
  return [
    ...spelled.filter((code) => !NOT_CODES.some((pattern) => pattern.test(code))),
    ...called.filter((code) => !OF_THE_SYSTEM.test(code)),
  ];
}
