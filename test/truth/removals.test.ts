import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { FormatError } from '@gosymbols/bytes';
import { type BinaryFacts, inspectFile, type SectionFacts } from '@gosymbols/inspect';
import { type Level, levelOf, meetsLevel } from '@gosymbols/policy';
import { describe, expect, test } from 'vitest';
import { random } from '../hostile/random.ts';
import { NATIVE } from '../support/build-matrix.ts';
import { goProgram } from '../support/go-programs.ts';
import { run } from '../support/run.ts';
import { scratch } from '../support/scratch.ts';
import { lacks } from '../support/tools.ts';

/** Chains of removals for each build; a chain ends where nothing is left to take. */
const CHAINS = 12;
const STEPS = 8;

const builds = NATIVE.filter(({ native }) => native === true);

describe.skipIf(lacks('objcopy', 'gcc')).each(builds)('$name', (build) => {
  test('whatever is removed, the level does not rise', async () => {
    using folder = scratch();
    for (let chain = 0; chain < CHAINS; chain += 1) {
      const dice = random(chain + 1);
      const path = folder.at(`chain-${chain}`);
      copyFileSync(goProgram(build), path);
      const told: string[] = [];
      let level = await levelIn(path);
      for (let step = 0; step < STEPS; step += 1) {
        const facts = await factsIn(path);
        if (facts === undefined) break;
        const removal = remove(path, facts.sections, dice);
        if (removal === undefined) break;
        const next = await levelIn(path);
        told.push(`${removal}: ${level} -> ${next}`);
        expect(meetsLevel(level, next), `seed ${chain + 1}: ${told.join('; ')}`).toBe(true);
        level = next;
      }
    }
  });
});

async function factsIn(path: string): Promise<BinaryFacts | undefined> {
  try {
    return await inspectFile(path);
  } catch (error) {
    // A file from which too much was taken is damaged, and is told so.
    if (error instanceof FormatError) return undefined;
    throw error;
  }
}

async function levelIn(path: string): Promise<Level> {
  const facts = await factsIn(path);
  return facts === undefined ? 'D0' : levelOf(facts).level;
}

/** Takes a section out whole, or wipes a part of one; says what was done. */
function remove(
  path: string,
  sections: readonly SectionFacts[],
  dice: ReturnType<typeof random>,
): string | undefined {
  const candidates = sections.filter(
    ({ name, fileSize }) =>
      fileSize > 0 && /^\.(z?debug_|symtab|strtab|note|go\.|gopclntab|data\.rel\.ro\.gopclntab)/.test(name),
  );
  if (candidates.length === 0) return undefined;
  const section = dice.pick(candidates);
  if (dice.below(2) === 0) {
    const whole = section.name === '.symtab' || section.name === '.strtab' ? '--strip-unneeded' : '';
    const args = whole === '' ? ['--remove-section', section.name] : [whole];
    return run('objcopy', [...args, path]).status === 0 ? `objcopy ${args.join(' ')}` : 'nothing';
  }
  const from = dice.below(section.fileSize);
  const length = 1 + dice.below(section.fileSize - from);
  const bytes = readFileSync(path);
  bytes.fill(0, section.offset + from, section.offset + from + length);
  writeFileSync(path, bytes);
  return `wiped ${length} bytes at ${from} of ${section.name}`;
}
