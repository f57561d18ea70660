import { nearest, RequestError } from '@gosymbols/host';

/** @throws RequestError for a target that is no build's id; a file that names none has the project's name as its one */
export function checkIds(targets: readonly string[], { ids }: { readonly ids: readonly string[] }): void {
  const unknown = ids.length === 0 ? undefined : targets.find((target) => !ids.includes(target));
  if (unknown === undefined) return;
  const guess = nearest(unknown, ids);
  throw new RequestError(`target \`${unknown}\` is not the id of a build`, {
    code: 'TARGET_UNKNOWN',
    next: guess === undefined ? `The ids are ${ids.join(', ')}.` : `Did you mean \`${guess}\`?`,
  });
}
