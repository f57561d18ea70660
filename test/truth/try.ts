import { mkdirSync, writeFileSync } from 'node:fs';
import { inspectFile } from '@gosymbols/inspect';
import { capabilitiesOf } from '@gosymbols/policy';
import { columnsOf } from './files.ts';
import { observeAll } from './observe-all.ts';
import { LINKED, PUBLIC, TOOLCHAINS } from './subjects.ts';
const want = process.argv[2] ?? 'static';
const subject = [...LINKED, ...TOOLCHAINS, ...PUBLIC].find((s) => s.name === want)!;
const base = `/tmp/t/truth/${want.replace(/\W/g, '-')}`;
mkdirSync(base, { recursive: true });
const columns = await columnsOf(subject, base);
for (const [index, column] of columns.entries()) {
  if (process.argv[3] !== undefined && column.mode !== process.argv[3]) continue;
  const folder = `${base}/cell-${index}`;
  mkdirSync(folder, { recursive: true });
  const started = Date.now();
  const seen = await observeAll(subject, column, folder);
  const facts = await inspectFile(column.file);
  const claims = capabilitiesOf(facts, column.debug === undefined ? {} : { debug: await inspectFile(column.debug) });
  console.log(`== ${column.mode} ${Date.now() - started} ms`);
  for (const [id, o] of Object.entries(seen)) {
    const claim = claims.find((c) => c.id === id);
    const flag = claim?.holds === o.holds ? '   ' : '###';
    if (flag === '###' || process.argv[4]) console.log(flag, id, 'claim', claim?.holds, 'seen', o.holds, JSON.stringify(o.asked));
  }
  writeFileSync(`${folder}/seen.json`, JSON.stringify(seen, null, 1));
}
