/** What a JSON text stands for; undefined when it is no JSON. What the parser would say quotes the text, which may be a secret. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
