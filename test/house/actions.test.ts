import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readActions, withTables } from '../../scripts/action-tables.ts';
import { ROOT } from './workspaces.ts';

const actions = readActions();

test('every folder of actions/ has an action.yml and a README', () => {
  const verbs = readdirSync(join(ROOT, 'actions'));
  expect(actions.map(({ verb }) => verb)).toEqual(verbs.sort());
  const readmes = verbs.map((verb) => `actions/${verb}/README.md`);
  expect(readmes.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

describe.each(actions)('$actionFile', ({ verb, actionFile, readme, action }) => {
  test('says what it is, and runs its own bundle', () => {
    const { name, description, branding, runs } = action;
    expect({ name, description, ...branding, using: runs.using }).toEqual({
      name: expect.stringMatching(/\S/),
      description: expect.stringMatching(/\S/),
      icon: expect.stringMatching(/\S/),
      color: expect.stringMatching(/\S/),
      using: 'node24',
    });
    expect(join(actionFile, '..', runs.main)).toBe(`dist/${verb}.js`);
  });

  test('is listed under a colour that GitHub knows', () => {
    const colours = ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'];
    expect(colours).toContain(action.branding?.color);
    expect(action.branding?.icon).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  });

  test('is one step: what it half did it takes back itself, and no post step could know it better', () => {
    expect(Object.keys(action.runs).sort()).toEqual(['main', 'using']);
  });

  test('describes every input and output', () => {
    const all = Object.entries({ ...action.inputs, ...action.outputs });
    expect(
      all.filter(([, { description }]) => (description ?? '').trim() === '').map(([name]) => name),
    ).toEqual([]);
  });

  test('defaults are text, as the runner hands them over', () => {
    const wrong = Object.entries(action.inputs ?? {}).filter(
      ([, input]) => !['string', 'undefined'].includes(typeof input.default),
    );
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  test('the tables of its README are up to date', () => {
    const text = readFileSync(join(ROOT, readme), 'utf8');
    expect(text, 'stale: run `npx node scripts/action-tables.ts`').toBe(withTables(text, action));
  });
});
