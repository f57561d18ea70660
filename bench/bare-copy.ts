import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** The least that a split in Node must do: read all, write all, CRC-32 and SHA-256 on the way. */
const [from = '', to = ''] = process.argv.slice(2);
const buffer = Buffer.allocUnsafeSlow(1024 * 1024);
const hash = createHash('sha256');
const [input, output] = [openSync(from, 'r'), openSync(to, 'wx')];
let crc = 0;
for (let got = readSync(input, buffer); got > 0; got = readSync(input, buffer)) {
  const chunk = buffer.subarray(0, got);
  crc = crc32(chunk, crc);
  hash.update(chunk);
  writeSync(output, chunk);
}
closeSync(input);
closeSync(output);
console.log(crc, hash.digest('hex'));
