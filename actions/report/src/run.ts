import { dirname, resolve } from 'node:path';
import type { Host, Inputs, Outcome } from '@gosymbols/host';
import { capabilitiesOf } from '@gosymbols/policy';
import { modelOf, type ReportModel, renderJson, renderMarkdown, renderTerminal } from '@gosymbols/report';
import { type Format, formatsOf } from './formats.ts';
import { readNamedIndex } from './read-named-index.ts';
import { terminalShape } from './terminal-shape.ts';
import { artifactUrl, uploadReport } from './upload-report.ts';
import { type ReportFile, writeReports } from './write-reports.ts';

/** Renders the index in the formats asked for. The verdict is told, not judged again: a failed policy does not fail it. */
export async function run(inputs: Inputs, host: Host): Promise<Outcome> {
  const formats = formatsOf(inputs);
  const summary = inputs.flag('summary');
  const artifact = inputs.text('upload-artifact');
  const given = inputs.text('index') ?? '';
  const indexPath = resolve(host.cwd, given);
  const model = await modelFrom(inputs, host, indexPath, dirname(given));

  const wanted: ReadonlySet<Format> = artifact === undefined ? formats : new Set([...formats, 'html']);
  const files = await renderFiles(model, wanted);
  const outDir = resolve(host.cwd, inputs.text('out-dir') ?? dirname(indexPath));
  const paths = files.length === 0 ? [] : await writeReports(outDir, files);
  const pathOf = (ending: string): string => paths.find((path) => path.endsWith(ending)) ?? '';

  const id =
    artifact === undefined ? undefined : await uploadReport(host, artifact, [indexPath, pathOf('.html')]);
  if (summary) {
    const link = artifactUrl(host, id);
    await host.summary(renderMarkdown(model, link === undefined ? {} : { fullReport: link }));
  }
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
    },
    text: [
      ...(formats.has('terminal') ? [renderTerminal(model, terminalShape(host)).trimEnd()] : []),
      ...(paths.length === 0 ? [] : [paths.map((path) => `Report: ${path}`).join('\n')]),
    ].join('\n\n'),
  };
}

async function modelFrom(
  inputs: Inputs,
  host: Host,
  indexPath: string,
  folder: string,
): Promise<ReportModel> {
  const baseline = inputs.text('baseline');
  const index = await readNamedIndex(indexPath, 'index');
  const options = { capabilities: capabilitiesOf, folder };
  if (baseline === undefined) return modelOf(index, options);
  return modelOf(index, {
    ...options,
    baseline: await readNamedIndex(resolve(host.cwd, baseline), 'baseline'),
  });
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
