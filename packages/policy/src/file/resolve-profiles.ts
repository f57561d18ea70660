import type { Sourcing } from './build-policy.ts';
import { buildSettings } from './build-settings.ts';
import { EMPTY_SETTINGS, mergeSettings } from './merge-settings.ts';
import { suggest } from './nearest-word.ts';
import type { Settings } from './policy.ts';
import type { ProfileDocument } from './policy-document.ts';

/** Every profile with what it `extends` below it. A name that is not there, or a circle, is complained of once. */
export function resolveProfiles(
  documents: Readonly<Record<string, ProfileDocument>>,
  sourcing: Sourcing,
): Readonly<Record<string, Settings>> {
  const names = Object.keys(documents);
  const known = new Map(Object.entries(documents));
  for (const [name, { extends: parent }] of known) {
    if (parent === undefined || known.has(parent)) continue;
    sourcing.complain(
      ['profiles', name, 'extends'],
      `there is no profile \`${parent}\`${suggest(parent, names)}`,
    );
  }
  const blamed = new Set<string>();
  const resolved = names.map((name): [string, Settings] => {
    const chain = chainOf(name, known);
    const circle = chain.circle;
    if (circle !== undefined && !circle.some((member) => blamed.has(member))) {
      sourcing.complain(
        ['profiles', name, 'extends'],
        `profiles extend each other in a circle: ${circle.join(' → ')}`,
      );
      for (const member of circle) blamed.add(member);
    }
    const settings = chain.names.map((link) =>
      buildSettings(known.get(link) ?? {}, ['profiles', link], sourcing),
    );
    return [name, settings.reduceRight((base, over) => mergeSettings(base, over), EMPTY_SETTINGS)];
  });
  return Object.fromEntries(resolved);
}

/** The profile, what it extends, and so on; `circle` where that does not end. */
function chainOf(
  name: string,
  known: ReadonlyMap<string, ProfileDocument>,
): { names: string[]; circle?: string[] } {
  const names: string[] = [];
  for (let next: string | undefined = name; next !== undefined && known.has(next); ) {
    if (names.includes(next)) return { names, circle: [...names.slice(names.indexOf(next)), next] };
    names.push(next);
    next = known.get(next)?.extends;
  }
  return { names };
}
