/** Begins the lines of a diagnosis that stand in the midst of other output, with a character (US) that no program prints. */
export const besideMark = "\u001fwhy ";

export interface Parted {
  readonly said: string;
  /** The lines of the diagnosis as they stood there. */
  readonly why: readonly string[];
  /** The same, to be read; "" where there is none. */
  readonly diagnosis: string;
}

/** What a step printed, apart from the diagnosis that stands in it. */
export function parted(output: string): Parted {
  const isDiagnosis = (line: string): boolean => line.startsWith(besideMark);
  const all = output.split("\n");
  const why = all.filter(isDiagnosis);
  return {
    said: all.filter((line) => !isDiagnosis(line)).join("\n"),
    why,
    diagnosis: why.map((line) => line.slice(besideMark.length)).join("\n"),
  };
}
