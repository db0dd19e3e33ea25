const styles = { plain: "", bold: "1;34", italic: "3;94" } as const;

/** Lays rows out in columns with the ANSI styles of `kamal-proxy list`: the head in italics, first cells bold. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map((row) => row[column] ?? "")].map(width)));
  const line = (cells: readonly string[], style: (column: number) => string): string =>
    `${cells.map((cell, column) => `\x1b[${style(column)}m${cell}\x1b[0m${padding(cell, widths[column] ?? 0)}  `).join("")}\n`;
  const body = rows.map((row) => line(row, (column) => (column === 0 ? styles.bold : styles.plain)));
  return line(head, () => styles.italic) + body.join("");
};

// Go counts bytes here.
const width = (cell: string): number => Buffer.byteLength(cell);

const padding = (cell: string, columnWidth: number): string => " ".repeat(columnWidth - width(cell));
