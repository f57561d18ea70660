import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Landmarks, lineWith, sourceOf } from './landmarks.ts';

const TRUTH = readFileSync(sourceOf('truth'), 'utf8');

/** Made for these tests: it panics in an inlined function, profiles itself, and has variables that optimisation drops. */
export const truth: Landmarks = {
  debug: [],
  stop: {
    function: 'main.total',
    arguments: ['o', 'times'],
    callers: ['main.settle', 'main.main'],
    pointer: 'o',
    fields: ['ID', 'Items', 'Note'],
  },
  line: {
    at: `main.go:${lineWith(TRUTH, 'text := "order "')}`,
    variables: ['o', 'times', 'due'],
  },
  crash: { args: ['panic'], by: 'panic' },
  trace: [
    new RegExp(`^main\\.worth\\(.*\\)\\n\\t\\S+/main\\.go:${lineWith(TRUTH, 'panic("negative')}`, 'm'),
    new RegExp(`^main\\.total\\(.*\\)\\n\\t\\S+/main\\.go:${lineWith(TRUTH, 'sum += worth')}`, 'm'),
    /^main\.main\(\)\n\t\S+\/main\.go:\d+/m,
  ],
  core: { frame: /main\.settle/, variable: 'main.ledger', fields: ['ID', 'Items', 'Note'] },
  busy: { args: ['spin'], hot: /main\.spin/ },
  profile: { command: (file, profile) => [file, 'profile', profile], names: /main\.spin/ },
};

const SHOP = readFileSync(
  join(import.meta.dirname, '..', '..', 'examples', 'shop', 'cmd', 'api', 'main.go'),
  'utf8',
);

/** The example service, with the libraries that services have. */
export const api: Landmarks = {
  debug: ['-selfcheck'],
  stop: {
    function: 'main.dispatcherFor',
    arguments: ['worker', 'stock'],
    callers: ['main.run', 'main.main'],
    pointer: 'stock',
    fields: ['products'],
  },
  line: {
    at: `main.go:${lineWith(SHOP, 'desk := orders.NewDesk')}`,
    variables: ['ctx', 'worker', 'stock', 'log', 'desk'],
  },
  crash: { args: ['-addr', '127.0.0.1:0'], by: 'SIGQUIT' },
  trace: [
    /^example\.com\/shop\/internal\/service\.Serve\(.*\)\n\t\S+serve\.go:\d+/m,
    /^main\.run\(.*\)\n\t\S+main\.go:\d+/m,
    /^net\/http\.\(\*Server\)\.Serve\(.*\)\n\t\S+server\.go:\d+/m,
  ],
  core: { frame: /runtime\.\S+/, variable: 'runtime.sched', fields: ['lastpoll', 'midle', 'nmidle'] },
  busy: { args: ['-selfcheck'], hot: /runtime\.\S+/ },
  profile: {
    command: (file, profile) => [
      process.execPath,
      join(import.meta.dirname, 'profile-service.mjs'),
      file,
      profile,
    ],
    names: /runtime\.gopark/,
  },
};

/** gofmt and goimports, which grew out of it, have the same shape. */
function formatter(source: string, pointer: { name: string; fields: readonly string[] }): Landmarks {
  const text = readFileSync(source, 'utf8');
  const file = source.split('/').at(-1) ?? '';
  return {
    debug: ['-l', source],
    stop: {
      function: 'main.processFile',
      arguments: ['filename', pointer.name],
      callers: [],
      pointer: pointer.name,
      fields: pointer.fields,
    },
    line: {
      at: `${file}:${lineWith(text, '!bytes.Equal(src, res)')}`,
      variables: ['filename', 'fragmentOk', 'src', 'res'],
    },
    crash: { args: [], by: 'SIGQUIT' },
    trace: [
      /^main\.processFile\(.*\)\n\t\S+gofmt\.go:\d+/m,
      /^main\.main\(\)\n\t\S+\.go:\d+/m,
      /^io\.ReadAll\(/m,
    ],
    core: { frame: /main\.\S+/, variable: 'runtime.sched', fields: ['lastpoll', 'midle', 'nmidle'] },
    busy: {
      args: ['-l', join(source, '..', '..', '..', 'runtime')],
      hot: /go\/(scanner|parser|printer)\.\S+/,
    },
    profile: {
      command: (program, profile) => [
        program,
        '-cpuprofile',
        profile,
        '-l',
        join(source, '..', '..', '..', 'runtime'),
      ],
      names: /(go\/(scanner|parser|printer)|runtime)\.\S+/,
    },
  };
}

/** @param goroot where the toolchain's sources are */
export function gofmt(goroot: string): Landmarks {
  return formatter(join(goroot, 'src', 'cmd', 'gofmt', 'gofmt.go'), { name: 'r', fields: ['prev', 'state'] });
}
