// Runs before `npm run demo`, `build` and `test`, perhaps on Node 20 and before anything is installed: built-ins only.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;

/**
 * Why `npm ci` is needed, or undefined where it is not.
 *
 * npm writes what it installed to node_modules/.package-lock.json. It has no root entry and no optional packages of
 * other platforms, so the two files are never equal: version, integrity and link of each entry decide.
 * @param {string} root
 * @returns {string | undefined}
 */
function whyInstall(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  if (wanted === undefined) throw new Error(`${join(root, 'package-lock.json')} is missing or damaged`);
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return 'nothing is installed yet';
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || !path.includes('node_modules/')) continue;
    const found = installed[path];
    if (found === undefined) {
      if (entry.optional === true || entry.devOptional === true) continue;
      return `${path} is not installed`;
    }
    const differs = ['version', 'integrity', 'link'].find((field) => entry[field] !== found[field]);
    if (differs !== undefined) return `${path} has another ${differs}`;
  }
  for (const path of Object.keys(installed)) {
    if (!(path in wanted)) return `${path} is not in the lock file`;
  }
  if (!existsSync(join(root, 'node_modules', '.bin', 'node'))) return 'its own Node is missing';
  return undefined;
}

/**
 * @param {string} path
 * @returns {Record<string, Record<string, unknown>> | undefined}
 */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} root
 * @returns {number} exit status
 */
function installWhenNeeded(root) {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < OLDEST_NODE) {
    console.error(`gosymbols needs Node ${OLDEST_NODE} or newer to start; this is ${process.versions.node}.`);
    return 2;
  }
  const why = whyInstall(root);
  if (why === undefined) return 0;
  console.error(`Installing dependencies (npm ci, about half a minute): ${why}.`);
  const npm = process.env.npm_execpath;
  const [program, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  /** @param {string[]} words */
  const run = (...words) =>
    spawnSync(program, [...args, ...words], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  const { status, stderr, error } = run('ci');
  if (error === undefined && status === 0) {
    // The install script of the package `node` fetches the program, and npm passes over its failure: twice more, then.
    for (let left = 2; left > 0 && whyInstall(root) !== undefined; left -= 1) run('rebuild', 'node');
    const still = whyInstall(root);
    if (still === undefined) return 0;
    console.error(
      `npm ci succeeded, but ${still}. Are install scripts on (\`npm config get ignore-scripts\`)?`,
    );
    return 3;
  }
  console.error((stderr ?? '').trim() || String(error ?? 'npm ci was ended by a signal'));
  console.error(adviceFor(stderr ?? ''));
  return 3;
}

/** @param {string} stderr what npm said */
function adviceFor(stderr) {
  if (
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/.test(stderr)
  ) {
    return 'The npm registry cannot be reached. Connect to the network, or set a registry or proxy (`npm config set registry …`), and run it again.';
  }
  if (/\bEUSAGE\b/.test(stderr))
    return 'package.json and package-lock.json disagree: run `npm install` once.';
  return 'The dependencies could not be installed: `npm ci` tells more.';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = installWhenNeeded(fileURLToPath(new URL('..', import.meta.url)));
}
