import { styleText } from "node:util";

/** Where a person watches. */
export interface Screen {
  readonly colour: boolean;
  /** What happens from here on. */
  heading(text: string): void;
  /** One thing under the heading. */
  line(text: string): void;
  /** The same, less loud. */
  aside(text: string): void;
}

export function openScreen(stream: NodeJS.WriteStream): Screen {
  // The reader may leave early, as `head` does: the demo then still has a lab to take down.
  stream.on("error", () => {});
  const say = (text: string): void => void stream.write(`${text}\n`);
  return {
    colour: stream.isTTY && stream.hasColors(),
    heading: (text) => say(`\n${styleText("bold", text, { stream })}`),
    line: (text) => say(`  ${text}`),
    aside: (text) => say(`  ${styleText("dim", text, { stream })}`),
  };
}
