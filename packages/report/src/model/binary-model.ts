import { posix } from 'node:path';
import type { FactWarning } from '@gosymbols/inspect';
import type { Severity } from '@gosymbols/policy';
import type { BinaryRecord, Producer } from '@gosymbols/record';
import { changeOf } from './change.ts';
import { debugCommandsOf } from './debug-commands.ts';
import { publishedLevelOf } from './published-level.ts';
import type { BinaryModel, PublishedModel } from './report-model.ts';
import { sectionFlowOf } from './section-flow.ts';

/**
 * One binary as the renderers print it. A binary that was not split ships as it was built.
 * @param context `folder`: where the index lies, as a shell names it; `baseline`: the same binary in the baseline
 */
export function binaryModelOf(
  record: BinaryRecord,
  context: { readonly folder: string; readonly baseline?: BinaryRecord; readonly worst?: Severity },
): BinaryModel {
  const { before, split, sizeBefore } = record;
  const after = split?.after ?? before;
  const size = changeOf(sizeBefore?.disk ?? before.size, shippedBytes(record));
  const sizeAfter = split?.sizeAfter ?? sizeBefore;
  const published = (record.receipts ?? []).map(publishedOf);
  const platform = record.platform ?? before.platform;
  const receipt = published.find((receipt) => receipt.verified) ?? published[0];
  return {
    name: record.name,
    path: record.path,
    ...(platform === undefined
      ? {}
      : { platform: [platform.os, platform.arch, platform.variant].filter(Boolean).join('/') }),
    kind: before.kind,
    producer: producerText(record.producer),
    flags: record.producer.flags ?? [],
    ...(before.go === undefined ? {} : { goVersion: before.go.version }),
    ...(before.go?.mainPackage === undefined ? {} : { mainPackage: before.go.mainPackage }),
    ...(split === undefined ? {} : { strip: split.strip }),
    size,
    ...(sizeBefore?.wire === undefined || sizeAfter?.wire === undefined
      ? {}
      : { wire: changeOf(sizeBefore.wire.bytes, sizeAfter.wire.bytes) }),
    ...(sizeBefore === undefined || sizeAfter === undefined
      ? {}
      : { parts: { before: sizeBefore.parts, after: sizeAfter.parts } }),
    level: {
      before: record.levelBefore,
      after: split?.levelAfter ?? record.levelBefore,
      shown: publishedLevelOf(record),
      ...(split?.debug === undefined ? {} : { withDebug: split.levelWithDebug }),
    },
    sections: sectionFlowOf(before, after),
    ...(split === undefined
      ? {}
      : {
          proof: {
            holds: split.proof.holds,
            held: split.proof.claims.filter((claim) => claim.holds).length,
            claims: split.proof.claims,
          },
        }),
    ...(split?.debug === undefined ? {} : { debugFile: split.debug }),
    published,
    buildIds: { before: before.buildIds, after: after.buildIds },
    commands: debugCommandsOf({
      tagged: receipt?.tag.replace(/^build-id-/, ''),
      found: after.buildIds.gnu !== undefined && after.buildIds.constant === undefined,
      store: receipt?.store,
      path: posix.join(context.folder, record.path),
    }),
    ...(context.baseline === undefined
      ? {}
      : { baseline: baselineOf(size.after, shippedBytes(context.baseline)) }),
    warnings: warningsOf([...before.warnings, ...after.warnings]),
    ...(context.worst === undefined ? {} : { worst: context.worst }),
  };
}

/** Bytes of the file that ships. */
export function shippedBytes(record: BinaryRecord): number {
  return record.split?.sizeAfter.disk ?? record.sizeBefore?.disk ?? record.before.size;
}

function baselineOf(now: number, then: number): NonNullable<BinaryModel['baseline']> {
  return { before: then, delta: now - then, percent: then === 0 ? 0 : ((now - then) / then) * 100 };
}

function publishedOf(receipt: NonNullable<BinaryRecord['receipts']>[number]): PublishedModel {
  return {
    store: receipt.store,
    tag: receipt.tag,
    reference: `${receipt.store}:${receipt.tag}`,
    digest: receipt.digest,
    layerBytes: receipt.layerBytes,
    existed: receipt.existed,
    verified: receipt.verified,
  };
}

const TOOLS: Readonly<Record<Producer['tool'], string>> = {
  go: 'go build',
  goreleaser: 'GoReleaser',
  bazel: 'Bazel',
  unknown: 'an unknown tool',
};

function producerText(producer: Producer): string {
  const tool = [TOOLS[producer.tool], producer.version].filter(Boolean).join(' ');
  return producer.target === undefined ? tool : `${tool}, ${producer.target}`;
}

function warningsOf(warnings: readonly FactWarning[]): FactWarning[] {
  const seen = new Map(warnings.map((warning) => [`${warning.code} ${warning.message}`, warning]));
  return [...seen.values()];
}
