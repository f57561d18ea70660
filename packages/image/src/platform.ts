import type { OciPlatform } from '@gosymbols/oci';
import { ImageError } from './image-error.ts';

const GOARCH: Readonly<Record<string, string>> = {
  x64: 'amd64',
  ia32: '386',
  ppc64: 'ppc64le',
  mipsel: 'mipsle',
  loong64: 'loong64',
};

/** What a container runtime of this machine would pull. Containers are Linux, also on a Mac. */
export function hostPlatform(arch: string = process.arch): OciPlatform {
  return { os: 'linux', architecture: GOARCH[arch] ?? arch };
}

/** `os/architecture[/variant]`. @throws ImageError `IMAGE_PLATFORM_FORMAT` */
export function parsePlatform(text: string): OciPlatform {
  const [os, architecture, variant, ...rest] = text.split('/');
  const parts = [os, architecture, ...(variant === undefined ? [] : [variant])];
  if (
    architecture === undefined ||
    rest.length > 0 ||
    !parts.every((part) => /^[a-z0-9_.]+$/.test(part ?? ''))
  )
    throw new ImageError(`\`${text}\` is not a platform`, {
      kind: 'request',
      code: 'IMAGE_PLATFORM_FORMAT',
      next: 'Write os/architecture, for example `linux/amd64` or `linux/arm/v7`.',
    });
  return { os: os ?? '', architecture, ...(variant === undefined ? {} : { variant }) };
}

export function spellPlatform({ os, architecture, variant }: OciPlatform): string {
  return [os || 'unknown', architecture || 'unknown', ...(variant === undefined ? [] : [variant])].join('/');
}

/** Without a variant in `wanted` any will do; `v8` is what arm64 without a variant means. */
export function matches(wanted: OciPlatform, found: OciPlatform): boolean {
  return (
    wanted.os === found.os &&
    wanted.architecture === found.architecture &&
    (wanted.variant === undefined || variantOf(wanted) === variantOf(found))
  );
}

function variantOf({ architecture, variant }: OciPlatform): string {
  return variant ?? (architecture === 'arm64' ? 'v8' : '');
}
