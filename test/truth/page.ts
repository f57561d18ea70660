import { CAPABILITY_TITLES, type CapabilityId } from '@gosymbols/policy';
import { output, run } from '../support/run.ts';
import { delve } from '../support/tools.ts';
import { OLD_DELVE } from './observe-all.ts';
import type { Row, RowId } from './rows.ts';

export interface SubjectRows {
  readonly name: string;
  readonly columns: readonly { readonly mode: string; readonly rows: readonly Row[] }[];
}

const VERSIONS = '## Measured with';

/** All but the versions of the tools, which a distribution moves without changing what they do. */
export function comparedPart(page: string): string {
  return page.split(VERSIONS)[0] ?? '';
}

/** The document, written from what the consumers did; claims are equal to it, or the test failed. */
export function pageOf(subjects: readonly SubjectRows[]): string {
  const [first, ...others] = subjects;
  if (first === undefined) throw new Error('no subject was run');
  const count = subjects.flatMap(({ columns }) => columns.flatMap(({ rows }) => rows)).length;
  const files = subjects.flatMap(({ columns }) => columns).length;
  return [
    '# What each strip mode costs',
    '',
    'Written by `test/truth`, which runs the tools; edit nothing here. Every program below is built and stripped in every way of',
    'the columns, and for each file every tool is asked to do what its row says: alone in a mount namespace with its own',
    '`/usr/lib/debug`, an empty `HOME` and no debuginfod. *partly*: it does some of what is asked, as the reason says. What',
    '`gosymbols inspect` and the report claim of a file is computed from the file alone, and is compared with this: the claim and',
    `the tool agree in all ${count} cells (${files} files, ${first.columns[0]?.rows.length ?? 0} rows each). There are no exemptions.`,
    '',
    `## A program as \`go build\` links it`,
    '',
    ...table(first),
    '',
    '## Why',
    '',
    ...reasons(first),
    '',
    '## Where other programs differ',
    '',
    'The same table was filled for each of these; only cells that differ from the one above are listed.',
    '',
    ...others.flatMap((subject) => differences(first, subject)),
    VERSIONS,
    '',
    ...versions(),
    '',
  ].join('\n');
}

function title(id: RowId): string {
  return id === 'delve-old' ? 'debug it with Delve 1.20' : CAPABILITY_TITLES[id as CapabilityId];
}

function table({ columns }: SubjectRows): string[] {
  const ids = columns[0]?.rows.map(({ id }) => id) ?? [];
  return [
    `| You can … | ${columns.map(({ mode }) => mode).join(' | ')} |`,
    `| --- | ${columns.map(() => ':-:').join(' | ')} |`,
    ...ids.map(
      (id) =>
        `| ${title(id)} (\`${id}\`) | ${columns.map(({ rows }) => rowOf(rows, id)?.observation.holds ?? '').join(' | ')} |`,
    ),
  ];
}

/** Of each row, the distinct reasons of cells that are not a yes. */
function reasons({ columns }: SubjectRows): string[] {
  const ids = columns[0]?.rows.map(({ id }) => id) ?? [];
  return ids.flatMap((id) => {
    const said = new Map<string, string>();
    for (const { rows } of columns) {
      const row = rowOf(rows, id);
      if (row !== undefined && row.claim.holds !== 'yes')
        said.set(general(row.claim.reason), row.claim.holds);
    }
    return [...said].map(([reason, holds]) => `- \`${id}\`, ${holds}: ${reason}`);
  });
}

/** Build IDs change with every build. */
function general(reason: string): string {
  return reason.replace(/\b[0-9a-f]{40}\b/g, '…');
}

function differences(first: SubjectRows, { name, columns }: SubjectRows): string[] {
  const lines = new Map<string, string[]>();
  for (const { mode, rows } of columns) {
    const base = first.columns.find((column) => column.mode === mode);
    for (const { id, claim, observation } of rows) {
      const usual = rowOf(base?.rows ?? [], id)?.observation.holds;
      if (usual === observation.holds) continue;
      const line = `\`${id}\` is ${observation.holds}, not ${usual}: ${general(claim.reason)}`;
      lines.set(line, [...(lines.get(line) ?? []), mode]);
    }
  }
  const absent = first.columns.filter(({ mode }) => !columns.some((column) => column.mode === mode));
  return [
    `### ${name}`,
    '',
    ...(lines.size === 0 && absent.length === 0 ? ['No difference.'] : []),
    ...[...lines].map(([line, modes]) => `- ${line} (${modes.join('; ')})`),
    ...(absent.length === 0
      ? []
      : [
          `- no GNU build ID, so nothing can be published for it: ${absent.map(({ mode }) => mode).join('; ')}`,
        ]),
    '',
  ];
}

function rowOf(rows: readonly Row[], id: RowId): Row | undefined {
  return rows.find((row) => row.id === id);
}

function versions(): string[] {
  const firstLine = (program: string, ...args: readonly string[]): string =>
    output(program, args).trim().split('\n')[0] ?? '';
  const dlv = (program: string): string => /^Version: (\S+)/m.exec(output(program, ['version']))?.[1] ?? '';
  return [
    `- ${firstLine('go', 'version')}`,
    `- ${firstLine('gdb', '--version')}`,
    `- Delve ${dlv(delve())} and ${dlv(OLD_DELVE)}`,
    `- ${firstLine('perf', '--version')}`,
    `- ${firstLine('bpftrace', '--version')}`,
    `- ${firstLine('readelf', '--version')}`,
    `- ${/govulncheck@\S+/.exec(run('govulncheck', ['-version']).stdout)?.[0] ?? 'govulncheck'}`,
  ];
}
