// The last lines of a CI run: `node scripts/ci-result.mjs <vitest's JSON report> <exit status of the run>`.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{ passed: number, failed: number, skipped: readonly string[], fileFailures: readonly string[] }} Counts
 */

/**
 * Counts of a report. A file that failed with no failed test in it (it could not be loaded, or a hook threw) is one
 * failure, for the numbers of the report leave it out.
 * @param {unknown} report
 * @returns {Counts}
 * @throws TypeError when it is no report of vitest
 */
function countsOf(report) {
  const files = /** @type {{ testResults: any[] }} */ (report).testResults;
  const tests = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map((/** @type {any} */ test) => ({ ...test, file: name })),
  );
  const withStatus = (/** @type {string} */ status) => tests.filter((test) => test.status === status);
  const fileFailures = files
    .filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((/** @type {any} */ test) => test.status === 'failed'),
    )
    .map(({ name }) => relative(process.cwd(), name));
  return {
    passed: withStatus('passed').length,
    failed: withStatus('failed').length + fileFailures.length,
    skipped: tests
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ file, fullName }) => `${relative(process.cwd(), file)} > ${fullName}`),
    fileFailures,
  };
}

/**
 * What is printed, and the exit status. A run that ended badly, or in which nothing ran, has one failure at least.
 * @param {string} path
 * @param {number} runStatus
 * @returns {{ lines: string[], status: number }}
 */
function resultOf(path, runStatus) {
  const counts = readCounts(path);
  const { passed, skipped, fileFailures } = counts;
  const failed = counts.failed === 0 && (runStatus !== 0 || passed === 0) ? 1 : counts.failed;
  return {
    lines: [
      ...(skipped.length === 0 ? [] : ['Skipped:', ...skipped.map((name) => `  ${name}`)]),
      ...(fileFailures.length === 0
        ? []
        : ['Failed as a whole:', ...fileFailures.map((name) => `  ${name}`)]),
      '',
      `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
    ],
    status: runStatus !== 0 ? runStatus : failed === 0 ? 0 : 1,
  };
}

/**
 * @param {string} path
 * @returns {Counts}
 */
function readCounts(path) {
  try {
    return countsOf(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, skipped: [], fileFailures: [] };
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , path = '', runStatus = '1'] = process.argv;
  const { lines, status } = resultOf(path, Number(runStatus));
  console.log(lines.join('\n'));
  process.exitCode = status;
}
