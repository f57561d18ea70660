import type { BinaryFacts } from '@gosymbols/inspect';

/** What a person wants to know of one file, in rows of two columns. */
export function factsTable(
  facts: BinaryFacts & { readonly level: string; readonly levelReasons: readonly string[] },
): string {
  const rows: [string, string][] = [
    ['size', `${facts.size} bytes`],
    ['kind', kindText(facts)],
    [
      'level',
      facts.levelReasons.length === 0
        ? facts.level
        : `${facts.level}, not higher: ${facts.levelReasons.join('; ')}`,
    ],
    ['GNU build ID', facts.buildIds.gnu ?? 'none'],
    ['Go build ID', facts.buildIds.go ?? 'none'],
    ['file ID', facts.buildIds.file],
  ];
  if (facts.go !== undefined) rows.push(['Go', goText(facts)]);
  if (facts.pclntab !== undefined)
    rows.push([
      'pclntab',
      `${facts.pclntab.functions} functions, layout of Go ${facts.pclntab.version}, ${facts.pclntab.size} bytes`,
    ]);
  rows.push([
    'symbol table',
    facts.symtab === undefined
      ? 'none'
      : `${facts.symtab.symbols} symbols, ${facts.symtab.functions} functions`,
  ]);
  rows.push(['DWARF', dwarfText(facts)]);
  for (const { producer, units } of facts.dwarf?.producers.slice(0, 4) ?? [])
    rows.push(['compiled by', `${producer} (${units} ${units === 1 ? 'unit' : 'units'})`]);
  if (facts.debugLink !== undefined)
    rows.push([
      'debug link',
      `${facts.debugLink.file}, CRC 0x${facts.debugLink.crc32.toString(16).padStart(8, '0')}`,
    ]);
  for (const warning of facts.warnings) rows.push(['warning', `${warning.message} [${warning.code}]`]);
  return [facts.path, ...rows.map(([name, text]) => `  ${name.padEnd(13)} ${text}`)].join('\n');
}

function kindText(facts: BinaryFacts): string {
  if (facts.elf === undefined) return facts.kind;
  const { class: bits, order, type, machine } = facts.elf;
  return `ELF ${bits}-bit ${order}-endian ${type}, ${machine}, ${facts.platform?.os}/${facts.platform?.arch}, ${facts.sections.length} sections`;
}

function goText(facts: BinaryFacts): string {
  const { version, mainPackage, dependencies = [], settings = {} } = facts.go ?? {};
  const flags = settings['-ldflags'] === undefined ? '' : `, -ldflags=${settings['-ldflags']}`;
  return `${version}, ${mainPackage ?? 'no main package recorded'}, ${dependencies.length} modules${flags}`;
}

function dwarfText(facts: BinaryFacts): string {
  if (facts.dwarf === undefined) return 'none';
  const { versions, units, functions, compression, size, fileSize, unoptimised } = facts.dwarf;
  const stored =
    compression === 'none' ? `${size} bytes` : `${size} bytes (${fileSize} stored, ${compression})`;
  return `version ${versions.join(' and ')}, ${units} units, ${functions} functions, ${stored}${unoptimised ? ', not optimised' : ''}`;
}
