export interface Module {
  readonly path: string;
  readonly version: string;
  readonly sum?: string;
  readonly replace?: Module;
}

export interface ModuleInfo {
  readonly mainPackage?: string;
  readonly module?: Module;
  readonly dependencies: readonly Module[];
  readonly settings: Readonly<Record<string, string>>;
}

/** The blob is framed by 16 bytes on each side (Go's cmd/go/internal/modload `infoStart`, `infoEnd`). */
const FRAME = 16;

/** Parses the tab-separated text of runtime/debug.BuildInfo; `framed` is latin-1 so that the frame stays 16 long. */
export function parseModuleInfo(framed: string): ModuleInfo {
  if (framed.length < 2 * FRAME + 1 || framed[framed.length - FRAME - 1] !== '\n')
    return { dependencies: [], settings: {} };
  const text = Buffer.from(framed.slice(FRAME, -FRAME), 'latin1').toString('utf8');
  let mainPackage: string | undefined;
  let module: Module | undefined;
  let last: 'module' | 'dependency' | undefined;
  const dependencies: Module[] = [];
  const settings: Record<string, string> = {};
  for (const line of text.split('\n')) {
    const [kind, ...fields] = line.split('\t');
    if (kind === 'path') mainPackage = fields[0];
    else if (kind === 'mod') {
      module = moduleOf(fields);
      last = 'module';
    } else if (kind === 'dep') {
      dependencies.push(moduleOf(fields));
      last = 'dependency';
    } else if (kind === '=>' && last === 'module' && module !== undefined)
      module = { ...module, replace: moduleOf(fields) };
    else if (kind === '=>' && last === 'dependency') {
      const replaced = dependencies.pop();
      if (replaced !== undefined) dependencies.push({ ...replaced, replace: moduleOf(fields) });
    } else if (kind === 'build') {
      const [key, value] = splitSetting(fields.join('\t'));
      settings[key] = value;
    }
  }
  return {
    ...(mainPackage === undefined ? {} : { mainPackage }),
    ...(module === undefined ? {} : { module }),
    dependencies,
    settings,
  };
}

function moduleOf(fields: readonly string[]): Module {
  const [path = '', version = '', sum = ''] = fields;
  return { path, version, ...(sum === '' ? {} : { sum }) };
}

/** `key=value`; either side is a quoted Go string where it holds white space or quotes. */
function splitSetting(text: string): [string, string] {
  const quoted = /^"((?:[^"\\]|\\.)*)"=/.exec(text) ?? /^`([^`]*)`=/.exec(text);
  const at = quoted === null ? text.indexOf('=') : quoted[0].length - 1;
  if (at < 0) return [text, ''];
  return [unquote(text.slice(0, at)), unquote(text.slice(at + 1))];
}

function unquote(text: string): string {
  if (text.startsWith('`') && text.endsWith('`') && text.length >= 2) return text.slice(1, -1);
  if (!text.startsWith('"') || !text.endsWith('"') || text.length < 2) return text;
  return text
    .slice(1, -1)
    .replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|.)/g, (_, sequence: string) => {
      const kind = sequence[0] ?? '';
      if ('uUx'.includes(kind) && sequence.length > 1)
        return String.fromCodePoint(Number.parseInt(sequence.slice(1), 16));
      const plain: Readonly<Record<string, string>> = {
        n: '\n',
        t: '\t',
        r: '\r',
        a: '\x07',
        b: '\b',
        f: '\f',
        v: '\v',
      };
      return plain[kind] ?? kind;
    });
}
