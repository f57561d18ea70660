import type { Claim, DebugCompression, FileRecord } from '../pair.ts';

export interface JoinOptions {
  readonly strippedPath: string;
  readonly debugPath: string;
  readonly outPath: string;
  readonly compress: DebugCompression;
  readonly signal?: AbortSignal;
  readonly onStage?: (stage: 'check the pair' | 'write' | 'prove') => void;
}
export interface JoinResult {
  readonly full: FileRecord;
  readonly agreement: Claim;
}
export async function joinFile(_options: JoinOptions): Promise<JoinResult> {
  throw new Error('not there yet');
}
