/** Status that a shell gives to a program ended by a signal is 128 plus its number. */
const STATUS: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 };

/** Aborts on the first SIGINT or SIGTERM, so that work in progress can clean up; ends the process on the second. */
export function abortOnSignals(): { readonly signal: AbortSignal; status(): number | undefined } {
  const controller = new AbortController();
  let status: number | undefined;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (status !== undefined) process.exit(STATUS[name]);
      status = STATUS[name];
      controller.abort(new Error(`cancelled by ${name}`));
    });
  }
  return { signal: controller.signal, status: () => status };
}
