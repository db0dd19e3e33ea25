import { describe, expect, it } from "vitest";
import { helpOf, listedCommands } from "./commands.ts";

describe("help", () => {
  it.each(listedCommands())("says in a line what $name does, and shows how it is typed", ({ name, command }) => {
    expect(command.description()).toMatch(/^[^\n]{10,110}$/);
    expect(helpOf(command)).toMatch(new RegExp(`\\nExamples?:\\n(.*\\n)*.*landfall ${name}`));
  });
});
