import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The main job on a real service, from source to published symbols: what `npm run demo` runs. */
const root = join(import.meta.dirname, '..');
const shop = 'examples/shop';

interface Demo {
  readonly binaries: readonly {
    readonly name: string;
    readonly split?: { readonly after: { readonly buildIds: { readonly gnu?: string } } };
  }[];
}

function must(what: string, program: string, args: readonly string[]): void {
  const { status, error, signal } = spawnSync(program, args, { cwd: root, stdio: 'inherit' });
  if (status === 0) return;
  if (error !== undefined) console.error(`demo: ${what}: ${error.message}`);
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 3));
}

function needGo(): void {
  const { status, stdout } = spawnSync('go', ['env', 'GOVERSION'], {
    cwd: join(root, shop),
    encoding: 'utf8',
  });
  const [, major = '0', minor = '0'] = /^go(\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  if (status === 0 && (Number(major) > 1 || Number(minor) >= 24)) return;
  const found = status === 0 ? `found ${stdout.trim()}` : 'found none on PATH';
  console.error(
    `demo: Go 1.24 or newer is needed to build ${shop}, ${found}. Install it from https://go.dev/dl/.`,
  );
  process.exit(2);
}

/** The bundler's own words matter only when it fails. */
function bundle(): void {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status === 0) return;
  console.error(`demo: bundling failed:\n${stdout}${stderr}`);
  process.exit(3);
}

needGo();
bundle();
must('pipeline', process.execPath, ['dist/cli.js', 'pipeline', '--working-directory', shop, '--tool', 'go']);

const index = JSON.parse(readFileSync(join(root, shop, 'dist/gosymbols.json'), 'utf8')) as Demo;
const api = index.binaries.find(({ name }) => name === 'api');
const id = api?.split?.after.buildIds.gnu ?? '';
const store = `oci-layout:${shop}/.gosymbols/symbols`;
const here = relative(process.cwd(), root) === '' ? '' : `cd ${root} && `;
console.log(`
Try next: throw the debug file away, get it back by build ID, and debug the stripped binary.

  ${here}rm ${shop}/dist/*.debug
  npx gosymbols fetch --store ${store} --build-id ${id} --out-dir /tmp/symbols
  gdb -iex 'set debug-file-directory /tmp/symbols' -ex 'info line main.showProduct' -ex "ptype 'example.com/shop/internal/catalogue.Product'" ${shop}/dist/api
  XDG_CONFIG_HOME=/tmp/symbols dlv exec ${shop}/dist/api -- -selfcheck
  npx gosymbols --help
`);
