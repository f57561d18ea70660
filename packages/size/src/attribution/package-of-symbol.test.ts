import { expect, test } from 'vitest';
import { packageOfSymbol } from './package-of-symbol.ts';

const cases: [symbol: string, path: string | undefined][] = [
  ['main.main', 'main'],
  ['runtime.mallocgc', 'runtime'],
  ['net/http.(*Server).Serve', 'net/http'],
  ['net/http.(*Server).Serve.func1', 'net/http'],
  ['net/http..inittask', 'net/http'],
  ['gopkg.in/yaml%2ev3.(*parser).parse', 'gopkg.in/yaml.v3'],
  ['go.uber.org/zap.Complex64s', 'go.uber.org/zap'],
  ['go/types.(*Checker).expr', 'go/types'],
  ['vendor/golang.org/x/net/http/httpguts.ValidHeaderFieldName', 'vendor/golang.org/x/net/http/httpguts'],
  ['slices.SortFunc[go.shape.[]github.com/acme/api.Row,go.shape.struct {}]', 'slices'],
  ['github.com/acme/api.(*Cache[go.shape.string]).Get', 'github.com/acme/api'],
  ['github.com/acme/api..dict.Map[int]', 'github.com/acme/api'],
  ['type:.eq.net/http.http2FrameHeader', 'net/http'],
  ['type..hash.net/http.connectMethodKey', 'net/http'],
  ['type:.eq.[2]net/http.T', 'net/http'],
  ['type:.eq.struct { F uintptr; R net/http.T }', undefined],
  ['type:.eq.[2]string', undefined],
  ['go:itab.*os.File,io.Reader', 'os'],
  ['go.itab.*os.File,io.Reader', 'os'],
  ['go:string.*', undefined],
  ['go.string.*', undefined],
  ['go:func.*', undefined],
  ['go:(*struct { net/http.T }).Get', undefined],
  ['type:*', undefined],
  ['gclocals·Abc', undefined],
  ['$f64.3ff0000000000000', undefined],
  ['memcpy', undefined],
  ['.L.str', undefined],
  ['', undefined],
];

test.each(cases)('%s', (symbol, path) => {
  expect(packageOfSymbol(symbol)).toBe(path);
});
