/** Loaded into a program before its own code (node --import): makes things fail in it that nobody waits for. */

/** A secret of every project in the lab: see createProject. */
const secret = "k3y-of-the-app";

process.on("SIGUSR2", () => void Promise.reject(new Error(`Nobody waits for this; it has ${secret} in it`)));

process.on("SIGALRM", () => {
  setTimeout(() => {
    throw new Error(`Nobody catches this; it has ${secret} in it`);
  });
});
