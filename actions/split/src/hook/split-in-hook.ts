import { realpathSync, statSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Host, makeFolder, type Outcome, RequestError } from '@gosymbols/host';
import { type BinaryFacts, inspectFile } from '@gosymbols/inspect';
import { levelOf } from '@gosymbols/policy';
import { type BinaryRecord, IndexError, readIndex, spellBeside } from '@gosymbols/record';
import { measureFile } from '@gosymbols/size';
import { settleBuildIds } from '../build-ids.ts';
import type { Candidate } from '../candidates.ts';
import { outcomeOf } from '../outcome.ts';
import type { SplitVerbRequest } from '../request.ts';
import { splitBinary } from '../split-binary.ts';
import { documentOf, gatherRecords, writeRecord } from './gather-records.ts';
import { hookName } from './hook-name.ts';

/**
 * Splits the one binary that a build tool has just built, where it is, before the tool packs it. What cannot be split
 * passes through with its size; what this hook has split before is left alone.
 */
export async function splitInHook(request: SplitVerbRequest, hook: string, host: Host): Promise<Outcome> {
  const hookDir = resolve(host.cwd, hook);
  const indexPath = join(hookDir, 'gosymbols.json');
  const path = justBuilt(request.binaries[0] ?? '', host);
  const facts = await inspectFile(path, { signal: host.signal });
  const name = hookName(path, hookDir);
  const known = await recordBefore(documentOf(hookDir, name), facts);
  if (known !== undefined) {
    host.info(`${name} is split already`);
    return outcomeOf([known], indexPath);
  }
  await makeFolder(hookDir);
  const beside = spellBeside(indexPath, path);
  const candidate: Candidate = {
    path,
    strippedPath: path,
    debugPath: join(hookDir, `${name}.debug`),
    isSplit: false,
    record: {
      name,
      path: beside,
      ...(facts.platform === undefined ? {} : { platform: facts.platform }),
      producer: { tool: 'goreleaser' },
      before: { ...facts, path: beside },
      levelBefore: levelOf(facts).level,
    },
  };
  const built = statSync(path);
  const record = await splitOrPass(candidate, request, indexPath, host);
  if (record.split !== undefined) utimesSync(candidate.debugPath, built.atime, built.mtime);
  await writeRecord(hookDir, record, built.mtime);
  await gatherRecords(hookDir);
  return outcomeOf([record], indexPath);
}

async function splitOrPass(
  candidate: Candidate,
  request: SplitVerbRequest,
  indexPath: string,
  host: Host,
): Promise<BinaryRecord> {
  const { record, path } = candidate;
  const { kind, dwarf, symtab, debugLink } = record.before;
  if (kind === 'elf' && dwarf === undefined && symtab === undefined) {
    host.warning(
      `${record.name} has neither DWARF nor a symbol table${debugLink === undefined ? ': it was linked with -s, or stripped by another hook' : `: its symbols are in ${debugLink.file}`}. It is left as it is.`,
    );
    const sizeBefore = await measureFile(path, record.before, { wire: request.wire, signal: host.signal });
    return { ...record, sizeBefore };
  }
  const { repair, refusal } = settleBuildIds(candidate, new Map(), request.buildIds, host);
  if (refusal !== undefined)
    throw new RequestError(refusal, { code: 'BUILD_ID_SHARED', next: 'Set build-ids to repair.' });
  const task = { candidate, repair, request, indexPath };
  return splitBinary(task, { signal: host.signal, onStage: () => {} });
}

/** The record of an earlier call, where the file is still what that call left. */
async function recordBefore(document: string, facts: BinaryFacts): Promise<BinaryRecord | undefined> {
  try {
    const [record] = (await readIndex(document)).binaries;
    return record?.split?.after.buildIds.file === facts.buildIds.file ? record : undefined;
  } catch (error) {
    if (error instanceof IndexError && error.code === 'INDEX_MISSING') return undefined;
    throw error;
  }
}

/** GoReleaser calls hooks with the path that it told the compiler: with several main packages in one build, a folder. */
function justBuilt(path: string, host: Host): string {
  const absolute = resolve(host.cwd, path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile() === true) return realpathSync(absolute);
  throw new RequestError(`${path} is no file that was just built`, {
    code: 'HOOK_NO_BINARY',
    next: 'Give each main package a build of its own, and the hook `{{ .Path }}`.',
  });
}
