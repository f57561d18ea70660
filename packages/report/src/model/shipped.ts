import type { BinaryRecord } from '@gosymbols/record';
import { loadedOf, type Measured, partsOf, type SizeReport } from '@gosymbols/size';

/** Bytes of the file that ships. */
export function shippedBytes(record: BinaryRecord): number {
  return shippedSizes(record)?.disk ?? record.before.size;
}

function shippedSizes({ sizeBefore, split }: BinaryRecord): SizeReport | undefined {
  return split?.sizeAfter ?? sizeBefore;
}

/** One build as `size` compares it. Where nobody measured it, its facts give all but the wire size. */
export function measuredOf(record: BinaryRecord): Measured {
  const facts = record.split?.after ?? record.before;
  const { packages } = record;
  return {
    facts,
    sizes: shippedSizes(record) ?? { disk: facts.size, loaded: loadedOf(facts), parts: partsOf(facts) },
    ...(packages === undefined ? {} : { packages }),
  };
}
