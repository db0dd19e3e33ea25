import { describe, expect, it } from "vitest";
import { all, any, capture, lines, pipe, sh, subshell, verbatim } from "../../../src/core/shell/sh.ts";
import { aSecret } from "../../support.ts";

describe("the sh template", () => {
  it("makes one word of each value", () => {
    expect(sh`echo ${"a b"} ${"$HOME"} ${7}`.render()).toBe("echo 'a b' '$HOME' 7");
  });

  it("leaves harmless words unquoted, for people to read", () => {
    expect(sh`docker pull ${"reg.example.com:5000/a_b/c-d@sha256:0f"}`.render()).toBe(
      "docker pull reg.example.com:5000/a_b/c-d@sha256:0f",
    );
  });

  it("makes a word of nothing, too", () => {
    expect(sh`echo ${""} end`.render()).toBe("echo '' end");
  });

  it("spreads a list into words, lists within it too", () => {
    expect(sh`run ${["a", ["b c", ["d"]], []]} end`.render()).toBe("run a 'b c' d end");
  });

  it("leaves out what is undefined or false, and the space before it", () => {
    expect(sh`run ${undefined} ${false} ${[]} ${[undefined, false]} end`.render()).toBe("run end");
    expect(sh`run ${["a", undefined, "b"]}`.render()).toBe("run a b");
  });

  it("keeps the number zero and the word false", () => {
    expect(sh`run ${0} ${"false"}`.render()).toBe("run 0 false");
  });

  it("joins a value to the text beside it", () => {
    expect(sh`run --a=${"b c"}/d`.render()).toBe("run --a='b c'/d");
    expect(sh`run ${"a b"}${"c d"}`.render()).toBe("run 'a b''c d'");
  });

  it("splices other shell in as it is", () => {
    expect(sh`if ${sh`test -e ${"a b"}`}; then ${verbatim("echo $HOME")}; fi`.render()).toBe(
      "if test -e 'a b'; then echo $HOME; fi",
    );
  });

  it("keeps backslashes of the template as they are typed", () => {
    expect(sh`printf 'a\n' "\$x"`.render()).toBe(String.raw`printf 'a\n' "\$x"`);
  });

  it.each([
    ["double quotes", () => sh`echo "hi ${"x"}"`],
    ["single quotes", () => sh`echo 'hi ${"x"}'`],
    ["a command in double quotes", () => sh`echo "$(cat ${"x"})"`],
    ["quotes that only look closed", () => sh`echo "it\" ${"x"}"`],
    ["double quotes around single ones", () => sh`echo "it's ${"x"}`],
    ["quotes, even if it is absent", () => sh`echo "hi ${undefined}"`],
  ])("refuses a value inside %s", (_, write) => {
    expect(write).toThrow(TypeError);
  });

  it.each([
    ["quotes", () => sh`echo "hi" 'it' ${"x"}`],
    ["an escaped quote", () => sh`echo it\'s ${"x"}`],
    ["a backslash in single quotes, which escapes nothing", () => sh`printf '\' ${"x"}`],
  ])("allows a value after %s", (_, write) => {
    expect(write().render()).toMatch(/ x$/);
  });
});

describe("joining commands", () => {
  it("needs no braces where the operators agree", () => {
    expect(all(sh`a`, all(sh`b`, sh`c`), sh`d`).render()).toBe("a && b && c && d");
    expect(pipe(sh`a`, sh`b`).render()).toBe("a | b");
    expect(lines(sh`a`, lines(sh`b`, sh`c`)).render()).toBe("a\nb\nc");
  });

  it("puts braces where precedence would read otherwise", () => {
    expect(any(all(sh`a`, sh`b`), sh`c`).render()).toBe("{ a && b\n} || c");
    expect(all(sh`a || b`, sh`c`).render()).toBe("{ a || b\n} && c");
    expect(pipe(sh`a; b`, sh`c`).render()).toBe("{ a; b\n} | c");
  });

  it("also braces a list that a template spliced in", () => {
    expect(pipe(sh`${all(sh`a`, sh`b`)}`, sh`c`).render()).toBe("{ a && b\n} | c");
  });

  it("ends lines at a failure anywhere in a list, which the shell by itself would not", () => {
    expect(lines(all(sh`a`, sh`b`), any(sh`c`, sh`d`), sh`e`).render()).toBe("a && b || exit\n{ c || d\n}\ne");
  });

  it("refuses lines within a list, where the shell would run on after a failure", () => {
    expect(() => all(sh`a`, lines(sh`b`, sh`c`))).toThrow(TypeError);
    expect(() => any(lines(sh`a`, sh`b`), sh`c`)).toThrow(TypeError);
  });

  it("does not take a redirection for an operator", () => {
    expect(pipe(sh`a`, sh`b 2>&1`).render()).toBe("a | b 2>&1");
  });

  it("leaves out absent commands", () => {
    expect(all(undefined, sh`a`, false, sh`b`).render()).toBe("a && b");
    expect(all(undefined, sh`a || b`).render()).toBe("a || b");
    expect(lines().render()).toBe("");
  });

  it("captures output as one word, and keeps changes inside a subshell", () => {
    expect(sh`echo ${capture(sh`cat ${"a b"}`)}`.render()).toBe(`echo "$(cat 'a b')"`);
    expect(all(subshell(sh`cd x && y`), sh`z`).render()).toBe("(cd x && y) && z");
  });
});

describe("shell with a secret in it", () => {
  const command = sh`login -p ${aSecret("hunter2", "TOKEN")} ${["-x", aSecret("it's", "OTHER")]}`;

  it("is whole where it runs", () => {
    expect(command.render()).toBe(String.raw`login -p hunter2 -x 'it'\''s'`);
  });

  it("shows names everywhere else", () => {
    expect(`${command}`).toBe("login -p [TOKEN] -x [OTHER]");
    expect(JSON.stringify({ run: command })).toBe('{"run":"login -p [TOKEN] -x [OTHER]"}');
    expect(`${all(sh`a`, sh`b ${capture(command)}`)}`).toBe('a && b "$(login -p [TOKEN] -x [OTHER])"');
  });
});
