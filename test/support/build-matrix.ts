import type { Build } from './go-programs.ts';
import { lacks } from './tools.ts';

/** Kinds of native linux/amd64 binaries, each with what is peculiar to it. */
export const NATIVE: readonly Build[] = [
  { name: 'static', native: true },
  { name: 'pie', args: ['-buildmode=pie'], native: true },
  { name: 'no-compression', args: ['-ldflags=-compressdwarf=false'], native: true },
  { name: 'trimpath', args: ['-trimpath'], native: true },
  { name: 'not-optimised', args: ['-gcflags=all=-N -l'], native: true },
  { name: 'redacted-id', args: ['-ldflags=-buildid=redacted'], native: true },
  { name: 'no-id', args: ['-ldflags=-buildid='], native: true },
  { name: 'symtab-only', args: ['-ldflags=-w'], native: true },
  { name: 'dwarf-only', args: ['-ldflags=-s -w=0'], native: true },
  {
    name: 'cgo-internal',
    program: 'cgo',
    env: { CGO_ENABLED: '1' },
    args: ['-ldflags=-linkmode=internal'],
    native: true,
  },
  {
    name: 'cgo-external',
    program: 'cgo',
    env: { CGO_ENABLED: '1' },
    args: ['-ldflags=-linkmode=external'],
    native: true,
  },
  {
    name: 'cgo-pie',
    program: 'cgo',
    env: { CGO_ENABLED: '1' },
    args: ['-buildmode=pie', '-ldflags=-linkmode=external'],
    native: true,
  },
  {
    name: 'cgo-static',
    program: 'cgo',
    env: { CGO_ENABLED: '1' },
    args: ['-ldflags=-linkmode=external -extldflags=-static'],
    native: true,
  },
  { name: 'race', env: { CGO_ENABLED: '1' }, args: ['-race'], native: true },
  { name: 'c-shared', program: 'plugin', env: { CGO_ENABLED: '1' }, args: ['-buildmode=c-shared'] },
  { name: 'plugin', program: 'plugin', env: { CGO_ENABLED: '1' }, args: ['-buildmode=plugin'] },
];

/** Linked by lld, which merges pclntab into sections of other names. */
export const LLD: readonly Build[] = [
  {
    name: 'cgo-lld',
    program: 'cgo',
    env: { CGO_ENABLED: '1' },
    args: ['-ldflags=-linkmode=external -extldflags=-fuse-ld=lld'],
    native: true,
  },
  {
    name: 'cgo-lld-pie',
    program: 'cgo',
    env: { CGO_ENABLED: '1' },
    args: ['-buildmode=pie', '-ldflags=-linkmode=external -extldflags=-fuse-ld=lld'],
    native: true,
  },
];

/** Every other architecture that Go links ELF files for. */
export const FOREIGN: readonly Build[] = [
  'arm64',
  '386',
  'arm',
  'ppc64le',
  'ppc64',
  's390x',
  'mips64',
  'mips64le',
  'mips',
  'riscv64',
  'loong64',
].map((arch) => ({ name: arch, env: { GOARCH: arch } }));

/** Toolchains that differ in DWARF version, pclntab header or note layout. */
export const TOOLCHAINS: readonly Build[] = ['go1.22.12', 'go1.24.9', 'go1.25.4', 'go1.27.3'].map(
  (version) => ({
    name: version,
    env: { GOTOOLCHAIN: version },
    native: true,
  }),
);

export const DEBIAN_GO: Build = { name: 'go1.19', go: '/usr/lib/go-1.19/bin/go', native: true };

/** All of them that this machine has the tools for. */
export function allBuilds(): readonly Build[] {
  return [
    ...NATIVE,
    ...FOREIGN,
    ...TOOLCHAINS,
    ...(lacks('lld') ? [] : LLD),
    ...(lacks('go-1.19') ? [] : [DEBIAN_GO]),
  ];
}
