import { resolve } from 'node:path';
import {
  type Host,
  type Inputs,
  type MatchedFile,
  matchFiles,
  type Outcome,
  RequestError,
  type Verb,
} from '@gosymbols/host';
import { type BinaryFacts, inspectFile, type VariableCoverage, variableCoverage } from '@gosymbols/inspect';
import {
  CAPABILITY_IDS,
  type Capability,
  type CapabilityId,
  capabilitiesOf,
  type Explanation,
  explain,
  levelOf,
} from '@gosymbols/policy';
import leven from 'leven';
import spec from '../action.yml';
import { capabilityTable, explanationText } from './capability-text.ts';
import { factsTable } from './facts-table.ts';

export const verb: Verb = { name: 'inspect', spec, positional: 'binaries', run };

interface Document extends BinaryFacts {
  readonly level: string;
  readonly levelReasons: readonly string[];
  readonly capabilities: readonly Capability[];
  readonly explanations?: readonly Explanation[];
  readonly variables?: VariableCoverage | undefined;
}

/** Formats that Go links programs to; the rest is passed over unless it was named. */
const EXECUTABLES: ReadonlySet<string> = new Set(['elf', 'mach-o', 'pe', 'wasm']);

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const asked = askedOf(inputs.text('explain'));
  const documents: Document[] = [];
  for (const file of await matchFiles(inputs.list('binaries'), host.cwd)) {
    host.signal.throwIfAborted();
    const facts = await inspectFile(file.path, { signal: host.signal });
    if (!EXECUTABLES.has(facts.kind)) {
      if (file.named) throw notExecutable(file, facts);
      continue;
    }
    const { level, reasons } = levelOf(facts);
    const debug = await debugFileOf(facts, inputs, host);
    documents.push({
      ...facts,
      level,
      levelReasons: reasons,
      capabilities: capabilitiesOf(facts, debug),
      ...(asked.length === 0 ? {} : { explanations: asked.map((id) => explain(facts, id, debug)) }),
      ...(asked.includes('locals') && facts.dwarf !== undefined
        ? { variables: await variableCoverage(file.path, { signal: host.signal, worst: 5 }) }
        : {}),
    });
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
      capabilities: Object.fromEntries(
        documents.map(({ path, capabilities }) => [
          path,
          Object.fromEntries(capabilities.map(({ id, holds }) => [id, holds])),
        ]),
      ),
    },
    document: documents,
    text: documents.map(textOf).join('\n\n'),
  };
}

function textOf(document: Document): string {
  return document.explanations === undefined
    ? [factsTable(document), capabilityTable(document.capabilities)].join('\n')
    : [
        document.path,
        ...document.explanations.map((explanation) => explanationText(explanation, document.variables)),
      ].join('\n');
}

function askedOf(name: string | undefined): readonly CapabilityId[] {
  if (name === undefined) return [];
  if (name === 'all') return CAPABILITY_IDS;
  const id = CAPABILITY_IDS.find((known) => known === name);
  if (id !== undefined) return [id];
  const [nearest = ''] = [...CAPABILITY_IDS].sort((a, b) => leven(a, name) - leven(b, name));
  throw new RequestError(`explain: ${name} is no capability`, {
    code: 'UNKNOWN_CAPABILITY',
    next: `Did you mean ${nearest}? There are: ${CAPABILITY_IDS.join(', ')}, all.`,
  });
}

async function debugFileOf(
  facts: BinaryFacts,
  inputs: Inputs,
  host: Host,
): Promise<{ readonly debug?: BinaryFacts }> {
  const named = inputs.text('debug');
  if (named === undefined) return {};
  if (inputs.list('binaries').length !== 1) {
    throw new RequestError('debug: belongs to one binary, and more than one are asked about', {
      code: 'ONE_BINARY',
      next: 'Name the binary that the debug file was split from.',
    });
  }
  return {
    debug: await inspectFile(resolve(host.cwd, named), { signal: host.signal, codeOf: facts.path }),
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
