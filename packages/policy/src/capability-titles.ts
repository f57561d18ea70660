import type { CapabilityId } from './level.ts';

/** "With this file you can …" */
export const CAPABILITY_TITLES: Readonly<Record<CapabilityId, string>> = {
  'panic-trace': 'read panic traces, inlined frames too',
  pprof: 'take in-process profiles',
  buildinfo: 'list its Go version and modules',
  'build-id': 'tell this build from any other',
  'perf-names': 'see function names in perf',
  'uprobe-name': 'attach uprobes by name',
  'gdb-func': 'break on a function in gdb',
  'go-nm': 'run go tool nm and objdump',
  'source-lines': 'break at file:line and step',
  locals: 'print arguments and locals',
  types: 'see struct layouts',
  'core-dump': 'open a core with types and arguments',
  delve: 'debug it with Delve',
  govulncheck: 'have govulncheck report by symbol',
  'ebpf-names': 'see names in agents that read pclntab',
};
