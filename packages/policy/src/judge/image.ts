import type { PolicySeverity, Settings, SizeLimit, Stated } from '../file/policy.ts';
import type { Draft } from './case.ts';
import { spellBytes, spellPercent } from './spell-bytes.ts';
import type { Subject } from './subject.ts';

/** What is judged of an image: plain data, as packages/image reads it. Bytes. */
export interface ImageSubject {
  readonly name: string;
  /** All layers unpacked, and as they are transferred. */
  readonly size: number;
  readonly wire: number;
  readonly layers: readonly { readonly wire: number; readonly createdBy?: string }[];
  readonly waste: {
    readonly bytes: number;
    readonly files: number;
    /** The largest first. */
    readonly paths: readonly { readonly path: string; readonly bytes: number }[];
  };
  /** The Go programs that it shows. */
  readonly binaries: readonly Subject[];
}

const SHOWN = 3;

/** SZ001 and SZ005 of an image as a whole. */
export function judgeImage(image: ImageSubject, { budget }: Settings): readonly Draft[] {
  if (budget.severity?.value === 'off') return [];
  const severityOf = (own: PolicySeverity | undefined): PolicySeverity =>
    own ?? budget.severity?.value ?? 'error';
  const wholes: Draft[] = (['disk', 'wire'] as const).flatMap((metric) => {
    const size = metric === 'disk' ? image.size : image.wire;
    const what = metric === 'disk' ? 'in all layers, unpacked' : 'in all layers, as they are pulled';
    const draft = over(size, budget[metric].max, what);
    return draft === undefined
      ? []
      : [{ rule: 'SZ001' as const, severity: severityOf(budget[metric].severity?.value), ...draft }];
  });
  return [
    ...wholes,
    ...judgeLayers(image, budget.layers, severityOf),
    ...judgeWaste(image, budget.waste, severityOf),
  ];
}

type SeverityOf = (own: PolicySeverity | undefined) => PolicySeverity;

function judgeLayers(
  { layers }: ImageSubject,
  limit: Stated<SizeLimit> | undefined,
  severityOf: SeverityOf,
): Draft[] {
  if (limit === undefined) return [];
  return layers.flatMap(({ wire, createdBy }, index) => {
    const made = createdBy === undefined ? '' : ` (${clip(createdBy)})`;
    const draft = over(
      wire,
      { value: limit.value.max, line: limit.line },
      `in layer ${index + 1} of ${layers.length}${made}`,
    );
    return draft === undefined
      ? []
      : [{ rule: 'SZ005' as const, severity: severityOf(limit.value.severity), ...draft }];
  });
}

function judgeWaste(
  { waste }: ImageSubject,
  limit: Stated<SizeLimit> | undefined,
  severityOf: SeverityOf,
): Draft[] {
  if (limit === undefined) return [];
  const shown = waste.paths.slice(0, SHOWN).map(({ path, bytes }) => `${clip(path)} ${spellBytes(bytes)}`);
  const more = waste.files > shown.length ? ` and ${waste.files - shown.length} more` : '';
  const draft = over(
    waste.bytes,
    { value: limit.value.max, line: limit.line },
    `in files that a later layer replaces or deletes, ${shown.join(', ')}${more}`,
  );
  if (draft === undefined) return [];
  const next = 'Delete or replace files in the build step that made them, or in a stage that does not ship.';
  return [{ rule: 'SZ005', severity: severityOf(limit.value.severity), ...draft, next }];
}

function over(
  size: number,
  max: Stated<number> | undefined,
  what: string,
): Omit<Draft, 'rule' | 'severity'> | undefined {
  if (max === undefined || size <= max.value) return undefined;
  const share = max.value === 0 ? '' : ` (${spellPercent(((size - max.value) / max.value) * 100)})`;
  return {
    message: `${spellBytes(size)} ${what}: ${spellBytes(size - max.value)}${share} over the maximum of ${spellBytes(max.value)}.`,
    measured: spellBytes(size),
    limit: spellBytes(max.value),
    next: 'See what each layer holds; make it smaller, or raise `max` with a reason.',
    line: max.line,
  };
}

function clip(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
