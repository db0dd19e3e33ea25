import { describe, expect, it } from "vitest";
import { piecesOf } from "../../../src/core/config/erb/pieces.ts";
import { readReport } from "../../../src/core/config/erb/ruby-report.ts";

const template = "a: b\n<% foo( %>\nc: <%= `sleep 9` %>\n";
const files = [{ path: "deploy.yml", text: template, pieces: piecesOf(template) }];

const read = (output: string, ending: { readonly exitCode?: number; readonly complaint?: string } = {}) =>
  readReport(files, { exitCode: undefined, complaint: "", ...ending, output });

const failed = (failure: { readonly line: number; readonly kind: string; readonly message: string }, complaint = "") =>
  read(JSON.stringify({ failed: { file: 0, tag: null, variable: null, ...failure } }), { exitCode: 0, complaint });

describe("what Ruby reports", () => {
  it.each([
    ["(erb):2: syntax error, unexpected end-of-input, expecting ')'", "this is not Ruby: unexpected end-of-input, expecting ')'"],
    // Ruby 3.4
    [
      "(erb):2: syntax errors found\n  1 | _erbout.keep(0)\n> 2 | foo( \n    |     ^ unexpected end-of-input; expected a `)` to close the arguments\n",
      "this is not Ruby: unexpected end-of-input; expected a `)` to close the arguments",
    ],
    [
      '(erb):2: syntax errors found (SyntaxError)\n> 2 | "x\n    | ^~~ unterminated string\n',
      "this is not Ruby: unterminated string",
    ],
  ])("of a mistake is told without the Ruby made of the template: %j", (message, told) => {
    expect(failed({ line: 2, kind: "SyntaxError", message })).toMatchObject({ problem: { line: 2, column: 4, message: told } });
  });

  it("of another name that may be meant becomes the hint", () => {
    const message = "undefined local variable or method `hots' for main:Object\nDid you mean?  hosts\n";
    expect(failed({ line: 3, kind: "NameError", message })).toMatchObject({
      problem: {
        line: 3,
        column: 8,
        message: "this Ruby fails: undefined local variable or method `hots' for main:Object (NameError)",
        hint: "Did you mean?  hosts",
      },
    });
  });

  it("of a signal becomes why it was sent", () => {
    expect(failed({ line: 3, kind: "SignalException", message: "SIGTERM" }, "it took longer than 60 s")).toMatchObject({
      problem: { line: 3, message: "this Ruby was stopped: it took longer than 60 s" },
    });
  });

  it.each([
    ["nothing", ""],
    ["half of it", '{"files": [[[0]'],
    ["something else", '{"files": "no"}'],
  ])("may be %s, which is a problem too", (_, output) => {
    expect(read(output, { exitCode: 1, complaint: "ruby: no such option" })).toMatchObject({
      problem: {
        line: 2,
        column: 1,
        message: "ruby, which fills in the tags of this file, ended with exit code 1: ruby: no such option",
      },
    });
  });
});
