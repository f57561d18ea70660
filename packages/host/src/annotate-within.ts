import type { Host, Place } from './host.ts';

export type AnnotationKind = 'error' | 'warning' | 'notice';

export interface Annotation {
  readonly kind: AnnotationKind;
  readonly message: string;
  readonly place: Place;
}

/** GitHub keeps so many annotations of a kind for a step, and drops the others without a word. */
const KEPT = 10;
const GRAVEST_FIRST: readonly AnnotationKind[] = ['error', 'warning', 'notice'];

/**
 * Annotates within GitHub's limits, the gravest first: where there are more of a kind than it keeps, the last one says
 * how many follow, and the log lists those. A terminal has no limit.
 */
export function annotateWithin(host: Host, annotations: readonly Annotation[]): void {
  for (const kind of GRAVEST_FIRST) {
    const all = annotations.filter((one) => one.kind === kind);
    const shown = host.kind === 'github' && all.length > KEPT ? all.slice(0, KEPT - 1) : all;
    for (const { message, place } of shown) host[kind](message, place);
    const rest = all.slice(shown.length);
    if (rest.length === 0) continue;
    host[kind](`${rest.length} more of this kind: they are in the log and in the report.`, {
      title: `${rest.length} more ${kind}s`,
    });
    for (const { message, place } of rest) host.info(`${kind}: ${spellPlace(place)}${message}`);
  }
}

function spellPlace({ file, line }: Place): string {
  if (file === undefined) return '';
  return line === undefined ? `${file}: ` : `${file}:${line}: `;
}
