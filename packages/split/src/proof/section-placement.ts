import { isAllocated, type Section, SHT } from '@gosymbols/elf';
import type { FilePlan } from '../file-plan.ts';
import type { Claim } from '../pair.ts';
import { readAgain, type SectionReading } from './second-reader.ts';
import type { Trio } from './trio.ts';
import { carried, twinsOf } from './twins.ts';

/** Point 3: the debug file places every section of the original at its address and size, loaded ones without content. */
export function proveSectionPlacement(trio: Trio): Claim {
  const wrong =
    wrongPlacement(trio) ??
    notAsPlanned('debug file', trio.debugPlan, trio.debug) ??
    notAsPlanned('stripped file', trio.strippedPlan, trio.stripped);
  if (wrong !== undefined) return claim(false, wrong);
  const loaded = trio.original.sections.filter(isAllocated).length;
  return claim(
    true,
    `${loaded} loaded sections have the original's addresses and sizes; both section tables read back as planned`,
  );
}

function claim(holds: boolean, detail: string): Claim {
  return { point: 3, id: 'section-placement', holds, detail };
}

function wrongPlacement({ original, debug }: Trio): string | undefined {
  const twins = twinsOf(original, debug);
  for (const section of carried(original)) {
    const twin = twins.get(section.index);
    const address = `0x${section.address.toString(16)}`;
    if (twin === undefined) return `the debug file lacks ${section.name} at ${address}`;
    if (!isAllocated(section)) continue;
    if (twin.address !== section.address)
      return `${section.name} is at 0x${twin.address.toString(16)} in the debug file, was at ${address}`;
    if (twin.size !== section.size || twin.flags !== section.flags)
      return `${section.name}: ${describe(twin)}, was ${describe(section)}`;
    if (twin.type !== SHT.NOBITS && twin.type !== SHT.NOTE)
      return `${section.name} has content in the debug file`;
  }
  return undefined;
}

function describe(section: Section): string {
  return `size ${section.size}, flags 0x${section.flags.toString(16)}`;
}

export function notAsPlanned(what: string, plan: FilePlan, file: Trio['debug']): string | undefined {
  const reading = readAgain(file.source);
  const rows: readonly SectionReading[] = reading?.sections.slice(1) ?? [];
  if (reading === undefined) return undefined;
  if (rows.length !== plan.sections.length)
    return `the ${what} has ${rows.length} sections, planned were ${plan.sections.length}`;
  for (const [index, planned] of plan.sections.entries()) {
    const row = rows[index];
    const same =
      row?.name === planned.name &&
      row.addr === Number(planned.address) &&
      row.off === planned.offset &&
      row.size === planned.size &&
      row.link === planned.link;
    if (!same)
      return `section ${index + 1} of the ${what} reads back as ${JSON.stringify(row)}, planned was ${planned.name} at ${planned.offset}`;
  }
  return undefined;
}
