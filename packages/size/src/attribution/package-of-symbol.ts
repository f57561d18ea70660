/**
 * Import path of the package that a Go symbol belongs to, `main` included; undefined where it has none. The linker writes
 * a path's dots behind the last slash as `%2e` (cmd/internal/objabi, `PathToPrefix`). Type arguments belong to whoever
 * declared the generic function, not to whose types they are.
 */
export function packageOfSymbol(symbol: string): string | undefined {
  const name = withoutPrefix(symbol);
  if (name === undefined) return undefined;
  const end = name.search(/[[({ ,]/);
  const head = end < 0 ? name : name.slice(0, end);
  const dot = head.indexOf('.', head.lastIndexOf('/') + 1);
  if (dot <= 0 || head.startsWith('$')) return undefined;
  const path = head.slice(0, dot);
  return path.includes('%') ? unescaped(path) : path;
}

/** Symbols of the compiler itself: `type:.eq.T`, `go:itab.T,I`; until Go 1.19 with a dot in place of the colon. */
const OF_A_TYPE = /^(?:type[:.]\.(?:eq|hash)\.|go[:.]itab\.)(?:\*|\[\d*\])*/;
/** `go.uber.org/zap` is a package: of the older dotted ones only those that the linker made are the compiler's. */
const OF_THE_COMPILER =
  /^(?:(?:type|go):|type\.|go\.(?:string|func|interface|builtin|constinfo|cuinfo|info)[.*])/;

/** Whether the compiler made the symbol for the program as a whole, such as the equality of an unnamed struct. */
export function isOfTheCompiler(symbol: string): boolean {
  return OF_THE_COMPILER.test(symbol) && packageOfSymbol(symbol) === undefined;
}

function withoutPrefix(symbol: string): string | undefined {
  const typed = OF_A_TYPE.exec(symbol);
  if (typed !== null) return symbol.slice(typed[0].length);
  return OF_THE_COMPILER.test(symbol) ? undefined : symbol;
}

function unescaped(path: string): string {
  return path.replaceAll(/%([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
