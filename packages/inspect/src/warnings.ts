import type { ByteSource } from '@gosymbols/bytes';
import type { BinaryFacts, FactWarning } from './facts.ts';

/** What a person should know of this file before trusting it. */
export function warningsOf(facts: Omit<BinaryFacts, 'warnings'>, source: ByteSource): FactWarning[] {
  const warnings: FactWarning[] = [];
  const warn = (code: string, message: string): void => {
    warnings.push({ code, message });
  };
  if (isUpx(source)) warn('UPX', 'packed by UPX: no debugger, profiler or build ID works on the packed file');
  if (facts.buildIds.constant !== undefined) warn('CONSTANT_BUILD_ID', facts.buildIds.constant);
  if (facts.buildIds.gnu === undefined) {
    warn('NO_GNU_BUILD_ID', 'no GNU build ID: debuggers and symbol servers cannot find symbols by ID');
  }
  if (facts.go === undefined && facts.pclntab === undefined)
    warn('NOT_GO', 'neither Go build information nor a pclntab: not a Go binary, or hidden by a packer');
  // garble writes `unknown` as version and another magic number before pclntab (its linker patches).
  else if (facts.pclntab === undefined && facts.go?.version === 'unknown')
    warn('GARBLE', 'obfuscated, as garble does it: names in panics, profiles and debuggers are meaningless');
  else if (facts.pclntab === undefined)
    warn('NO_PCLNTAB', 'no pclntab that could be read: obfuscated, packed or damaged');
  const flags = facts.go?.settings['-ldflags'] ?? '';
  const stripped = /(^|\s|["'])(-s|-w)(=true)?(?=$|\s|["'])/.test(flags);
  if (stripped && facts.dwarf === undefined)
    warn('STRIPPED_BY_LINKER', `built with -ldflags=${flags}: there is nothing to split off`);
  return warnings;
}

/** UPX leaves its mark in the first kilobyte of the packed file. */
function isUpx(source: ByteSource): boolean {
  return Buffer.from(source.read(0, Math.min(1024, source.size))).includes('UPX!');
}
