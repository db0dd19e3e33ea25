import { describe, expect, it } from "vitest";
import * as prune from "../../../src/core/commands/prune.ts";
import { aHome } from "../../shell/home.ts";
import { aConfig } from "../../support.ts";

describe("pruning containers", () => {
  const list = "ps -q -a --filter label=service=app --filter status=created --filter status=exited --filter status=dead";
  const rm = (...ids: string[]) => Object.fromEntries(ids.map((id) => [`rm ${id}`, `${id}\n`]));

  it("keeps the newest that have stopped, and removes the rest", async () => {
    using home = aHome({ docker: { [list]: "c7\nc6\nc5\nc4\nc3\nc2\nc1\n", ...rm("c2", "c1") } });
    expect(await home.run(prune.containers(aConfig()))).toEqual({ code: 0, output: "c2\nc1\n" });
    expect(home.calls("docker").slice(1)).toEqual(["rm c2", "rm c1"]);
  });

  it("keeps as many as the config says", async () => {
    using home = aHome({ docker: { [list]: "c3\nc2\nc1\n", ...rm("c2", "c1") } });
    await home.run(prune.containers(aConfig({ retainContainers: 1 })));
    expect(home.calls("docker").slice(1)).toEqual(["rm c2", "rm c1"]);
  });

  it("removes nothing where there are no more than that", async () => {
    using home = aHome({ docker: { [list]: "c5\nc4\nc3\nc2\nc1\n" } });
    expect(await home.run(prune.containers(aConfig()))).toEqual({ code: 0, output: "" });
  });
});

describe("pruning images", () => {
  const dangling = "image prune --force --filter label=service=app";
  const used = "container ls -a --format {{.Image}}\\| --filter label=service=app";
  const list = "image ls --filter label=service=app --format {{.ID}} {{.Repository}}:{{.Tag}}";
  const rmi = (...tags: string[]) => Object.fromEntries(tags.map((tag) => [`rmi ${tag}`, `Untagged: ${tag}\n`]));
  const removed = async (over: Parameters<typeof aConfig>[0], answers: { used: string; list: string }, ...tags: string[]) => {
    using home = aHome({ docker: { [dangling]: "", [used]: answers.used, [list]: answers.list, ...rmi(...tags) } });
    const { code, output } = await home.run(prune.images(aConfig(over)));
    expect({ code, unexpected: output.includes("unexpected") }).toEqual({ code: 0, unexpected: false });
    return home.calls("docker").flatMap((call) => (call.startsWith("rmi ") ? [call.slice("rmi ".length)] : []));
  };

  it("removes what no container was made from, but not the latest", async () => {
    const answers = {
      used: "acme/app:3\\|\nacme/app:2\\|\n",
      list: "i3 acme/app:3\ni3 acme/app:latest\ni2 acme/app:2\ni1 acme/app:1\ni0 acme/app:<none>\n",
    };
    expect(await removed({}, answers, "acme/app:1")).toEqual(["acme/app:1"]);
  });

  it("keeps an image whose tag has gone to another, known by its id", async () => {
    const answers = { used: "i2\\|\n", list: "i2 acme/app:old\ni1 acme/app:1\n" };
    expect(await removed({}, answers, "acme/app:1")).toEqual(["acme/app:1"]);
  });

  it("does not take 10 for 1, nor a.b for a-b", async () => {
    const answers = {
      used: "reg.example.com/app:1\\|\n",
      list: "i1 reg.example.com/app:1\ni2 reg.example.com/app:10\ni3 reg-example.com/app:latest\n",
    };
    const tags = ["reg.example.com/app:10", "reg-example.com/app:latest"];
    expect(await removed({ image: "reg.example.com/app" }, answers, ...tags)).toEqual(tags);
  });

  it("removes another destination's latest, as Kamal does, and keeps its own", async () => {
    const answers = { used: "acme/app:3\\|\n", list: "i3 acme/app:latest-staging\ni2 acme/app:latest\n" };
    expect(await removed({ destination: "staging" }, answers, "acme/app:latest")).toEqual(["acme/app:latest"]);
  });

  it("removes nothing, and is no failure, where all is in use", async () => {
    expect(await removed({}, { used: "acme/app:3\\|\n", list: "i3 acme/app:3\n" })).toEqual([]);
  });

  it("removes nothing but what is not in use where no container is left", async () => {
    expect(await removed({}, { used: "", list: "i3 acme/app:latest\ni1 acme/app:1\n" }, "acme/app:1")).toEqual(["acme/app:1"]);
  });
});
