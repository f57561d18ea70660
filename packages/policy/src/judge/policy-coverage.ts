import type { Artifact, Exception, Stated } from '../file/policy.ts';
import type { Draft } from './case.ts';
import type { Subject } from './subject.ts';

/** PF001: an artifact that is not optional matches no binary. */
export function unmatched(
  artifact: Artifact,
  path: Stated<string>,
  binaries: readonly Subject[],
): readonly Draft[] {
  if (artifact.optional) return [];
  const there = binaries.map(({ path }) => path);
  const shown =
    there.length > 8 ? `${there.slice(0, 8).join(', ')} and ${there.length - 8} more` : there.join(', ');
  return [
    {
      rule: 'PF001',
      severity: 'error',
      message: `\`${path.value}\` matches no binary of the index${shown === '' ? ', which is empty' : `, which has ${shown}`}.`,
      next: 'Correct `path`, build the binary, or mark the artifact `optional: true`.',
      line: path.line,
    },
  ];
}

/** PF001: an image that could not be had where it may be left out, or that nobody read. */
export function unread(artifact: Artifact, image: Stated<string>): readonly Draft[] {
  if (artifact.optional) return [];
  return [
    {
      rule: 'PF001',
      severity: 'error',
      message: `The image \`${image.value}\` was not read.`,
      next: 'Build or pull the image first, or mark the artifact `optional: true`.',
      line: image.line,
    },
  ];
}

/** PF003: nobody judges this binary. */
export function uncovered({ path }: Subject): Draft {
  return {
    rule: 'PF003',
    severity: 'notice',
    message: `${path} is in the index, and no artifact of the policy covers it.`,
    next: 'Add an artifact for it.',
    line: 1,
  };
}

/** PF002: said whether or not its rule holds. */
export function expired({ rule, until, owner, reason, line }: Omit<Exception, 'artifact'>): Draft {
  return {
    rule: 'PF002',
    severity: 'error',
    message: `The exception from ${rule} expired on ${until} (${owner}: ${reason}).`,
    next: `Ask ${owner} to remove it or to give it a new date.`,
    line,
  };
}
