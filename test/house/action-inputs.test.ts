import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readActions } from '../../scripts/action-tables.ts';
import { ROOT } from './workspaces.ts';

/** How the code of a verb reads its inputs: the type that each has is the method that reads it. */
interface Reads {
  readonly direct: ReadonlyMap<string, Kind>;
  /** Literals of the files that read by a variable, `text(name)`: any of them may be a name. */
  readonly literals: ReadonlySet<string>;
  /** By input, for `choice`. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
}

type Kind = 'text' | 'list' | 'flag' | 'choice';

const READ = /\binputs\s*\.(text|list|flag|choice)\(\s*'([\w-]+)'(?:,\s*\[([^\]]*)\])?/g;
const BY_VARIABLE = /\btext\((name|input)\)/;
const LOGIN = join(ROOT, 'packages/symbols/src/registry-login.ts');

function readsOf(verb: string): Reads {
  const folder = join(ROOT, 'actions', verb, 'src');
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
  if (texts.some((text) => text.includes('withLogin('))) texts.push(readFileSync(LOGIN, 'utf8'));
  const found = texts.flatMap((text) => [...text.matchAll(READ)]);
  const indirect = texts.filter((text) => BY_VARIABLE.test(text));
  const words = (text: string): string[] => [...text.matchAll(/'([\w-]+)'/g)].map(([, word = '']) => word);
  return {
    direct: new Map(found.map(([, kind, name = '']) => [name, kind as Kind])),
    literals: new Set(indirect.flatMap(words)),
    choices: new Map(
      found.flatMap(([, kind, name = '', list = '']) => (kind === 'choice' ? [[name, words(list)]] : [])),
    ),
  };
}

const actions = readActions();
const kinds = new Map(actions.map(({ verb }) => [verb, readsOf(verb)]));

describe.each(actions)('$actionFile', ({ verb, action }) => {
  const inputs = Object.entries(action.inputs ?? {});
  const reads = kinds.get(verb) as Reads;

  test('the code reads exactly the inputs that are declared', () => {
    const declared = inputs.map(([name]) => name);
    expect([...reads.direct.keys()].filter((name) => !declared.includes(name))).toEqual([]);
    // The whole pipeline hands most of its inputs on, by name.
    const unread = declared.filter((name) => !reads.direct.has(name) && !reads.literals.has(name));
    expect(unread).toEqual([]);
  });

  test('what must be given has no default, and has it written `required: true`', () => {
    const both = inputs.filter(([, input]) => input.required === true && input.default !== undefined);
    const odd = inputs.filter(([, input]) => input.required !== undefined && input.required !== true);
    expect([...both, ...odd].map(([name]) => name)).toEqual([]);
  });

  test('a switch has true or false for its default, and nothing else has', () => {
    const wrong = inputs.filter(([name, input]) => {
      const isSwitch = kindOf(verb, name) === 'flag';
      return isSwitch !== (input.default === 'true' || input.default === 'false');
    });
    expect(wrong.map(([name]) => name)).toEqual([]);
  });

  test('a choice has one of its values for the default, and names them all', () => {
    for (const [name, values] of reads.choices) {
      const { default: value, description } = action.inputs?.[name] ?? { description: '' };
      expect(values, name).toContain(value);
      if (/\(see `split`\)/.test(description)) continue;
      expect(
        values.filter((one) => !description.includes(`\`${one}\``)),
        `${verb}: ${name}`,
      ).toEqual([]);
    }
  });

  test('a list says that it has one entry a line', () => {
    const lists = inputs.filter(([name]) => reads.direct.get(name) === 'list');
    expect(
      lists.filter(([, { description }]) => !/per line/.test(description)).map(([name]) => name),
    ).toEqual([]);
  });
});

/** Of an input of the whole pipeline, what the action says that it is handed on to. */
function kindOf(verb: string, name: string): Kind | undefined {
  const own = kinds.get(verb)?.direct.get(name);
  if (own !== undefined || verb !== 'pipeline') return own;
  return actions.map((one) => kinds.get(one.verb)?.direct.get(name)).find((kind) => kind !== undefined);
}
