import { type Document, isAlias, isCollection, isScalar, type Node, visit } from 'yaml';

type Path = readonly (string | number)[];

/**
 * Makes sure that a change at `path` changes nothing elsewhere: each alias on the way there is replaced by a copy of what
 * it refers to.
 */
export function ownNode(document: Document, path: Path): void {
  for (let length = 1; length <= path.length; length++) {
    const step = path.slice(0, length);
    const node = document.getIn(step, true) as unknown;
    if (!isAlias(node)) continue;
    const source = node.resolve(document);
    if (source !== undefined) document.setIn(step, copyOf(source, document));
  }
}

/** Replaces what is at `path`. Aliases elsewhere to anchors in it keep what they refer to, as copies. */
export function replaceNode(document: Document, path: Path, value: unknown): void {
  const before = document.getIn(path, true) as Node | undefined;
  const anchors = new Set<Node>();
  if (isCollection(before) || isScalar(before)) {
    visit(before, {
      Node: (_, node) => {
        if ((isCollection(node) || isScalar(node)) && node.anchor !== undefined) anchors.add(node);
      },
    });
  }
  if (anchors.size > 0) {
    visit(document, {
      Alias: (_, alias) => {
        const source = alias.resolve(document);
        return source !== undefined && anchors.has(source) ? copyOf(source, document) : undefined;
      },
    });
  }
  document.setIn(path, document.createNode(value));
}

/** Without anchors: a name that is defined twice means the later one to all that follows. */
function copyOf(source: Node, document: Document): Node {
  const copy = source.clone(document.schema) as Node;
  visit(copy, {
    Node: (_, node) => {
      if (isCollection(node) || isScalar(node)) delete node.anchor;
    },
  });
  return copy;
}
