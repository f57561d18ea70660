import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readActions } from '../../scripts/action-tables.ts';
import { stateOf } from '../support/folder-state.ts';
import { step } from './step.ts';
import { Workspace } from './workspace.ts';

const actions = new Map(readActions().map(({ verb, action }) => [verb, action]));
const whole = actions.get('pipeline');
/** In its own words: "It runs the actions build, split, … and report in this order." */
const named = /runs the actions ([\w, ]+) in this order/.exec(whole?.description ?? '')?.[1];
const STEPS = named?.split(/, | and /) ?? [];

describe('the whole pipeline is the actions that it names', () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = new Workspace();
  });
  afterAll(() => workspace[Symbol.dispose]());

  test('it names actions that there are', () => {
    expect(STEPS.length).toBeGreaterThan(3);
    expect(STEPS.filter((verb) => !actions.has(verb))).toEqual([]);
  });

  test('an input of the same name has the same default', () => {
    const own = new Set(['out-dir', 'format', 'baseline', 'timeout', 'policy']);
    for (const verb of STEPS) {
      for (const [name, input] of Object.entries(actions.get(verb)?.inputs ?? {})) {
        const same = whole?.inputs?.[name];
        if (same === undefined || own.has(name)) continue;
        expect({ verb, name, default: same.default }).toEqual({ verb, name, default: input.default });
      }
    }
  });

  test('one after the other they write what it writes, to the byte', async () => {
    const { cwd, files } = workspace.copy();
    // The time goes into the index and the report.
    const env = { SOURCE_DATE_EPOCH: '1767225600' };
    const clear = (): void => {
      for (const name of ['dist', '.gosymbols']) rmSync(join(cwd, name), { recursive: true, force: true });
    };
    const inputs = { tool: 'go', policy: 'policy.yml', format: 'html' };
    clear();
    const atOnce = await step({ verb: 'pipeline', cwd, files, inputs, env });
    expect(atOnce.status, atOnce.log).toBe(0);
    const expected = stateOf(cwd);
    const index = readFileSync(join(cwd, 'dist/gosymbols.json'), 'utf8');

    clear();
    const given: Readonly<Record<string, Readonly<Record<string, string>>>> = {
      build: { tool: 'go' },
      split: { index: 'dist/gosymbols.json' },
      verify: { policy: 'policy.yml' },
      gate: { index: 'dist/gosymbols.json' },
      report: { format: 'html' },
    };
    let summary = '';
    for (const verb of STEPS) {
      const ran = await step({ verb, cwd, files, inputs: given[verb] ?? {}, env });
      expect(ran.status, ran.log).toBe(0);
      summary += ran.summary;
    }
    expect(readFileSync(join(cwd, 'dist/gosymbols.json'), 'utf8')).toBe(index);
    expect(stateOf(cwd)).toEqual(expected);
    expect(summary).toBe(atOnce.summary);
  });
});
