import { parseArgs } from 'node:util';
import { nearest, RequestError, type Verb } from '@gosymbols/host';

/** What the command line adds to every verb's own inputs. */
export interface Flags {
  readonly given: Readonly<Record<string, string>>;
  readonly json: boolean;
  readonly help: boolean;
  readonly debug: boolean;
}

const FLAGS = ['json', 'help', 'debug'] as const;

/**
 * Flags are the inputs of `action.yml`: `--name value`, `--name=value`; an input that is repeated is a list, a switch
 * (default `true` or `false`) needs no value and has `--no-name`. An input that is named like a flag of our own, as
 * `debug` of `join` is, takes its place.
 * @throws RequestError for an unknown flag or a missing value
 */
export function parseFlags(verb: Verb, args: readonly string[]): Flags {
  const inputs = verb.spec.inputs ?? {};
  const flags = FLAGS.filter((name) => !(name in inputs));
  const isSwitch = (name: string): boolean => ['true', 'false'].includes(inputs[name]?.default ?? '');
  const options = Object.fromEntries([
    ...Object.keys(inputs).map((name) => [
      name,
      isSwitch(name) ? { type: 'boolean' as const } : { type: 'string' as const, multiple: true },
    ]),
    ...flags.map((name) => [name, { type: 'boolean' as const, ...(name === 'help' ? { short: 'h' } : {}) }]),
  ]);
  const { tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    tokens: true,
    allowPositionals: true,
    allowNegative: true,
  });
  const given: Record<string, string> = {};
  const own: Record<(typeof FLAGS)[number], boolean> = { json: false, help: false, debug: false };
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined || token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      if (verb.positional === undefined) throw unexpected(token.value, verb);
      given[verb.positional] = joined(given[verb.positional], token.value);
      continue;
    }
    const known = flags.find((name) => name === token.name);
    if (known !== undefined) {
      own[known] = true;
      continue;
    }
    const negated = token.rawName === `--no-${token.name}`;
    if (!(token.name in inputs) || (negated && !isSwitch(token.name)))
      throw unknownFlag(token.rawName, [...Object.keys(inputs), ...flags]);
    if (isSwitch(token.name)) given[token.name] = token.value ?? (negated ? 'false' : 'true');
    else if (token.value === undefined)
      throw missingValue(token.rawName, inputs[token.name]?.description ?? '');
    else given[token.name] = joined(given[token.name], token.value);
  }
  return { given, ...own };
}

function joined(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before}\n${value}`;
}

function unknownFlag(flag: string, known: readonly string[]): RequestError {
  const guess = nearest(flag.replace(/^-+(no-)?/, ''), known);
  return new RequestError(`unknown flag \`${flag}\``, {
    code: 'FLAG_UNKNOWN',
    next: guess === undefined ? 'Run with --help for the list.' : `Did you mean \`--${guess}\`?`,
  });
}

function missingValue(flag: string, description: string): RequestError {
  return new RequestError(`\`${flag}\` needs a value`, {
    code: 'FLAG_VALUE',
    next: description.trim().split('\n')[0] ?? '',
  });
}

function unexpected(word: string, verb: Verb): RequestError {
  return new RequestError(`\`${verb.name}\` takes flags only, found \`${word}\``, {
    code: 'FLAG_UNKNOWN',
    next: `Run \`gosymbols ${verb.name} --help\`.`,
  });
}
