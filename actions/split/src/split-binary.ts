import { RequestError } from '@gosymbols/host';
import { inspectFile } from '@gosymbols/inspect';
import { levelOf, levelWithDebug } from '@gosymbols/policy';
import { type BinaryRecord, spellBeside } from '@gosymbols/record';
import { attributeFile, measureFile } from '@gosymbols/size';
import { splitFile } from '@gosymbols/split';
import type { Candidate } from './candidates.ts';
import type { SplitTask } from './split-task.ts';
import { whatIf } from './what-if.ts';

interface SplitBinaryOptions {
  readonly signal: AbortSignal;
  readonly onStage: (stage: string) => void;
}

/** Splits one binary and measures both sides. What is no ELF file passes through with its size. */
export async function splitBinary(
  task: SplitTask,
  { signal, onStage }: SplitBinaryOptions,
): Promise<BinaryRecord> {
  const { candidate, request, indexPath } = task;
  const { record, path, strippedPath, debugPath } = candidate;
  const measure = { wire: request.wire, signal };
  if (record.before.kind !== 'elf')
    return { ...record, sizeBefore: await measureFile(path, record.before, measure) };
  if (record.before.dwarf === undefined && record.before.symtab === undefined)
    throw nothingToSplit(candidate);
  const sizeBefore = await measureFile(path, record.before, measure);
  const packages = await attributeFile(path, record.before, { signal });
  const weights = request.whatIf
    ? await whatIf(path, { repair: task.repair, wire: request.wire, signal })
    : undefined;
  const result = await splitFile({
    path,
    strippedPath,
    debugPath,
    strip: request.strip,
    compress: request.compress,
    repair: task.repair,
    signal,
    onStage,
  });
  // The pair is in place: from here on a cancellation waits, so that no file is replaced without a record of it.
  const after = await inspectFile(strippedPath);
  const beside = (target: string): string => spellBeside(indexPath, target);
  return {
    ...record,
    path: beside(strippedPath),
    sizeBefore,
    ...(packages && { packages }),
    ...(weights && { whatIf: weights }),
    split: {
      strip: request.strip,
      original: result.original,
      stripped: { ...result.stripped, path: beside(strippedPath) },
      debug: { ...result.debug, path: beside(debugPath) },
      proof: result.proof,
      after: { ...after, path: beside(strippedPath) },
      levelAfter: levelOf(after).level,
      // The proof has shown that the debug file's content is the original's, so are its facts; its build ID is the shipped file's.
      levelWithDebug: levelWithDebug(after, { ...record.before, buildIds: after.buildIds }).level,
      sizeAfter: await measureFile(strippedPath, after, { wire: request.wire }),
    },
  };
}

function nothingToSplit({ record, path }: Candidate): RequestError {
  const { debugLink } = record.before;
  const why =
    debugLink === undefined
      ? 'it was built with -ldflags="-s -w", or stripped since'
      : `it was split before; its symbols are in ${debugLink.file}`;
  return new RequestError(`${path} has neither DWARF nor a symbol table: ${why}`, {
    code: 'NOTHING_TO_SPLIT',
    next: 'Build it without -s and -w, and split that.',
  });
}
