import type { Host, Inputs, Json, Outcome, Verb } from '@gosymbols/host';
import { readIndex, VERSION, writeIndex } from '@gosymbols/record';
import {
  type BundleFacts,
  buildTime,
  makeLayer,
  openSymbolStore,
  resolveSubject,
  withLogin,
} from '@gosymbols/symbols';
import spec from '../action.yml';
import { dryRun } from './dry-run.ts';
import { publishAll } from './publish-all.ts';
import { publishBundles } from './publish-bundles.ts';
import { publishText } from './publish-text.ts';
import { type Publishable, publishables } from './publishables.ts';
import { type PublishRequest, readRequest } from './request.ts';
import { sourceFiles } from './source-files.ts';
import { withReceipts } from './with-receipts.ts';
import { writeProvenance } from './write-provenance.ts';

async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const request = readRequest(inputs, host);
  const { indexPath, compression, ephemeral } = request;
  const world = withLogin(host, inputs, [request.store]);
  const store = openSymbolStore(request.store, world, { toolVersion: VERSION, compression });
  const index = await readIndex(indexPath);
  const { files: bare, skipped } = await publishables(index, indexPath, request);
  for (const { name, reason } of skipped) host.info(`${name}: ${reason}, nothing to publish`);
  for (const file of bare) warnWhenHardToFind(file, host);
  const subject = request.subject === undefined ? undefined : await resolveSubject(request.subject, world);
  await using sources = await sourceLayer(request, bare.length > 0, host);
  const files = bare.map((file) => ({ ...file, symbols: { ...file.symbols, sources } }));
  const facts: Omit<BundleFacts, 'platform'> = {
    toolVersion: VERSION,
    time: buildTime(host.env),
    ephemeral,
    ...(subject === undefined ? {} : { subject }),
    ...(index.source === undefined ? {} : { source: index.source }),
  };
  if (request.dryRun) return await dryRun(store, files, facts, host);

  const published = await publishAll(store, files, host);
  const bundles = await publishBundles(store, published, facts);
  await writeIndex(indexPath, withReceipts(await readIndex(indexPath), published));
  const provenance = await writeProvenance(index, published, { ...request, image: subject?.digest });
  const receipts = published.map(({ file, receipt }) => ({ name: file.name, ...receipt }));
  const fresh = receipts.filter(({ existed }) => !existed);
  const outputs = {
    published: fresh.length,
    existing: receipts.length - fresh.length,
    'stored-bytes': fresh.reduce((sum, { layerBytes }) => sum + layerBytes, 0),
    receipts,
    bundles: bundles.map((bundle): Json => ({ ...bundle })),
    ...provenance,
  };
  return { outputs, text: publishText(request.store, published, bundles) };
}

/** Made once: it is the same for all binaries of a module. */
async function sourceLayer(
  { sources, compression }: PublishRequest,
  isNeeded: boolean,
  host: Host,
): Promise<Awaited<ReturnType<typeof makeLayer>> | undefined> {
  if (sources === undefined || !isNeeded) return undefined;
  const files = await sourceFiles(sources, host);
  return makeLayer({
    content: 'source',
    files,
    time: buildTime(host.env),
    compression,
    tempDir: host.tempDir,
  });
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
