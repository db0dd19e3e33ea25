import { expect, it } from "vitest";
import { wordsOf } from "../../src/action/words.ts";

it.each([
  ["deploy", ["deploy"]],
  ["  app \n details\t", ["app", "details"]],
  ["lock acquire -m 'Database is moving'", ["lock", "acquire", "-m", "Database is moving"]],
  ['lock acquire -m "It\'s \\"moving\\""', ["lock", "acquire", "-m", `It's "moving"`]],
  ["--message=a' b 'c\\ d", ["--message=a b c d"]],
  ["deploy -d ''", ["deploy", "-d", ""]],
  ["deploy $HOME `x`", ["deploy", "$HOME", "`x`"]],
  ["", []],
])("reads %j as a shell would, without expanding anything", (command, words) => {
  expect(wordsOf(command)).toEqual(words);
});

it.each(["deploy 'x", 'deploy "x', "deploy x\\"])("refuses %j, which is left open", (command) => {
  expect(() => wordsOf(command)).toThrow(/left open/);
});
