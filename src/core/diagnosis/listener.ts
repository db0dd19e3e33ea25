/** A port of a container that a program in it listens on. */
export interface Listener {
  readonly port: number;
  /** The loopback address that it keeps to, where nobody outside the container reaches it. */
  readonly only: "127.0.0.1" | "::1" | undefined;
}

/** Docker's own name server, which every container on a network of its own has. */
const dockersDns = "127.0.0.11";

/** From the addresses of /proc/PID/net/tcp and tcp6: hexadecimal, in the byte order of the machine, which is taken for a little-endian one. */
export function readListeners(addresses: readonly string[]): Listener[] {
  const found = addresses.flatMap(read);
  const open = found.filter(({ only }) => only === undefined);
  const closed = found.filter(({ port }) => !open.some((other) => other.port === port));
  const byPort = new Map([...closed, ...open].map((listener) => [listener.port, listener]));
  return [...byPort.values()].toSorted((one, other) => one.port - other.port);
}

function read(text: string): Listener[] {
  const [, address = "", hex = ""] = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/.exec(text) ?? [];
  if (hex === "") return [];
  const port = Number.parseInt(hex, 16);
  if (address === "00000000000000000000000001000000") return [{ port, only: "::1" }];
  const four = address.length === 8 ? address : mapped(address);
  const dotted =
    four === undefined
      ? ""
      : (four.match(/../g) ?? [])
          .map((byte) => Number.parseInt(byte, 16))
          .reverse()
          .join(".");
  if (dotted === dockersDns) return [];
  return [{ port, only: dotted.startsWith("127.") ? "127.0.0.1" : undefined }];
}

/** The IPv4 address in `::ffff:a.b.c.d`. */
const mapped = (address: string): string | undefined => /^0{16}FFFF0000(.{8})$/.exec(address)?.[1];

/** As people write it. */
export const listenerWords = ({ port, only }: Listener): string => {
  if (only === undefined) return String(port);
  return only === "::1" ? `[::1]:${port}` : `${only}:${port}`;
};
