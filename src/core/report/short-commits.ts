/** Text with commits as git shows them to people, by their first seven digits. */
export const withShortCommits = (text: string): string => text.replaceAll(/\b([0-9a-f]{7})[0-9a-f]{33}\b/g, "$1");
