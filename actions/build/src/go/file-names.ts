import type { GoMain } from './list-mains.ts';

/** The program's name; where two have the same, with the folders in which they differ: `a-tool`, `b-tool`. */
export function fileName(main: GoMain, mains: readonly GoMain[]): string {
  const namesakes = mains.filter(({ name }) => name === main.name);
  if (namesakes.length === 1) return main.name;
  const parents = namesakes.map(({ importPath }) => importPath.split('/').slice(0, -1));
  const shared = sharedLength(parents);
  return main.importPath.split('/').slice(shared).join('-');
}

/** How many elements all lists begin with in common. */
function sharedLength(lists: readonly (readonly string[])[]): number {
  const [first = [], ...rest] = lists;
  const differing = first.findIndex((element, index) => rest.some((list) => list[index] !== element));
  return differing === -1 ? first.length : differing;
}
