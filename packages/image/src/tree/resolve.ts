import { pathError } from './entry-path.ts';
import { type Child, type Directory, newDirectory } from './nodes.ts';

/** A directory with its path, without symbolic links. */
export interface Place {
  readonly directory: Directory;
  /** Ends in `/`. */
  readonly path: string;
}

/** Links that are followed on one path, as in Go's and containerd's own walk. */
const MAX_HOPS = 255;
/** Directories within directories; PATH_MAX allows no more names. */
const MAX_DEPTH = 2048;

/**
 * Follows a path the way a process with the image as its root would: links cannot lead out.
 * @param create the layer that missing directories belong to; undefined to make none
 * @throws ImageError `IMAGE_PATH` for a loop, or a file in the way
 */
export function resolveDirectory(
  root: Directory,
  components: readonly string[],
  create: number | undefined,
  file: string,
): Place | undefined {
  const todo = components.toReversed();
  const above: Place[] = [{ directory: root, path: '/' }];
  let hops = 0;
  for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
    const here = above.at(-1);
    if (here === undefined) return undefined;
    if (name === '' || name === '.') continue;
    if (name === '..') {
      if (above.length > 1) above.pop();
      continue;
    }
    const child = here.directory.children.get(name) ?? made(here.directory, name, create);
    if (child === undefined) return undefined;
    const { node } = child;
    if (node.kind === 'directory') {
      above.push({ directory: node, path: `${here.path}${name}/` });
      if (above.length > MAX_DEPTH)
        throw pathError(`${here.path} has more than ${MAX_DEPTH} directories`, file);
    } else if (node.kind === 'symlink') {
      if (++hops > MAX_HOPS) throw pathError(`symbolic links turn in a circle at ${here.path}${name}`, file);
      if (node.link.startsWith('/')) above.length = 1;
      todo.push(...node.link.split('/').reverse());
    } else if (create === undefined) return undefined;
    else throw pathError(`${here.path}${name} is a file, and something is to lie below it`, file);
  }
  return above.at(-1);
}

function made(directory: Directory, name: string, layer: number | undefined): Child | undefined {
  if (layer === undefined) return undefined;
  const child: Child = { node: newDirectory(), layer };
  directory.children.set(name, child);
  return child;
}
