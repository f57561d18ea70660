/** What goes wrong, once or several times, before GitHub is itself again. */
export interface Fault {
  /** `post …/comments`: method, a space, and how the path ends; or a pattern for both. */
  readonly at: RegExp;
  readonly status: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How often. Default: once. */
  readonly times?: number;
  /** The request is carried out all the same, and only its answer is lost. */
  readonly afterwards?: boolean;
}

/** Faults and interruptions that wait for a request to come by. */
export class Troubles {
  readonly #faults: { readonly fault: Fault; left: number }[] = [];
  readonly #moments: { readonly at: RegExp; readonly act: () => unknown; readonly after: boolean }[] = [];

  fail(fault: Fault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  /** Once, when such a request comes: `act` first (or last, with `after`). Something happens in between two requests of a client. */
  between(at: RegExp, act: () => unknown, after = false): void {
    this.#moments.push({ at, act, after });
  }

  async moment(request: string, after: boolean): Promise<void> {
    const at = this.#moments.findIndex((one) => one.after === after && one.at.test(request));
    const [moment] = at < 0 ? [] : this.#moments.splice(at, 1);
    await moment?.act();
  }

  faultFor(request: string): Fault | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && fault.at.test(request));
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  }
}
