import { output } from './run.ts';

export interface ReadelfSection {
  readonly name: string;
  readonly type: string;
  readonly address: bigint;
  readonly offset: number;
  readonly size: number;
  readonly flags: string;
  readonly link: number;
  readonly info: number;
  readonly align: number;
}

/** Section headers as `readelf -SW` prints them, without the null section. */
export function readelfSections(path: string): ReadelfSection[] {
  const row =
    /^\s*\[\s*(\d+)\] (\S*)\s+(\S+)\s+([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) ([ A-Za-z]*?)\s+(\d+)\s+(\d+)\s+(\d+)$/;
  return output('readelf', ['-SW', path])
    .split('\n')
    .flatMap((line) => {
      const match = row.exec(line);
      if (match === null || match[1] === '0') return [];
      const [
        ,
        ,
        name = '',
        type = '',
        address = '',
        offset = '',
        size = '',
        ,
        flags = '',
        link = '',
        info = '',
        align = '',
      ] = match;
      return [
        {
          name,
          type,
          address: BigInt(`0x${address}`),
          offset: Number.parseInt(offset, 16),
          size: Number.parseInt(size, 16),
          flags: flags.trim(),
          link: Number(link),
          info: Number(info),
          align: Number(align),
        },
      ];
    });
}

/** GNU build ID as `readelf -n` prints it. */
export function readelfBuildId(path: string): string | undefined {
  return /Build ID: ([0-9a-f]+)/.exec(output('readelf', ['-nW', path]))?.[1];
}
