import { expect, test } from 'vitest';
import { overview } from './overview.ts';
import { VERBS } from './verbs.ts';

test('every verb is listed, in the order of the data flow', () => {
  const listed = [...overview().matchAll(/^ {2}([a-z]+) {2,}\S/gm)].map(([, name]) => name);
  expect(listed).toEqual(Object.keys(VERBS));
});

test('each with one whole sentence of its action.yml', async () => {
  const text = overview().replace(/\s+/g, ' ');
  for (const load of Object.values(VERBS)) {
    const { verb } = await load();
    const [sentence = ''] = verb.spec.description
      .trim()
      .replace(/\s+/g, ' ')
      .split(/(?<=\.) /);
    expect(text).toContain(`${verb.name} ${sentence}`);
  }
});
