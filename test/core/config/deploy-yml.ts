import { type Parsed, parseConfig } from "../../../src/core/config/parse.ts";

const required = {
  service: "service: shop",
  image: "image: acme/shop",
  registry: "registry: { username: me, password: [TOKEN] }",
  builder: "builder: { arch: amd64 }",
  servers: "servers: [1.1.1.1]",
};

/** A file that starts with the given lines, so that they count from 1, and holds what every file needs after them. */
export function deployYml(lines: string): string {
  const rest = Object.entries(required).filter(([key]) => !new RegExp(`^${key}:`, "m").test(lines));
  return [lines, ...rest.map(([, line]) => line), ""].join("\n");
}

export function parse(text: string, destinationText?: string): Parsed {
  const over = destinationText === undefined ? {} : { destination: { path: "deploy.staging.yml", text: destinationText } };
  return parseConfig(
    { base: { path: "deploy.yml", text }, ...over },
    { destination: destinationText === undefined ? undefined : "staging" },
  );
}

/** The problems of a file, one a line: where, and what. */
export function problemsOf(text: string, destinationText?: string): string[] {
  const parsed = parse(text, destinationText);
  if (!("problems" in parsed)) return [];
  return parsed.problems.map(({ file, line, column, path, message }) => {
    const place = file === "deploy.yml" ? `${line}:${column}` : `${file}:${line}:${column}`;
    return `${place} ${path}${path === "" ? "" : ": "}${message}`;
  });
}
