/** What a package may import of ours, by folder name; `types` may be named but not loaded. */
export interface Allowed {
  readonly values: readonly string[];
  readonly types?: readonly string[];
}

const ACTIONS = [
  'action-baseline',
  'action-build',
  'action-fetch',
  'action-gate',
  'action-init',
  'action-inspect',
  'action-join',
  'action-prune',
  'action-publish',
  'action-report',
  'action-split',
  'action-verify',
] as const;

const PACKAGES: Readonly<Record<string, Allowed>> = {
  bytes: { values: [] },
  oci: { values: [] },
  host: { values: [] },
  github: { values: [] },
  elf: { values: ['bytes'] },
  dwarf: { values: ['bytes'] },
  gobinary: { values: ['bytes', 'elf'] },
  inspect: { values: ['bytes', 'elf', 'dwarf', 'gobinary'] },
  split: { values: ['bytes', 'elf', 'dwarf', 'gobinary', 'inspect'] },
  size: { values: ['bytes', 'elf', 'dwarf', 'gobinary', 'inspect'] },
  // What is not alike in two builds is said once, by `size`.
  policy: { values: ['size'], types: ['gobinary', 'dwarf', 'split', 'inspect'] },
  symbols: { values: ['oci'], types: ['split'] },
  record: { values: [], types: ['inspect', 'policy', 'size', 'split', 'symbols'] },
  // Above `inspect`, as the binaries in an image are inspected; `oci` brings its layers.
  image: { values: ['bytes', 'elf', 'gobinary', 'inspect', 'oci'] },
  // `policy` owns what a level means; a report that ranked levels itself would be a second definition.
  // What moved between two builds is said once, by `size`.
  report: { values: ['policy', 'size'], types: ['record', 'inspect', 'split', 'symbols'] },
  baseline: { values: ['github', 'record'] },
  // Beside `symbols`: a statement knows digests and names, and no index; `oci` brings what refers to an image.
  provenance: { values: ['oci'] },
  debuginfod: { values: ['symbols', 'elf'] },
  delve: { values: [] },
  kubernetes: { values: [] },
  cli: { values: ['host', 'record', 'action-pipeline', ...ACTIONS] },
};

const BELOW_ACTIONS = Object.keys(PACKAGES).filter((name) => name !== 'cli');

/**
 * The direction of imports. `name` is that of package.json without its scope.
 * @returns undefined for a package that the table does not know
 */
export function allowedFor(name: string): Allowed | undefined {
  if (name === 'action-pipeline') return { values: [...BELOW_ACTIONS, ...ACTIONS] };
  if (name.startsWith('action-')) return { values: BELOW_ACTIONS };
  return PACKAGES[name];
}
