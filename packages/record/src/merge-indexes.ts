import { basename } from 'node:path';
import type { ImageRecord } from './image-record.ts';
import { moveRecord } from './move-record.ts';
import type { BaselineRecord, BinaryRecord, Judgement, SymbolIndex } from './symbol-index.ts';
import { uniqueNames } from './unique-names.ts';

export interface IndexAt {
  readonly index: SymbolIndex;
  readonly path: string;
}

/**
 * The indexes that the legs of a matrix wrote, as one: paths as `to` spells them, names unique again, one verdict that
 * fails where any fails.
 */
export function mergeIndexes(legs: readonly [IndexAt, ...IndexAt[]], to: string): SymbolIndex {
  const [first, ...others] = legs;
  if (others.length === 0) return first.index;
  const moved = legs.map(({ index, path }) => index.binaries.map((binary) => moveRecord(binary, path, to)));
  const all = moved.flat();
  const names = uniqueNames(
    all.map(({ name, platform, before }) => ({
      base: basename(name),
      platform: platform ?? before.platform,
    })),
  );
  const binaries = all.map((binary, at): BinaryRecord => ({ ...binary, name: names[at] ?? binary.name }));
  const renamed = new Map(all.map((binary, at) => [binary, names[at] ?? binary.name]));
  const nameIn = (leg: number, name: string): string => {
    const binary = moved[leg]?.find((one) => one.name === name);
    return (binary === undefined ? undefined : renamed.get(binary)) ?? name;
  };
  const judgements = legs.flatMap(({ index }, leg) =>
    index.policy === undefined ? [] : [{ ...renameAll(index.policy, (name) => nameIn(leg, name)), leg }],
  );
  const gates = legs.flatMap(({ index }, leg) =>
    index.gate === undefined ? [] : [renameAll(index.gate, (name) => nameIn(leg, name))],
  );
  const baseline = baselineOf(legs);
  const images = imagesOf(legs);
  const { binaries: _, images: __, policy: ___, gate: ____, baseline: _____, ...rest } = first.index;
  return {
    ...rest,
    createdAt:
      legs
        .map(({ index }) => index.createdAt)
        .sort()
        .at(-1) ?? rest.createdAt,
    binaries,
    ...(images.length === 0 ? {} : { images }),
    ...(baseline === undefined ? {} : { baseline }),
    ...(judgements[0] === undefined
      ? {}
      : {
          policy: {
            ...together(judgements),
            file: judgements[0].file,
            judged: judgements.flatMap(({ judged = [], leg }) =>
              judged.map((row) => ({ ...row, binary: nameIn(leg, row.binary) })),
            ),
          },
        }),
    ...(gates[0] === undefined ? {} : { gate: { ...together(gates), store: gates[0].store } }),
  };
}

function together(all: readonly Judgement[]): Judgement {
  return {
    verdict: all.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'pass',
    findings: all.flatMap(({ findings }) => findings),
  };
}

function renameAll<T extends Judgement>(judgement: T, rename: (name: string) => string): T {
  const findings = judgement.findings.map((finding) => ({ ...finding, artifact: rename(finding.artifact) }));
  return { ...judgement, findings };
}

/** An image that several legs judged is one image. */
function imagesOf(legs: readonly IndexAt[]): ImageRecord[] {
  const images = new Map<string, ImageRecord>();
  for (const image of legs.flatMap(({ index }) => index.images ?? [])) {
    const { artifact, platform } = image;
    const key = JSON.stringify([artifact, platform?.os, platform?.arch, platform?.variant]);
    if (!images.has(key)) images.set(key, image);
  }
  return [...images.values()];
}

/** The first leg that found one; where none did, the first reason. */
function baselineOf(legs: readonly IndexAt[]): BaselineRecord | undefined {
  const all = legs.flatMap(({ index }) => index.baseline ?? []);
  return all.find(({ source }) => source !== 'none') ?? all[0];
}
