import {
  type Host,
  type Inputs,
  type MatchedFile,
  matchFiles,
  type Outcome,
  RequestError,
  type Verb,
} from '@gosymbols/host';
import { type BinaryFacts, inspectFile } from '@gosymbols/inspect';
import { levelOf } from '@gosymbols/policy';
import spec from '../action.yml';
import { factsTable } from './facts-table.ts';

export const verb: Verb = { name: 'inspect', spec, positional: 'binaries', run };

/** Formats that Go links programs to; the rest is passed over unless it was named. */
const EXECUTABLES: ReadonlySet<string> = new Set(['elf', 'mach-o', 'pe', 'wasm']);

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const documents: (BinaryFacts & { level: string; levelReasons: readonly string[] })[] = [];
  for (const file of await matchFiles(inputs.list('binaries'), host.cwd)) {
    host.signal.throwIfAborted();
    const facts = await inspectFile(file.path, { signal: host.signal });
    if (!EXECUTABLES.has(facts.kind)) {
      if (file.named) throw notExecutable(file, facts);
      continue;
    }
    const { level, reasons } = levelOf(facts);
    documents.push({ ...facts, level, levelReasons: reasons });
  }
  if (documents.length === 0) {
    throw new RequestError('none of the files is an executable', {
      code: 'NO_BINARIES',
      next: 'Name the binaries that the build wrote.',
    });
  }
  return {
    outputs: {
      count: documents.length,
      levels: Object.fromEntries(documents.map(({ path, level }) => [path, level])),
    },
    document: documents,
    text: documents.map(factsTable).join('\n\n'),
  };
}

function notExecutable(file: MatchedFile, facts: BinaryFacts): RequestError {
  const what =
    facts.kind === 'empty'
      ? 'is empty'
      : facts.kind === 'other'
        ? 'is not an executable'
        : `is ${facts.kind === 'archive' ? 'an' : 'a'} ${facts.kind}, not an executable`;
  return new RequestError(`${file.path}: ${what}`, {
    code: 'NOT_EXECUTABLE',
    next: 'Name a binary that the build wrote.',
  });
}
