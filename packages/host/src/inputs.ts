import leven from 'leven';
import { RequestError } from './faults.ts';
import type { ActionSpec } from './spec.ts';

/** The values of one call, by the input names of `action.yml`, with its defaults filled in. */
export class Inputs {
  readonly #spec: ActionSpec;
  readonly #values: Readonly<Record<string, string>>;

  /** @throws RequestError for a name that `action.yml` does not declare, or a required input that is missing. */
  constructor(spec: ActionSpec, given: Readonly<Record<string, string>>) {
    const declared = spec.inputs ?? {};
    for (const name of Object.keys(given)) {
      if (!(name in declared)) throw unknownInput(name, Object.keys(declared));
    }
    const values: Record<string, string> = {};
    for (const [name, input] of Object.entries(declared)) {
      const value = given[name]?.trim() ?? '';
      values[name] = value === '' ? (input.default ?? '') : value;
      if (input.required === true && values[name] === '') {
        throw new RequestError(`input \`${name}\` is required`, {
          code: 'INPUT_REQUIRED',
          next: `Give it: ${firstSentence(input.description)}`,
        });
      }
    }
    this.#spec = spec;
    this.#values = values;
  }

  /** The value, or undefined when it is empty. */
  text(name: string): string | undefined {
    const value = this.#values[name];
    if (value === undefined) throw new Error(`action.yml of ${this.#spec.name} declares no input ${name}`);
    return value === '' ? undefined : value;
  }

  /** One entry a line; blank lines are passed over. */
  list(name: string): string[] {
    return (this.text(name) ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }

  /** `true` or `false`, as YAML 1.2 spells them. */
  flag(name: string): boolean {
    const value = this.text(name) ?? 'false';
    if (/^(true|True|TRUE)$/.test(value)) return true;
    if (/^(false|False|FALSE)$/.test(value)) return false;
    throw new RequestError(`input \`${name}\` is \`${value}\``, {
      code: 'INPUT_VALUE',
      next: 'Write true or false.',
    });
  }

  choice<const T extends string>(name: string, choices: readonly T[]): T {
    const value = this.text(name) ?? '';
    const found = choices.find((choice) => choice === value);
    if (found !== undefined) return found;
    throw new RequestError(`input \`${name}\` is \`${value}\``, {
      code: 'INPUT_VALUE',
      next: `Choose one of ${choices.join(', ')}.`,
    });
  }
}

/** The nearest of `names` within three edits, for "did you mean". */
export function nearest(name: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map((known) => ({ known, distance: leven(name, known) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(3, Math.floor(name.length / 3))
    ? best.known
    : undefined;
}

function unknownInput(name: string, known: readonly string[]): RequestError {
  const guess = nearest(name, known);
  return new RequestError(`unknown input \`${name}\``, {
    code: 'INPUT_UNKNOWN',
    next: guess === undefined ? `Known inputs: ${known.join(', ')}.` : `Did you mean \`${guess}\`?`,
  });
}

function firstSentence(text: string): string {
  return text.trim().split(/(?<=\.)\s/)[0] ?? '';
}
