import { ProvenanceError } from './provenance-error.ts';
import type { Statement } from './statement.ts';

/** actions/attest takes no more subjects (MAX_SUBJECT_COUNT of its src/subject.ts), nor GitHub's API. */
const MAX_SUBJECTS = 1024;

/**
 * The subjects as `actions/attest` takes them by `subject-checksums`: lines as `sha256sum` writes them.
 * @throws ProvenanceError `SUBJECTS_TOO_MANY`
 */
export function subjectChecksums({ subject }: Statement): string {
  if (subject.length > MAX_SUBJECTS) {
    throw new ProvenanceError(
      `${subject.length} subjects are to be attested; actions/attest takes at most ${MAX_SUBJECTS}`,
      { code: 'SUBJECTS_TOO_MANY', next: 'Publish in several runs, each with an index of fewer binaries.' },
    );
  }
  return subject.map(({ name, digest }) => `${digest['sha256']}  ${name}\n`).join('');
}
