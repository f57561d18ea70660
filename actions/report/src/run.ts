import { join, resolve } from 'node:path';
import { faultOf, type Host, type Inputs, type Outcome, RequestError } from '@gosymbols/host';
import { capabilitiesOf } from '@gosymbols/policy';
import { type SymbolIndex, writeIndex } from '@gosymbols/record';
import { modelOf, type ReportModel, renderJson, renderMarkdown, renderTerminal } from '@gosymbols/report';
import { type CommentTarget, targetOf } from './comment-target.ts';
import { type Connection, connect, tokenOf } from './connection.ts';
import { type Format, formatsOf } from './formats.ts';
import { fromMeasuredRun } from './from-run.ts';
import { type Posted, postComment } from './post-comment.ts';
import { type NamedIndex, readNamedIndex } from './read-named-index.ts';
import { terminalShape } from './terminal-shape.ts';
import { artifactUrl, uploadReport } from './upload-report.ts';
import { type ReportFile, writeReports } from './write-reports.ts';

/** @throws RequestError for a format or key that is none, and for a comment that there is no token for */
export async function check(inputs: Inputs, host: Host): Promise<void> {
  formatsOf(inputs);
  commentKey(inputs);
  if (inputs.flag('comment')) await tokenOf(host);
}

/** Renders the index in the formats asked for. The verdict is told, not judged again: a failed policy does not fail it. */
export async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const formats = formatsOf(inputs);
  const summary = inputs.flag('summary');
  const artifact = inputs.text('upload-artifact');
  const key = commentKey(inputs);
  const subject = await subjectOf(inputs, host);
  const { index, baseline, folder } = subject;
  const model = modelOf(index, {
    capabilities: capabilitiesOf,
    folder,
    ...(baseline === undefined ? {} : { baseline }),
  });

  const wanted: ReadonlySet<Format> = artifact === undefined ? formats : new Set([...formats, 'html']);
  const files = await renderFiles(model, wanted);
  const paths = files.length === 0 ? [] : await writeReports(subject.outDir, files);
  const pathOf = (ending: string): string => paths.find((path) => path.endsWith(ending)) ?? '';

  const id =
    artifact === undefined
      ? undefined
      : await uploadReport(host, artifact, [
          await indexFile(subject),
          pathOf('.html'),
          ...subject.comparedWith,
        ]);
  const fullReport = artifactUrl(host, id);
  if (summary) await host.summary(renderMarkdown(model, fullReport === undefined ? {} : { fullReport }));
  const posted = await comment(subject, model, { fullReport, key }, host);
  return {
    outputs: {
      verdict: model.verdict,
      headline: model.headline.replaceAll('\u00a0', ' '),
      'size-before': model.totals.size.before,
      'size-after': model.totals.size.after,
      'saved-percent': Number(model.totals.size.savedPercent.toFixed(1)),
      published: model.totals.verified,
      html: pathOf('.html'),
      markdown: pathOf('.md'),
      json: pathOf('.json'),
      'artifact-id': id ?? '',
      comment: posted?.did ?? '',
      'comment-url': posted?.url ?? '',
    },
    text: [
      ...(formats.has('terminal') ? [renderTerminal(model, terminalShape(host)).trimEnd()] : []),
      ...(paths.length === 0 ? [] : [paths.map((path) => `Report: ${path}`).join('\n')]),
    ].join('\n\n'),
  };
}

function commentKey(inputs: Inputs): string {
  const key = inputs.text('comment-key') ?? '';
  if (/^[\w.-]{1,60}$/.test(key)) return key;
  throw new RequestError(`input \`comment-key\` is \`${key}\``, {
    code: 'INPUT_VALUE',
    next: 'Use letters, digits, `_`, `.` and `-`, at most 60.',
  });
}

/** What is reported, and where a comment on it goes. */
interface Subject {
  readonly index: SymbolIndex;
  /** Of the index; undefined where there is no such file: it was merged, or came out of an artifact. */
  readonly path?: string;
  /** Of the index, as a shell names it. */
  readonly folder: string;
  readonly outDir: string;
  readonly baseline?: SymbolIndex;
  /** Path of the baseline, where it is one file. */
  readonly comparedWith: readonly string[];
  readonly fork: boolean;
  readonly connection?: Connection;
  readonly target?: CommentTarget;
}

async function subjectOf(inputs: Inputs, host: Host): Promise<Subject> {
  const given = inputs.text('out-dir');
  const outDir = given === undefined ? undefined : resolve(host.cwd, given);
  const artifact = inputs.text('from-artifact');
  const connection = inputs.flag('comment') || artifact !== undefined ? await connect(host) : undefined;
  if (connection !== undefined && 'none' in connection) host.info(`No comment: ${connection.none}.`);
  if (artifact !== undefined && connection !== undefined && 'none' in connection) {
    throw new RequestError(`\`from-artifact\` names \`${artifact}\`, and ${connection.none}`, {
      code: 'EVENT_WRONG',
      next: 'Leave `from-artifact` empty, and name the index.',
    });
  }
  const connected = connection === undefined || 'none' in connection ? undefined : connection;
  if (artifact !== undefined && connected !== undefined) {
    const measured = await fromMeasuredRun(connected, artifact);
    const answer = inputs.flag('comment') ? { connection: connected } : {};
    return { ...measured, ...answer, folder: '.', outDir: outDir ?? host.cwd, comparedWith: [] };
  }
  const { index, path, folder, merged } = await readNamedIndex(inputs.list('index'), 'index', host);
  const baseline = await earlierIndex(inputs.list('baseline'), host);
  return {
    index,
    ...(merged ? {} : { path }),
    folder,
    outDir: outDir ?? resolve(path, '..'),
    ...(baseline === undefined ? {} : { baseline: baseline.index }),
    comparedWith: baseline === undefined || baseline.merged ? [] : [baseline.path],
    fork: false,
    ...(connected === undefined ? {} : { connection: connected, target: targetOf(connected.event) }),
  };
}

/** The legs of a first run have nothing to compare with: a glob that matches no file says that, a name does not. */
async function earlierIndex(names: readonly string[], host: Host): Promise<NamedIndex | undefined> {
  if (names.length === 0) return undefined;
  try {
    return await readNamedIndex(names, 'baseline', host);
  } catch (error) {
    if (faultOf(error).code !== 'FILE_MISSING' || !names.every((name) => /[*?[{]/.test(name))) throw error;
    host.notice(`No comparison: ${(error as Error).message}.`);
    return undefined;
  }
}

function comment(
  { connection, target, fork }: Subject,
  model: ReportModel,
  how: { readonly fullReport: string | undefined; readonly key: string },
  host: Host,
): Promise<Posted | undefined> {
  if (connection === undefined || target === undefined) return Promise.resolve(undefined);
  return postComment(connection, { model, target, fork, ...how }, host);
}

/** The index as a file to upload: its own where it has one. */
async function indexFile({ index, path, outDir }: Subject): Promise<string> {
  if (path !== undefined) return path;
  const written = join(outDir, 'gosymbols.json');
  await writeIndex(written, index);
  return written;
}

async function renderFiles(model: ReportModel, formats: ReadonlySet<Format>): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  if (formats.has('html')) {
    const { renderHtml } = await import('@gosymbols/report/html');
    files.push({ name: 'gosymbols-report.html', text: renderHtml(model) });
  }
  if (formats.has('markdown')) files.push({ name: 'gosymbols-report.md', text: renderMarkdown(model) });
  if (formats.has('json')) files.push({ name: 'gosymbols-report.json', text: renderJson(model) });
  return files;
}
