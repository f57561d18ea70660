import { resolve } from 'node:path';
import type { Host, Inputs, Json, Outcome, Verb } from '@gosymbols/host';
import { readIndex, VERSION, writeIndex } from '@gosymbols/record';
import { openSymbolStore, resolveSubject } from '@gosymbols/symbols';
import spec from '../action.yml';
import { dryRun } from './dry-run.ts';
import { publishAll } from './publish-all.ts';
import { publishBundles } from './publish-bundles.ts';
import { publishText } from './publish-text.ts';
import { type Publishable, publishables } from './publishables.ts';
import { withReceipts } from './with-receipts.ts';

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const indexPath = resolve(host.cwd, inputs.text('index') ?? '');
  const storeText = inputs.text('store') ?? '';
  const compression = inputs.choice('compression', ['zstd', 'gzip']);
  const store = openSymbolStore(storeText, host, { toolVersion: VERSION, compression });
  const index = await readIndex(indexPath);
  const { files, skipped } = await publishables(index, indexPath);
  for (const { name, reason } of skipped) host.info(`${name}: ${reason}, nothing to publish`);
  for (const file of files) warnWhenHardToFind(file, host);
  const subjectText = inputs.text('subject');
  const subject = subjectText === undefined ? undefined : await resolveSubject(subjectText, host);
  if (inputs.flag('dry-run')) return dryRun(store, files);

  const published = await publishAll(store, files, host);
  const bundles = await publishBundles(store, published, {
    toolVersion: VERSION,
    env: host.env,
    ...(subject === undefined ? {} : { subject }),
    ...(index.source === undefined ? {} : { source: index.source }),
  });
  await writeIndex(indexPath, withReceipts(await readIndex(indexPath), published));
  const receipts = published.map(({ file, receipt }) => ({ name: file.name, ...receipt }));
  const fresh = receipts.filter(({ existed }) => !existed);
  const outputs = {
    published: fresh.length,
    existing: receipts.length - fresh.length,
    'stored-bytes': fresh.reduce((sum, { layerBytes }) => sum + layerBytes, 0),
    receipts,
    bundles: bundles.map((bundle): Json => ({ ...bundle })),
  };
  return { outputs, text: publishText(storeText, published, bundles) };
}

/** gdb, Delve and perf look by GNU build ID; other keys need `gosymbols fetch --binary`. */
function warnWhenHardToFind(file: Publishable, host: Host): void {
  if (file.key.from === 'gnu') return;
  const { constant } = file.symbols.identities;
  const why =
    constant === undefined ? 'has no GNU build ID' : `has a build ID that is not its own (${constant})`;
  host.warning(
    `${file.name} ${why}: its symbols are filed under its ${file.key.from === 'go' ? 'Go build' : 'file'} ID, and debuggers do not look there. Split with build-ids \`repair\`.`,
  );
}

export const verb: Verb = { name: 'publish', spec, run };
