import { createReadStream } from 'node:fs';
import { link, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Host, makeFolder } from '@gosymbols/host';
import { inspectFile } from '@gosymbols/inspect';

/**
 * Puts the debug file where gdb looks by `.gnu_debuglink`: `<debug-file-directory>/<path of the binary>/<name>`. gdb
 * compares the CRC, so that one that differs is not worth linking.
 * @returns undefined, and says why, where the binary has no usable link
 */
export async function linkByName(
  pair: { readonly binary: string; readonly debug: string; readonly outDir: string },
  host: Host,
): Promise<string | undefined> {
  const say = (why: string): undefined => {
    host.notice(`${pair.binary}: not found by debug link, ${why}`);
  };
  // A path with a drive cannot be put below a folder, and nothing on Windows reads the link.
  if (process.platform === 'win32') return say('which is not made on Windows');
  const { debugLink } = await inspectFile(pair.binary);
  if (debugLink === undefined) return say('it has no .gnu_debuglink');
  const { file } = debugLink;
  // The name comes from the binary: it must not lead anywhere else.
  if (file === '' || file === '.' || file === '..' || basename(file) !== file) {
    return say(`its .gnu_debuglink is \`${file}\`, no file name`);
  }
  if ((await crcOf(pair.debug)) !== debugLink.crc32)
    return say('its .gnu_debuglink is of another debug file');
  const target = join(pair.outDir, dirname(await realpath(pair.binary)), file);
  await makeFolder(dirname(target));
  await rm(target, { force: true });
  await link(pair.debug, target);
  return target;
}

async function crcOf(path: string): Promise<number> {
  let crc = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 })) crc = crc32(piece, crc);
  return crc;
}
