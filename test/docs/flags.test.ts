import { describe, expect, test } from 'vitest';
import { readActions } from '../../scripts/action-tables.ts';
import { PAGES, textOf } from './pages.ts';

const actions = new Map(readActions().map(({ verb, action }) => [verb, action]));
const inputsOf = (verb: string): string[] => Object.keys(actions.get(verb)?.inputs ?? {});
const OF_EVERY_VERB = ['help', 'json', 'debug'];

interface Call {
  readonly at: string;
  readonly verb: string;
  readonly flags: readonly string[];
}

/** `gosymbols VERB … --flag` on one line, in a block or between back quotes; up to a pipe or the next command. */
function callsOf(page: string): Call[] {
  return textOf(page)
    .replaceAll(/\\\n/g, ' ')
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(/\bgosymbols ([a-z]+)\b([^`|;&\n]*)/g)].map(([, verb = '', rest = '']) => ({
        at: `${page}:${index + 1}`,
        verb,
        flags: [...rest.matchAll(/(?<=\s)--([a-z][\w-]*)/g)].map(([, flag = '']) => flag),
      })),
    )
    .filter(({ verb, flags }) => actions.has(verb) || flags.length > 0);
}

describe.each(PAGES)('%s', (page) => {
  test('calls verbs and flags that are there', () => {
    const wrong = callsOf(page).flatMap(({ at, verb, flags }) => {
      if (!actions.has(verb)) return [`${at}: no verb ${verb}`];
      const known = [...inputsOf(verb), ...OF_EVERY_VERB];
      const unknown = flags.filter(
        (flag) => !known.includes(flag) && !known.includes(flag.replace(/^no-/, '')),
      );
      return unknown.map((flag) => `${at}: ${verb} has no --${flag}`);
    });
    expect(wrong).toEqual([]);
  });
});

/** Flags between back quotes that belong to other programs, by the page's own words. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  bazel: ['strip', 'remote_download_outputs', 'output_groups', 'config', 'compilation_mode'],
  binutils: ['only-keep-debug', 'strip-all', 'add-gnu-debuglink', 'strip-debug'],
  'npm, vitest': ['project', 'include'],
  Delve: ['check-go-version'],
  GoReleaser: ['skip'],
  'sentry-cli': ['require-all'],
  placeholder: ['flag'],
  bench: ['runs', 'markdown', 'write'],
};
const others = Object.values(OTHERS).flat();
const anyInput = [...actions.keys()].flatMap(inputsOf);

describe.each(PAGES)('%s', (page) => {
  test('names no flag that nothing has', () => {
    const wrong = textOf(page)
      .split('\n')
      .flatMap((line, index) =>
        [...line.matchAll(/`(--[a-z][\w-]*)[^`]*`/g)].flatMap(([, flag = '']) => {
          const name = flag.slice(2);
          const known = [...anyInput, ...OF_EVERY_VERB, ...others];
          return known.includes(name) || known.includes(name.replace(/^no-/, ''))
            ? []
            : [`${page}:${index + 1}: ${flag}`];
        }),
      );
    expect(wrong).toEqual([]);
  });
});

/** Keys of a workflow, of a policy and of outputs that pages write as `key: value`; all others are inputs. */
const KEYS =
  /^(contents|packages|actions|pull-requests|id-token|attestations|checks|uses|run|if|env|with|permissions|runs-on|needs|mode|match|main|id|post|using|source|verdict)$/;

describe.each([...actions].map(([verb]) => [`actions/${verb}/README.md`, verb] as const))('%s', (page) => {
  test('names inputs that some action has', () => {
    const named = [...textOf(page).matchAll(/`([a-z][a-z-]*): [^`{]+`/g)].map(([, name = '']) => name);
    expect(named.filter((name) => !anyInput.includes(name) && !KEYS.test(name))).toEqual([]);
  });
});
