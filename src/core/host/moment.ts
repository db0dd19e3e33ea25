/** A time as Docker writes it, in seconds since 1970; undefined for its zero time, which stands for never. */
export function momentOf(text: string): number | undefined {
  // `docker ps` writes "2026-01-02 03:04:05 +0100 CET", all else RFC 3339.
  const seconds = Date.parse(text.replace(/^(\S+) (\S+) ([+-]\d\d)(\d\d)\b.*$/, "$1T$2$3:$4")) / 1000;
  return seconds > 0 ? seconds : undefined;
}
