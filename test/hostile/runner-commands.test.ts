import { mkdirSync, writeFileSync } from 'node:fs';
import { exampleIndex } from '@gosymbols/symbols/testing/example-index';
import { noteElf } from '@gosymbols/symbols/testing/note-elf';
import { expect, test } from 'vitest';
import { runStep } from '../support/action.ts';
import { gosymbols } from '../support/gosymbols.ts';
import { scratch } from '../support/scratch.ts';

/** As the runner tells commands from text: src/Runner.Common/ActionCommand.cs of actions/runner. */
function commandsIn(log: string): string[] {
  return log.split(/\r\n|\r|\n/).filter((line) => /^\s*::[\w-]+.*::/.test(line) || line.includes('##['));
}

test('the name of a binary commands nothing to the runner, and is no Markdown in the summary', async () => {
  using folder = scratch();
  const index = await exampleIndex(folder.path, [{ name: 'api' }]);
  const store = `oci-layout:${folder.at('symbols')}`;
  expect(gosymbols(['publish', '--index', index, '--store', store]).status).toBe(0);
  mkdirSync(folder.at('bin'));
  const names = [
    'x` @octocat <img src=x> | [y](www.example.com)',
    'a\n::add-mask::e',
    'b\r  ::set-env name=NODE_OPTIONS::--inspect',
    'c##[add-path]d',
  ];
  for (const name of names)
    writeFileSync(folder.at('bin', name), noteElf({ gnu: 'cd'.repeat(20), go: 'a/b/c/d', filler: name }));
  const { status, log, outputs, summary } = await runStep('gate', {
    folder: folder.at('step'),
    inputs: { binaries: folder.at('bin'), store },
    env: {},
    event: {},
  });
  expect(status, log).toBe(1);
  expect(outputs['gated']).toBe('4');
  expect(summary).not.toMatch(/@octocat|<img|\]\(|www\.example/);
  expect(summary.split('\n').filter((line) => line.startsWith('| FAIL'))).toHaveLength(4);
  expect(commandsIn(log).filter((line) => !/^::(group|endgroup|debug|error title=gate)/.test(line))).toEqual(
    [],
  );
});
