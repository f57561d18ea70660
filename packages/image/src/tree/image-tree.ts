import type { ImageLimits } from '../limits.ts';
import type { TarEntry } from '../tar/read-tar.ts';
import { componentsOf, pathError } from './entry-path.ts';
import { type Child, type Directory, type Leaf, newDirectory } from './nodes.ts';
import { type Place, resolveDirectory } from './resolve.ts';
import type { Waste } from './waste.ts';

/** Image-spec 1.1, "Whiteouts". */
const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
/** AUFS' own records in the root; old images have hard links to what lies in `.wh..wh.plnk`, and nothing shows them. */
const AUFS = '.wh..wh.';

export interface ImageTreeOptions {
  readonly limits: ImageLimits;
  readonly waste: Waste;
  /** Told when the last name of a file went. */
  readonly onGone: (leaf: Leaf) => void;
}

/** The names of a file system to which layers are applied in order. Content is not held, nothing is written. */
export class ImageTree {
  readonly #root: Directory = newDirectory();
  readonly #limits: ImageLimits;
  readonly #waste: Waste;
  readonly #onGone: (leaf: Leaf) => void;

  constructor({ limits, waste, onGone }: ImageTreeOptions) {
    this.#limits = limits;
    this.#waste = waste;
    this.#onGone = onGone;
  }

  /**
   * Applies an entry as containerd does; gives the file that it made, if it made one.
   * @param file the layer, for messages. @throws ImageError `IMAGE_PATH`, `IMAGE_LIMIT`
   */
  apply(entry: TarEntry, layer: number, file: string): Leaf | undefined {
    const components = componentsOf(entry.name, this.#limits, file);
    const name = components.at(-1);
    if (name === undefined) {
      if (entry.kind === 'directory') return undefined;
      throw pathError(`${JSON.stringify(entry.name)} is the root of the image, and not a directory`, file);
    }
    if (name.startsWith(WHITEOUT)) {
      const parent = resolveDirectory(this.#root, components.slice(0, -1), undefined, file);
      if (parent !== undefined) this.#whiteOut(parent, name, layer, file);
      return undefined;
    }
    const parent = resolveDirectory(this.#root, components.slice(0, -1), layer, file);
    if (parent === undefined) return undefined;
    if (entry.kind === 'directory') {
      const there = parent.directory.children.get(name)?.node;
      this.#put(parent, name, { node: there?.kind === 'directory' ? there : newDirectory(), layer });
      return undefined;
    }
    if (entry.kind === 'hard-link') {
      this.#put(parent, name, { node: this.#linked(entry, file), layer });
      return undefined;
    }
    const { kind, link, size, mode } = entry;
    if (kind === 'symlink' && Buffer.byteLength(link) > this.#limits.path)
      throw pathError(
        `the target of ${JSON.stringify(entry.name)} is longer than ${this.#limits.path} bytes`,
        file,
      );
    const leaf: Leaf = { kind, link, size: kind === 'file' ? size : 0, mode, layer, names: 0 };
    this.#put(parent, name, { node: leaf, layer });
    return kind === 'file' ? leaf : undefined;
  }

  /** Every file with every name that it has in the end. */
  *files(): Generator<{ readonly path: string; readonly leaf: Leaf }> {
    const todo: Place[] = [{ directory: this.#root, path: '/' }];
    for (let here = todo.pop(); here !== undefined; here = todo.pop()) {
      for (const [name, { node }] of here.directory.children) {
        if (here.path === '/' && name.startsWith(AUFS)) continue;
        if (node.kind === 'directory') todo.push({ directory: node, path: `${here.path}${name}/` });
        else yield { path: `${here.path}${name}`, leaf: node };
      }
    }
  }

  /** The leaf of that very name, links not followed. */
  find(path: string): Leaf | undefined {
    let node: Leaf | Directory | undefined = this.#root;
    for (const name of path.split('/').filter(Boolean)) {
      node = node?.kind === 'directory' ? node.children.get(name)?.node : undefined;
    }
    return node?.kind === 'directory' ? undefined : node;
  }

  #linked(entry: TarEntry, file: string): Leaf {
    const components = componentsOf(entry.link, this.#limits, file);
    const parent = resolveDirectory(this.#root, components.slice(0, -1), undefined, file);
    const node = parent?.directory.children.get(components.at(-1) ?? '')?.node;
    if (node !== undefined && node.kind !== 'directory') return node;
    const what = node === undefined ? 'is not there' : 'is a directory';
    throw pathError(
      `${JSON.stringify(entry.name)} is a hard link to ${JSON.stringify(entry.link)}, which ${what}`,
      file,
    );
  }

  #put(parent: Place, name: string, child: Child): void {
    const before = parent.directory.children.get(name);
    if (child.node.kind !== 'directory') child.node.names++;
    if (before !== undefined && before.node !== child.node) this.#drop(before, parent.path + name, undefined);
    else if (before !== undefined && before.node.kind !== 'directory') before.node.names--;
    parent.directory.children.set(name, child);
  }

  /** Whiteouts hide what lower layers brought, whatever the order of entries in their own layer. */
  #whiteOut(parent: Place, name: string, layer: number, file: string): void {
    const { directory, path } = parent;
    if (name === OPAQUE) {
      for (const child of [...directory.children.keys()]) this.#hide(directory, child, path, layer);
      return;
    }
    if (name.startsWith(AUFS)) return;
    const hidden = name.slice(WHITEOUT.length);
    if (['', '.', '..'].includes(hidden))
      throw pathError(`${JSON.stringify(path + name)} hides no name`, file);
    this.#hide(directory, hidden, path, layer);
  }

  #hide(directory: Directory, name: string, path: string, layer: number): void {
    const child = directory.children.get(name);
    if (child === undefined) return;
    const { node } = child;
    if (node.kind === 'directory') {
      for (const below of [...node.children.keys()]) this.#hide(node, below, `${path}${name}/`, layer);
      if (child.layer === layer || node.children.size > 0) return;
    } else {
      if (child.layer === layer) return;
      this.#drop(child, path + name, layer);
    }
    directory.children.delete(name);
  }

  #drop({ node }: Child, path: string, deletedIn: number | undefined): void {
    if (node.kind === 'directory') {
      for (const [name, child] of node.children) this.#drop(child, `${path}/${name}`, deletedIn);
      return;
    }
    node.names--;
    if (node.names > 0) return;
    this.#waste.add(path, node.size, node.layer, deletedIn);
    this.#onGone(node);
  }
}
