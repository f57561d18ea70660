import type { Case, Draft } from './case.ts';

/** IX001: what would be shipped is not what was measured. */
export function judgeFileOnDisk({ files, subject, artifact }: Case): readonly Draft[] {
  if (files === undefined || files.binary === 'same') return [];
  const missing = files.binary === 'missing';
  return [
    {
      rule: 'IX001',
      severity: missing ? 'warn' : 'error',
      message: missing
        ? `${subject.path} is not here: judged by what the index says of it.`
        : `${subject.path} has changed since the index was written.`,
      next: missing
        ? 'Run `gosymbols verify` where the binaries are.'
        : 'Split or inspect it again, and change it no more after that.',
      line: artifact.line,
    },
  ];
}
