import { posix } from 'node:path';
import type { FactWarning } from '@gosymbols/inspect';
import type { Severity } from '@gosymbols/policy';
import type { BinaryRecord, JudgedRecord, Producer } from '@gosymbols/record';
import type { SizeComparison } from '@gosymbols/size';
import type { StripMode } from '@gosymbols/split';
import { againstBaseline, packageChangesOf } from './baseline-model.ts';
import { changeOf } from './change.ts';
import { debugCommandsOf } from './debug-commands.ts';
import { publishedLevelOf } from './published-level.ts';
import type { BinaryModel, PublishedModel } from './report-model.ts';
import { sectionFlowOf } from './section-flow.ts';
import { shippedBytes } from './shipped.ts';

const STRIP_MODES: readonly StripMode[] = ['none', 'dwarf', 'all'];

/**
 * One binary as the renderers print it. A binary that was not split ships as it was built.
 * @param context `folder`: where the index lies, as a shell names it; `baseline`: the same binary in the baseline
 */
export function binaryModelOf(
  record: BinaryRecord,
  context: {
    readonly folder: string;
    readonly baseline?: { readonly record: BinaryRecord; readonly comparison: SizeComparison };
    readonly worst?: Severity;
    readonly judged?: JudgedRecord;
  },
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
      : {
          baseline: againstBaseline(record, context.baseline.record, context.baseline.comparison),
        }),
    ...(context.judged?.profile === undefined ? {} : { profile: context.judged.profile }),
    ...(context.judged?.limits === undefined ? {} : { limits: context.judged.limits }),
    ...(record.packages === undefined
      ? {}
      : {
          packages: {
            method: record.packages.method,
            rows: packageChangesOf(record, context.baseline?.comparison.packages),
          },
        }),
    ...whatIfOf(record.whatIf),
    warnings: warningsOf([...before.warnings, ...after.warnings]),
    ...(context.worst === undefined ? {} : { worst: context.worst }),
  };
}

function whatIfOf(whatIf: BinaryRecord['whatIf']): Pick<BinaryModel, 'whatIf'> {
  const rows = STRIP_MODES.flatMap((strip) => {
    const size = whatIf?.[strip];
    return size === undefined ? [] : [{ strip, ...size }];
  });
  return rows.length === 0 ? {} : { whatIf: rows };
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
