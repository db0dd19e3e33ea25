/** One row of the table of routes that a proxy prints. */
export interface RouteRow {
  readonly service: string;
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly targets: readonly string[];
  /** `running`, or why requests are not passed on: `paused`, `stopped`. */
  readonly state: string;
  readonly tls: boolean;
}

/** Read the table: columns begin where their headings do. Columns that are not known are passed over. */
export function readRoutes(table: string): RouteRow[] {
  const [heading = "", ...rows] = table.split("\n").filter((line) => line.trim() !== "");
  const columns = [...heading.matchAll(/\S+/g)].map(({ 0: name, index }) => ({ name, index }));
  return rows.map((row) => {
    const cells = columns.map(({ name, index }, at) => [name, row.slice(index, columns[at + 1]?.index).trim()] as const);
    const { Service = "", Host = "", Path = "", Target = "", State = "", TLS } = Object.fromEntries(cells);
    return { service: Service, hosts: list(Host), paths: list(Path), targets: list(Target), state: State, tls: TLS === "yes" };
  });
}

const list = (cell: string): string[] => cell.split(",").filter((part) => part !== "");
