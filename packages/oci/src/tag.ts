import { OciError } from './oci-error.ts';

/** A tag name: distribution-spec 1.1 gives this grammar, 128 characters at most. */
export type Tag = string & { readonly __tag: unique symbol };

export const MAX_TAG_LENGTH = 128;
const TAG = /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}$/;

export function isTag(text: string): text is Tag {
  return TAG.test(text);
}

/** @throws OciError `TAG_FORMAT` */
export function parseTag(text: string): Tag {
  if (isTag(text)) return text;
  throw new OciError(`${JSON.stringify(text)} is not a tag (letters, digits, . _ -, at most 128)`, {
    kind: 'request',
    code: 'TAG_FORMAT',
  });
}
