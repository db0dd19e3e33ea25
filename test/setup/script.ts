/** Aborts when a person stops the script. A terminal tells all its programs of Ctrl-C, and npm tells this one again: the first one counts. */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}

/** Runs `main` with the options that were given; says how it is used, and ends with 2, when they make no sense. */
export async function runScript<Options>(
  read: (args: readonly string[]) => Options,
  usage: string,
  main: (options: Options) => Promise<void>,
): Promise<void> {
  let options: Options;
  try {
    options = read(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exitCode = 2;
    return;
  }
  await main(options);
}
