import { expect, test } from 'vitest';
import { parseModuleInfo } from './module-info.ts';

const FRAME = '0w\xaf\f\x92t\b\x02A\xe1\xc1a\xe6\xd6\x18\xe6';
const frame = (text: string): string => `${FRAME}${Buffer.from(text, 'utf8').toString('latin1')}${FRAME}`;

test('path, modules, replacements and settings', () => {
  const info = parseModuleInfo(
    frame(
      [
        'path\texample.com/shop/cmd/api',
        'mod\texample.com/shop\t(devel)\t',
        'dep\texample.com/a\tv1.0.0\th1:aaa=',
        'dep\texample.com/b\tv1.0.0',
        '=>\t./local\t(devel)\t',
        'build\t-ldflags="-X main.version=1.0 -X \\"main.name=é\\""',
        'build\tCGO_ENABLED=0',
        'build\tempty=',
        '',
      ].join('\n'),
    ),
  );
  expect(info).toEqual({
    mainPackage: 'example.com/shop/cmd/api',
    module: { path: 'example.com/shop', version: '(devel)' },
    dependencies: [
      { path: 'example.com/a', version: 'v1.0.0', sum: 'h1:aaa=' },
      { path: 'example.com/b', version: 'v1.0.0', replace: { path: './local', version: '(devel)' } },
    ],
    settings: { '-ldflags': '-X main.version=1.0 -X "main.name=é"', CGO_ENABLED: '0', empty: '' },
  });
});

test.each([[''], ['short'], [`${FRAME}no newline before the end${FRAME}`]])('%j holds no modules', (text) => {
  expect(parseModuleInfo(text)).toEqual({ dependencies: [], settings: {} });
});
