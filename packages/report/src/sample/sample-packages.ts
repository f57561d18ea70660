import type { Attribution } from '@gosymbols/size';

/** Packages of a small net/http server and about how large they are, in KiB. */
const KNOWN: readonly (readonly [path: string, module: string | undefined, kib: number])[] = [
  ['runtime', undefined, 1110],
  ['net/http', undefined, 820],
  ['crypto/tls', undefined, 410],
  ['net', undefined, 330],
  ['reflect', undefined, 210],
  ['crypto/internal/fips140/nistec', undefined, 190],
  ['encoding/json', undefined, 140],
  ['time', undefined, 95],
  ['fmt', undefined, 60],
  ['google.golang.org/protobuf/internal/impl', 'google.golang.org/protobuf', 390],
  ['google.golang.org/protobuf/types/descriptorpb', 'google.golang.org/protobuf', 260],
  ['google.golang.org/protobuf/proto', 'google.golang.org/protobuf', 75],
  ['gopkg.in/yaml.v3', 'gopkg.in/yaml.v3', 240],
  ['golang.org/x/net/http2', 'golang.org/x/net', 310],
  ['golang.org/x/text/unicode/norm', 'golang.org/x/text', 130],
  ['golang.org/x/sys/unix', 'golang.org/x/sys', 55],
  ['example.com/shop/internal/orders', 'example.com/shop', 48],
  ['example.com/shop/internal/stock', 'example.com/shop', 31],
  ['example.com/shop/cmd/api', 'example.com/shop', 12],
];

/** `count` packages: the known ones first, then made-up ones below modules of twenty. */
export function samplePackages(count: number, scale: number = 1): Attribution {
  const known = KNOWN.slice(0, count).map(([path, module, kib]) => ({
    path,
    ...(module === undefined ? {} : { module }),
    bytes: Math.round(kib * 1024 * scale),
    code: Math.round(kib * 800 * scale),
  }));
  const more = Array.from({ length: Math.max(0, count - KNOWN.length) }, (_, at) => {
    const module = `example.org/lib/module-${Math.floor(at / 20)}`;
    const bytes = Math.round((900 + ((at * 7919) % 40_000)) * scale);
    return { path: `${module}/package-${at % 20}`, module, bytes, code: bytes };
  });
  return {
    method: 'dwarf',
    packages: [...known, ...more],
    remainder: [{ section: '.rodata', bytes: 401_000 }],
  };
}
