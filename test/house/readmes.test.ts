import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readActions } from '../../scripts/action-tables.ts';
import { errorCodes } from './error-codes.ts';
import { ROOT } from './workspaces.ts';

/** What follows these in a README is the action's own. */
const ORDER = ['Requirements', 'Usage', 'Variations', 'Inputs', 'Outputs', 'How it fails'];

/** Without what is between fences, where `#` begins a comment. */
function headings(text: string): string[] {
  return [...text.replace(/^```.*?^```$/gms, '').matchAll(/^## (.+)$/gm)].map(([, title = '']) => title);
}

function section(text: string, title: string): string {
  return text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
}

function rows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe.each(readActions())('$readme', ({ verb, readme }) => {
  const text = readFileSync(join(ROOT, readme), 'utf8');

  test('has its parts in the order of all others', () => {
    expect(headings(text).slice(0, ORDER.length)).toEqual(ORDER);
    const [title, , first = ''] = text.split('\n');
    expect(title).toBe(verb === 'pipeline' ? '# gosymbols' : `# gosymbols ${verb}`);
    expect(first, 'what it does comes first').toMatch(/^[A-Z]/);
  });

  test('gives a reason for each permission, and asks in its examples for no other', () => {
    const [head, , ...permissions] = rows(section(text, 'Requirements'));
    expect(head).toEqual(['Permission', 'Why']);
    expect(permissions.length).toBeGreaterThan(0);
    expect(permissions.filter(([, why = '']) => why.length < 5)).toEqual([]);
    const named = permissions.map(([name]) => name).join(' ');
    const asked = [...text.matchAll(/^ +([\w-]+: (?:read|write))\b/gm)].map(([, name = '']) => name);
    // The checkout of an example is explained where it is.
    const own = asked.filter((name) => name !== 'contents: read');
    expect(own.filter((name) => !named.includes(`\`${name}\``))).toEqual([]);
  });

  test('begins its usage with something to copy, and has variations and ways to fail', () => {
    expect(section(text, 'Usage')).toMatch(/^\n```(yaml|sh)\n/);
    expect(section(text, 'Variations')).toMatch(/```(yaml|sh)\n/);
    expect(rows(section(text, 'How it fails')).length).toBeGreaterThan(2);
  });

  test('names error codes that are there', () => {
    const codes = [...errorCodes(), 'ENOENT'];
    const named = [...section(text, 'How it fails').matchAll(/`([A-Z][A-Z0-9]+_[A-Z0-9_]*…?)`/g)];
    const unknown = named.flatMap(([, name = '']) =>
      codes.some((code) => (name.endsWith('…') ? code.startsWith(name.slice(0, -1)) : code === name))
        ? []
        : [name],
    );
    expect(unknown).toEqual([]);
  });
});

test('the README says what it is, how to try it, how to use it, what it consists of, and what it cannot do', () => {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(headings(text)).toEqual([
    'Try it',
    'Use it in a workflow',
    'What it does in your repository',
    'Actions',
    'Read on',
    'Honest limits',
  ]);
});
