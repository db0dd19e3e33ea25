import { LineBuffer } from "../core/report/line-buffer.ts";

/** Passes on what is heard line by line: of a secret that comes in two pieces, neither would be known for one. */
export async function wholeLines<Done>(
  work: (hear: (text: string) => void) => Promise<Done>,
  passOn: (text: string) => void,
): Promise<Done> {
  const buffer = new LineBuffer();
  const tell = (lines: readonly string[]): void => {
    if (lines.length > 0) passOn(`${lines.join("\n")}\n`);
  };
  try {
    return await work((text) => tell(buffer.add(text)));
  } finally {
    tell(buffer.end());
  }
}
