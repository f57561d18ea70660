import type { ByteOrder } from '@gosymbols/bytes';

/** Content of `.gnu_debuglink`: base name, NUL, padding to 4, CRC-32 in the target's byte order (GDB manual, Separate Debug Files). */
export function debugLinkBytes(name: string, crc: number, order: ByteOrder): Uint8Array {
  const text = Buffer.from(`${name}\0`, 'utf8');
  const bytes = Buffer.alloc(Math.ceil(text.length / 4) * 4 + 4);
  text.copy(bytes);
  if (order === 'little') bytes.writeUInt32LE(crc, bytes.length - 4);
  else bytes.writeUInt32BE(crc, bytes.length - 4);
  return bytes;
}
