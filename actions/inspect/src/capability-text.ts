import { coveredShare, type VariableCoverage } from '@gosymbols/inspect';
import type { Capability, Explanation } from '@gosymbols/policy';

/** A line for each capability, in the columns of the facts above it. */
export function capabilityTable(capabilities: readonly Capability[]): string {
  return capabilities
    .map(({ id, holds, reason }) => `  ${id.padEnd(13)} ${holds.padEnd(6)}  ${reason}`)
    .join('\n');
}

/** One capability at length: why, whose doing, and what would change it. */
export function explanationText(explanation: Explanation, variables: VariableCoverage | undefined): string {
  const { id, title, holds, reason, consumers, restore, kept } = explanation;
  const lines = [
    `${id}: ${holds}. With this file you ${HOLDS[holds]} ${title}.`,
    `  why           ${reason}`,
    `  asked of      ${consumers.map(({ name, range }) => (range === '*' ? name : `${name} ${range}`)).join(', ')}`,
    ...kept.map(({ section, bytes }) => `  stands on     ${section}, ${bytes} bytes of the file`),
    ...restore.map(
      ({ how, bytes }) => `  to restore    ${how}${bytes === undefined ? '' : ` (+${bytes} bytes)`}`,
    ),
  ];
  if (id === 'locals' && variables !== undefined) lines.push(...variableLines(variables));
  return lines.map((line) => `  ${line}`).join('\n');
}

const HOLDS: Readonly<Record<Capability['holds'], string>> = {
  yes: 'can',
  partly: 'can only partly',
  no: 'cannot',
};

function variableLines({ parameters, locals, units, worst }: VariableCoverage): string[] {
  const share = (counts: VariableCoverage['parameters']): string =>
    `${Math.floor(coveredShare(counts) * 1000) / 10} %`;
  return [
    `  parameters    ${parameters.count}, readable in ${share(parameters)} of the code they are in scope of`,
    `  locals        ${locals.count}, readable in ${share(locals)} of the code they are in scope of`,
    `  units         ${units.optimised} optimised, ${units.unoptimised} not, ${units.unstated} do not say`,
    ...worst.map(({ name, entry }) => `  hides most    ${name} at ${entry}`),
  ];
}
