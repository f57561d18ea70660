import { OPERATIONS } from './published.ts';

interface Route {
  readonly operation: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Parameters that hold slashes: a file's path, a ref, two refs compared. */
const DEEP = new Set(['path', 'ref', 'basehead']);

const PATTERNS = OPERATIONS.map((operation) => {
  const [method = '', path = ''] = operation.split(' ');
  const source = path.replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => `(?<${name}>${DEEP.has(name) ? '.+' : '[^/]+'})`,
  );
  return { operation, method, pattern: new RegExp(`^${source}$`) };
});

/** The published operation that a request is; undefined for none, and for another repository. */
export function matchRoute(
  method: string,
  path: string,
  repository: { readonly owner: string; readonly name: string },
): Route | undefined {
  for (const { operation, pattern, method: of } of PATTERNS) {
    const groups = of === method.toLowerCase() ? pattern.exec(path)?.groups : undefined;
    if (groups === undefined) continue;
    const params = Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    if (params['owner'] === repository.owner && params['repo'] === repository.name)
      return { operation, params };
  }
  return undefined;
}
