import type { Difference } from '@gosymbols/size';
import type { ReportModel } from './report-model.ts';

/** What moves sizes without a change of the code. */
const WHAT: Readonly<Partial<Record<Difference['code'], string>>> = {
  toolchain: 'another toolchain',
  flags: 'other flags',
  platform: 'another platform',
  strip: 'another strip mode',
  compression: 'layers compressed otherwise',
};

/** In which ways the baseline was built otherwise, over all binaries and images, each way once. */
export function unlikeOf({
  binaries,
  images,
}: Pick<ReportModel, 'binaries' | 'images'>): { readonly what: string; readonly message: string }[] {
  const ways = [...binaries, ...images].flatMap(({ baseline }) => baseline?.unlike ?? []);
  const once = new Map(ways.map((way) => [JSON.stringify([way.code, way.message]), way]));
  return [...once.values()].flatMap(({ code, message }) => {
    const what = WHAT[code];
    return what === undefined ? [] : [{ what, message }];
  });
}
