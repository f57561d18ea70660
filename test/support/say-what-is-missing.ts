import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Set-up of a whole test run: its last lines name every tool for want of which tests were skipped. */
export default function sayWhatIsMissing(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'gosymbols-missing-'));
  const list = join(folder, 'tools');
  writeFileSync(list, '');
  process.env['GOSYMBOLS_MISSING_TOOLS'] = list;
  return () => {
    const lines = new Set(readFileSync(list, 'utf8').split('\n').filter(Boolean));
    rmSync(folder, { recursive: true });
    delete process.env['GOSYMBOLS_MISSING_TOOLS'];
    if (lines.size === 0) return;
    process.stderr.write('\n SKIPPED: tests were left out for want of these tools:\n');
    for (const line of lines) process.stderr.write(`   ${line}\n`);
    process.stderr.write('\n');
  };
}
