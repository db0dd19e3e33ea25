/** What became of the cache by what buildx printed, a line each; none if all went well. These errors end no build. */
export function cacheFailures(output: string): string[] {
  const errors = [...output.matchAll(/^#(\d+) ERROR: (.*)$/gm)];
  return errors.flatMap(([, number = "", reason = ""]) => {
    const name = new RegExp(`^#${number} (.*)$`, "m").exec(output)?.[1] ?? "";
    if (/^exporting (cache )?to (GitHub Actions Cache|registry)/.test(name)) return [`layers could not be saved: ${reason}`];
    // The cache of a first build is nowhere yet.
    if (name.startsWith("importing cache manifest") && !/: not found$/.test(reason))
      return [`layers could not be fetched: ${reason}`];
    return [];
  });
}
