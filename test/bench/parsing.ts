/** Times how a deploy.yml of 1,000 servers is read: by a process that just started, and by one that has read it before. */

import { execFileSync } from "node:child_process";
import { parseConfig } from "../../src/core/config/parse.ts";
import { median } from "./statistics.ts";

const rounds = 15;
const hosts = Array.from({ length: 1000 }, (_, index) => {
  const address = `10.0.${Math.floor(index / 250)}.${(index % 250) + 1}`;
  return index % 5 === 0 ? `      - ${address}: [eu, large]` : `      - ${address}`;
});
const text = `service: shop
image: acme/shop
registry: {username: me, password: [TOKEN]}
builder: {arch: amd64}
servers:
  web:
    hosts:
${hosts.join("\n")}
env: {clear: {A: 1}, tags: {eu: {REGION: eu}, large: {THREADS: 16}}}
`;

if (process.argv.includes("--once")) console.log(milliseconds());
else compare();

function compare(): void {
  const cold = Array.from({ length: rounds }, () => Number(execFileSync(process.execPath, [import.meta.filename, "--once"])));
  const warm = Array.from({ length: 2 * rounds }, milliseconds).slice(rounds);
  console.log(`1,000 servers: ${median(cold).toFixed(0)} ms when first read, ${median(warm).toFixed(0)} ms after that`);
}

function milliseconds(): number {
  const start = performance.now();
  const parsed = parseConfig({ base: { path: "deploy.yml", text } }, { destination: undefined });
  const took = performance.now() - start;
  if ("problems" in parsed) throw new Error(parsed.problems.map(({ message }) => message).join("\n"));
  return took;
}
