import * as v from 'valibot';
import { suggest } from './nearest-word.ts';
import { type PercentRange, parsePercentRange } from './parse-percent-range.ts';
import { parseSize, SIZE_UNITS } from './parse-size.ts';

/** The issue messages of these shapes are whole sentences: what is wrong, the value, the nearest valid word. */
type Shape<T> = v.GenericSchema<unknown, T>;

/** A mapping with these keys and no others. Entries wrapped in `v.exactOptional` may be left out. */
export function fields<const E extends v.ObjectEntries>(
  entries: E,
): Shape<v.InferOutput<v.StrictObjectSchema<E, undefined>>> {
  const known = Object.keys(entries);
  return v.pipe(
    v.custom<Record<string, unknown>>(
      isMapping,
      ({ input }) => `must be a mapping with ${known.join(', ')}, not ${naming(input)}`,
    ),
    v.strictObject(entries, (issue) => {
      const key = String(issue.path?.at(-1)?.key ?? '');
      if (issue.expected !== 'never') return `the key \`${key}\` is missing`;
      return `unknown key \`${clip(key)}\`${suggest(key, known)}`;
    }),
  );
}

function isMapping(input: unknown): boolean {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

/** A mapping from names of the user's choice: letters, digits, `_`, `.` and `-`. */
export function named<T>(value: Shape<T>): Shape<Record<string, T>> {
  return v.pipe(
    v.custom<Record<string, unknown>>(isMapping, ({ input }) => `must be a mapping, not ${naming(input)}`),
    v.check(
      (input) => Object.keys(input).every(isName),
      ({ input }) =>
        `\`${clip(Object.keys(input).find((name) => !isName(name)) ?? '')}\` cannot be a name here`,
    ),
    v.record(v.string(), value),
  );
}

/** valibot leaves out keys that could reach an object's prototype: they must not be names. */
function isName(name: string): boolean {
  return /^[\w.-]+$/.test(name) && !['__proto__', 'prototype', 'constructor'].includes(name);
}

export function list<T>(item: Shape<T>): Shape<T[]> {
  return v.array(item, (issue) => `must be a list, not ${naming(issue.input)}`);
}

/** One of `words`. */
export function word<const T extends string>(words: readonly T[]): Shape<T> {
  return v.picklist(words, ({ input }) =>
    typeof input === 'string'
      ? `\`${clip(input)}\` is not valid here${suggest(input, words)}`
      : `must be one of ${words.join(', ')}, not ${naming(input)}`,
  );
}

export function text(): Shape<string> {
  return v.pipe(
    v.string((issue) => `must be text, not ${naming(issue.input)}`),
    v.check((value) => value.trim() !== '', 'must not be empty'),
  );
}

export function flag(): Shape<boolean> {
  return v.boolean((issue) => `must be true or false, not ${naming(issue.input)}`);
}

/** Text that `parse` turns into a value; it gives a sentence where it cannot. */
export function parsed<T extends object | number>(parse: (text: string) => T | string): Shape<T> {
  return v.pipe(
    text(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value);
      if (typeof value !== 'string') return value;
      addIssue({ message: value });
      return NEVER;
    }),
  );
}

/** Text about which `whyNot` finds nothing wrong. */
export function checked(whyNot: (text: string) => string | undefined): Shape<string> {
  return v.pipe(
    text(),
    v.rawCheck(({ dataset, addIssue }) => {
      const wrong = dataset.typed ? whyNot(dataset.value) : undefined;
      if (wrong !== undefined) addIssue({ message: wrong });
    }),
  );
}

/** Bytes. */
export function size(): Shape<number> {
  return v.lazy((input) =>
    typeof input === 'number'
      ? v.custom<number>(() => false, `\`${input}\` has no unit: ${SIZE_UNITS}`)
      : parsed(parseSize),
  );
}

/** A number of percent, not below 0. */
export function percent(): Shape<number> {
  return v.pipe(
    v.number((issue) => `must be a number of percent, such as 2 or 0.05, not ${naming(issue.input)}`),
    v.check((value) => Number.isFinite(value) && value >= 0, 'must be a number of percent, 0 or more'),
  );
}

/** A count, 0 or more. */
export function wholeNumber(what: string): Shape<number> {
  return v.pipe(
    v.number((issue) => `must be a number of ${what}, not ${naming(issue.input)}`),
    v.check((value) => Number.isSafeInteger(value) && value >= 0, `must be a whole number of ${what}`),
  );
}

export function percentRange(): Shape<PercentRange> {
  return parsed(parsePercentRange);
}

function naming(input: unknown): string {
  if (input === null || input === undefined) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  return `\`${clip(String(input))}\``;
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
