import { IndexError } from './index-error.ts';
import { indexText, parseIndex } from './read-index.ts';
import type { SymbolIndex } from './symbol-index.ts';

/** Our own documents are 9 deep. */
const MAX_DEPTH = 40;
/** PATH_MAX of Linux. */
const MAX_NAME = 4096;
const MAX_FINDINGS = 10_000;

/**
 * An index that somebody else's run wrote, e.g. a fork's: of the right shape, and of sizes that an honest one has.
 * @throws IndexError
 */
export function parseForeignIndex(text: string, path: string): SymbolIndex {
  const depth = depthOf(text);
  if (depth > MAX_DEPTH) throw forged(path, `it is nested ${depth} deep`);
  const index = parseIndex(text, path);
  const seen = new Set<string>();
  for (const { name } of index.binaries) {
    if (name.length > MAX_NAME) throw forged(path, `a binary's name has ${name.length} characters`);
    if (seen.has(name)) throw forged(path, `two binaries are named ${JSON.stringify(name)}`);
    seen.add(name);
  }
  const images = new Set<string>();
  for (const { artifact, platform, binaries } of index.images ?? []) {
    const key = JSON.stringify([artifact, platform?.os, platform?.arch, platform?.variant]);
    if (images.has(key)) throw forged(path, `two images are of the artifact ${JSON.stringify(artifact)}`);
    images.add(key);
    const long = [artifact, ...binaries.map(({ name }) => name)].find(({ length }) => length > MAX_NAME);
    if (long !== undefined) throw forged(path, `a name in an image has ${long.length} characters`);
  }
  const findings = (index.policy?.findings.length ?? 0) + (index.gate?.findings.length ?? 0);
  if (findings > MAX_FINDINGS) throw forged(path, `it has ${findings} findings`);
  return index;
}

/** Reads an index that somebody else's run wrote. @throws IndexError */
export async function readForeignIndex(path: string): Promise<SymbolIndex> {
  return parseForeignIndex(await indexText(path), path);
}

/** How deep objects and lists are nested in a JSON text, strings left out. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) at++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      depth++;
      if (depth > deepest) deepest = depth;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
}

function forged(file: string, what: string): IndexError {
  return new IndexError(`is no honest symbol index: ${what}`, {
    code: 'INDEX_FORGED',
    file,
    next: 'Look at the run that wrote it.',
  });
}
