import type { Signer } from '@sigstore/verify';
import type { SignerPolicy } from './trust.ts';

type Identity = NonNullable<Signer['identity']>;

/** Source repository URI: https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md */
const SOURCE_REPOSITORY = '1.3.6.1.4.1.57264.1.12';
const UTF8_STRING = 0x0c;

/** What about the signer is not as the policy wants it; undefined where all is. */
export function signerFault(identity: Identity, policy: SignerPolicy): string | undefined {
  const issuer = identity.extensions?.issuer;
  if (issuer !== policy.issuer)
    return `its signer was vouched for by ${issuer ?? 'nobody'}, not ${policy.issuer}`;
  if (policy.repository !== undefined) {
    const repository = sourceRepository(identity);
    const wanted = `https://github.com/${policy.repository}`;
    if (repository?.toLowerCase() !== wanted.toLowerCase())
      return `it was signed in ${repository ?? 'no repository'}, not ${wanted}`;
  }
  const name = identity.subjectAlternativeName ?? '';
  if (policy.identity !== undefined && !matchesPattern(policy.identity, name))
    return `it was signed by ${name === '' ? 'nobody' : name}, not ${policy.identity}`;
  return undefined;
}

/** Only `*` stands for something. */
function matchesPattern(pattern: string, text: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(text);
}

function sourceRepository({ oids = [] }: Identity): string | undefined {
  const found = oids.find(({ oid }) => oid?.id.join('.') === SOURCE_REPOSITORY)?.value;
  if (found === undefined) return undefined;
  // DER: tag, length, text. From 128 on, the length's first byte says how many bytes it takes.
  const long = (found[1] ?? 0) & 0x80 ? (found[1] ?? 0) & 0x7f : 0;
  return found[0] === UTF8_STRING ? found.subarray(2 + long).toString('utf8') : undefined;
}
