import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..');

/** An action.yml: https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax */
export interface ActionFile {
  readonly name: string;
  readonly description: string;
  readonly branding?: { readonly icon?: string; readonly color?: string };
  readonly inputs?: Readonly<Record<string, ActionInput>>;
  readonly outputs?: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

interface ActionInput {
  readonly description: string;
  readonly required?: boolean;
  readonly default?: string;
}

export interface ActionFolder {
  readonly verb: string;
  /** From the root. */
  readonly actionFile: string;
  readonly readme: string;
  readonly action: ActionFile;
}

/** Every folder of actions/ whose action.yml is there. That of `pipeline` is the one at the root. */
export function readActions(): ActionFolder[] {
  return readdirSync(join(ROOT, 'actions'))
    .sort()
    .map((verb) => ({
      verb,
      actionFile: verb === 'pipeline' ? 'action.yml' : `actions/${verb}/action.yml`,
      readme: `actions/${verb}/README.md`,
    }))
    .filter(({ actionFile }) => existsSync(join(ROOT, actionFile)))
    .map((folder) => ({
      ...folder,
      action: parse(readFileSync(join(ROOT, folder.actionFile), 'utf8')) as ActionFile,
    }));
}

/**
 * A README with its tables as action.yml has them, each between `<!-- inputs -->` and `<!-- /inputs -->`, or `outputs`.
 * @throws Error when a pair of markers is not there
 */
export function withTables(readme: string, { inputs = {}, outputs = {} }: ActionFile): string {
  const inputRows = Object.entries(inputs).map(([name, input]) => [
    `\`${name}\``,
    defaultCell(input),
    cell(input.description),
  ]);
  const outputRows = Object.entries(outputs).map(([name, { description }]) => [
    `\`${name}\``,
    cell(description),
  ]);
  const filled = between(readme, 'inputs', table(['Input', 'Default', 'What it does'], inputRows));
  return between(filled, 'outputs', table(['Output', 'What it is'], outputRows));
}

function defaultCell({ default: value, required }: ActionInput): string {
  if (value === undefined) return required === true ? 'required' : '';
  return value
    .split('\n')
    .map((line) => `\`${line}\``)
    .join(' ');
}

function cell(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replaceAll('|', '\\|');
}

/** Columns are as wide as their widest cell, as Prettier leaves them: a formatted README is not stale. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function between(text: string, marker: string, content: string): string {
  const [open, close] = [`<!-- ${marker} -->`, `<!-- /${marker} -->`];
  const from = text.indexOf(open);
  const to = text.indexOf(close);
  if (from === -1 || to < from) throw new Error(`${open} … ${close} is missing`);
  return `${text.slice(0, from + open.length)}\n\n${content}\n\n${text.slice(to)}`;
}

/** Writes what changed. What cannot be written is named, and the exit status is 1. */
function writeTables(): void {
  for (const { readme, action } of readActions()) {
    try {
      const before = readFileSync(join(ROOT, readme), 'utf8');
      const after = withTables(before, action);
      if (after === before) continue;
      writeFileSync(join(ROOT, readme), after);
      console.log(`${readme}: tables written`);
    } catch (error) {
      console.error(`${readme}: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 1;
    }
  }
}

if (import.meta.main) writeTables();
