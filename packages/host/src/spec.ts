/** The part of `action.yml` that this project reads (GitHub's metadata syntax for actions). */
export interface ActionSpec {
  readonly name: string;
  readonly description: string;
  readonly inputs?: Readonly<Record<string, InputSpec>>;
  readonly outputs?: Readonly<Record<string, OutputSpec>>;
}

export interface InputSpec {
  readonly description: string;
  readonly required?: boolean;
  /** A default of `true` or `false` makes the input a switch on the command line. */
  readonly default?: string;
  readonly deprecationMessage?: string;
}

export interface OutputSpec {
  readonly description: string;
}
