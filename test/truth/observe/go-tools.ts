import { join } from 'node:path';
import { inCell } from '../cell.ts';
import { type Asked, escaped, graded, type Observation } from './observation.ts';

const DATABASE = `file://${join(import.meta.dirname, '..', '..', 'fixtures', 'vulnerabilities')}`;

export async function observeGoTools(asked: Asked): Promise<Record<string, Observation>> {
  const { cell, marks, sibling, go, env } = asked;
  const tool = async (...args: readonly string[]): ReturnType<typeof inCell> =>
    await inCell(cell, go, args, { env });
  const version = await tool('version', '-m', cell.file);
  const nm = await tool('tool', 'nm', cell.file);
  const objdump = await tool('tool', 'objdump', '-s', `^${escaped(marks.stop.function)}$`, cell.file);
  return {
    buildinfo: graded(
      { modules: version.status === 0 && /^\t(path|mod)\t/m.test(version.text) },
      version.text,
    ),
    'go-nm': graded(
      {
        nm: new RegExp(` [Tt] ${escaped(marks.stop.function)}$`, 'm').test(nm.text),
        objdump: objdump.text.startsWith(`TEXT ${marks.stop.function}(SB)`),
      },
      `${nm.text.slice(0, 500)}${objdump.text.slice(0, 500)}`,
    ),
    'build-id': await observeBuildId(asked, sibling),
    govulncheck: await observeGovulncheck(asked),
  };
}

/** The GNU note, as every consumer of the ELF world reads it, tells programs apart; or at least Go's own does. */
async function observeBuildId({ cell, go, env }: Asked, sibling: string): Promise<Observation> {
  const ids = async (file: string): Promise<[gnu: string, own: string]> => {
    const notes = await inCell(cell, 'readelf', ['--notes', '--wide', file]);
    const own = await inCell(cell, go, ['tool', 'buildid', file], { env });
    return [/Build ID: ([0-9a-f]+)/.exec(notes.text)?.[1] ?? '', own.status === 0 ? own.text.trim() : ''];
  };
  const [here, there] = [await ids(cell.file), await ids(sibling)];
  const gnu = here[0] !== '' && here[0] !== there[0];
  const own = here[1] !== '' && here[1] !== there[1];
  return {
    holds: gnu ? 'yes' : own ? 'partly' : 'no',
    asked: { 'GNU build ID of its own': gnu, 'Go build ID of its own': own },
    said: JSON.stringify({ here, there }),
  };
}

/** Exact: the symbol that is linked is reported, the one that is not is not. */
async function observeGovulncheck({ cell }: Asked): Promise<Observation> {
  const { text } = await inCell(cell, 'govulncheck', [
    '-db',
    DATABASE,
    '-mode=binary',
    '-format=json',
    cell.file,
  ]);
  const reported = (symbol: string): boolean => text.includes(`"function": "${symbol}"`);
  return graded(
    {
      'reports what is linked': reported('StartCPUProfile'),
      'and only that': reported('StartCPUProfile') && !reported('OpenReader'),
    },
    text.slice(-1500),
  );
}
