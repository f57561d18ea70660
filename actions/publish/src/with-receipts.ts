import type { SymbolIndex } from '@gosymbols/record';
import type { Published } from './publish-all.ts';

/** The index with these receipts; an older one of the same store is replaced. */
export function withReceipts(index: SymbolIndex, published: readonly Published[]): SymbolIndex {
  const receipts = new Map(published.map(({ file, receipt }) => [file.name, receipt]));
  return {
    ...index,
    binaries: index.binaries.map((binary) => {
      const receipt = receipts.get(binary.name);
      if (receipt === undefined) return binary;
      const others = (binary.receipts ?? []).filter(({ store }) => store !== receipt.store);
      return { ...binary, receipts: [...others, receipt] };
    }),
  };
}
