/** Why this is no URL that can be asked; undefined where it is one. */
export function urlComplaint(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && (url.username !== "" || url.password !== ""))
    return "A URL to check cannot have a user name or a password in it: logs would show it";
  if (url && ["http:", "https:"].includes(url.protocol)) return undefined;
  return `"${text}" is no URL to check. Write it out, as in https://shop.example.com/up`;
}
