import type { CapabilityId } from './level.ts';

/** A program that a capability is about, with the versions (semver range) it is claimed of; docs/capabilities.md ends with those it was held against. */
export interface Consumer {
  readonly name: string;
  readonly range: string;
}

/** docs/capabilities.md is what these did; another version may do more or less. */
export const CONSUMERS: Readonly<Record<CapabilityId, readonly Consumer[]>> = {
  'panic-trace': [{ name: 'the program itself', range: '*' }],
  pprof: [{ name: 'go tool pprof', range: '>=1.19' }],
  buildinfo: [{ name: 'go version -m', range: '>=1.19' }],
  'build-id': [{ name: 'readelf', range: '>=2.40' }],
  'perf-names': [{ name: 'perf', range: '>=6.1' }],
  'uprobe-name': [
    { name: 'perf probe', range: '>=6.1' },
    { name: 'bpftrace', range: '>=0.17' },
  ],
  'gdb-func': [{ name: 'gdb', range: '>=13.1' }],
  'go-nm': [{ name: 'go tool nm, go tool objdump', range: '>=1.19' }],
  'source-lines': [{ name: 'gdb', range: '>=13.1' }],
  locals: [{ name: 'gdb', range: '>=13.1' }],
  types: [{ name: 'gdb', range: '>=13.1' }],
  'core-dump': [{ name: 'gdb', range: '>=13.1' }],
  delve: [{ name: 'Delve', range: '>=1.27 <1.28 || >=1.20 <1.21' }],
  govulncheck: [{ name: 'govulncheck', range: '>=1.9 <2' }],
  'ebpf-names': [{ name: 'agents that read pclntab by debug/gosym', range: '>=1.26' }],
};
