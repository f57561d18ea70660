import type { Plugin } from 'rolldown';
import * as rollupPluginLicense from 'rollup-plugin-license';
import { licenceNote, licenceOf } from './licence-policy.ts';

/** Ships with every `dist/`: what is bundled, and under which licences. */
export const LICENCES_FILE = 'THIRD-PARTY-LICENCES.txt';

type Dependency = rollupPluginLicense.Dependency;

/** Its types describe an ES module, and it is none: the function is the module itself. */
const license = rollupPluginLicense.default as unknown as (options: rollupPluginLicense.Options) => Plugin;

/**
 * Lists the packages that code was taken from, with the texts of their licences; the bundle fails where one may not be
 * bundled. rollup-plugin-license finds them, but writes its file before `cleanDir` empties the folder.
 */
export function licences(): Plugin[] {
  let found: readonly Dependency[] = [];
  const collector = license({
    thirdParty: {
      multipleVersions: true,
      output: (dependencies: readonly Dependency[]) => {
        found = dependencies;
      },
    },
  });
  return [
    collector,
    {
      name: 'licences',
      generateBundle() {
        this.emitFile({ type: 'asset', fileName: LICENCES_FILE, source: licencesText(found) });
      },
    },
  ];
}

export function licencesText(packages: readonly Dependency[]): string {
  const sorted = packages.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'));
  return `Packages that are part of this bundle, and their licences.\n${sorted.map(entryOf).join('')}`;
}

function entryOf(one: Dependency): string {
  const note = licenceNote(one);
  const lines = [
    `\n${'-'.repeat(80)}\n${nameOf(one)}`,
    `Licence: ${licenceOf(one)}${note === undefined ? '' : ` (${note})`}`,
    ...(one.author === null ? [] : [`Author: ${one.author.text()}`]),
    ...(one.homepage === null ? [] : [`Home: ${one.homepage}`]),
    ...[one.licenseText, one.noticeText].flatMap((text) => (text === null ? [] : [`\n${text.trim()}`])),
  ];
  return `${lines.join('\n')}\n`;
}

function nameOf({ name, version }: Dependency): string {
  return `${name}@${version}`;
}
