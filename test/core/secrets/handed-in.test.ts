import { describe, expect, it } from "vitest";
import { readHandedIn } from "../../../src/core/secrets/handed-in.ts";

function valuesOf(text: string): Record<string, string> {
  const read = readHandedIn(text);
  if ("problem" in read) throw new Error(read.problem);
  return Object.fromEntries(read.values);
}

const problemOf = (text: string): string => {
  const read = readHandedIn(text);
  return "problem" in read ? read.problem : "none";
};

describe("secrets that a workflow hands in", () => {
  it("are a JSON object", () => {
    expect(valuesOf('{"A": "one", "B": "two\\nlines", "EMPTY": ""}')).toEqual({ A: "one", B: "two\nlines" });
  });

  it("are a line for each, of which everything after the equals sign counts", () => {
    expect(
      valuesOf(
        'A=p#ss w=rd\n# B=comment\n\n  export C = not \r\nC= $x `y` "z" \nEMPTY=\n'.replace("export C = not", "export D=yes"),
      ),
    ).toEqual({
      ...{ A: "p#ss w=rd", D: "yes", C: '$x `y` "z"' },
    });
  });

  it.each([
    ['A="a b" # why', "a b"],
    ["A='a \\n \"b\"'", 'a \\n "b"'],
    ['A="say \\"hi\\" for \\$1\\\\\\n"', 'say "hi" for $1\\\n'],
    ['A="-----BEGIN KEY-----\nabc=\n\n-----END KEY-----\n"', "-----BEGIN KEY-----\nabc=\n\n-----END KEY-----\n"],
    ['A="\nfirst"', "\nfirst"],
  ])("may stand in quotes, in double ones over several lines: %j", (text, value) => {
    expect(valuesOf(`${text}\nB=after`)).toEqual({ A: value, B: "after" });
  });

  it.each([
    ["A=1\nhunter2", "line 2 is not NAME=value. A value of several lines stands in double quotes"],
    ['A=1\n\nB="hunter2\nC=2', "the double quote in line 3 is not closed"],
    ['A="hunt"er2"', "there is more than one text in quotes in line 1"],
    ["A='hunt'er2", "there is more than one text in quotes in line 1"],
    ['{"A": "hunter2"', "it begins as a JSON object does and is none. Write ${{ toJSON(secrets) }}"],
    ['{"A": "x", "PORT": 2222}', '"PORT" is no text. Put its value in double quotes'],
    ['{"A": true}', '"A" is no text. Put its value in double quotes'],
    ['{"A": null}', '"A" is no text. Put its value in double quotes'],
  ])("are refused with their line or name, and without their value: %j", (text, problem) => {
    expect(problemOf(text)).toBe(problem);
  });
});
