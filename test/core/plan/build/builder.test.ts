import { describe, expect, it } from "vitest";
import type { Builder, Config } from "../../../../src/core/config/config.ts";
import { planBuilderCreation, planBuilderDetails, planBuilderRemoval } from "../../../../src/core/plan/build/builder.ts";
import { aRegistry, aRelease, commandsOf } from "../../../support.ts";
import { aWorkspace, withBuilder } from "./workspace.ts";

const nothing = { builder: undefined, context: undefined };
const creating = (
  over: Partial<Builder>,
  config: Partial<Config> = {},
  builder: Partial<Record<"builder" | "context", string>> = {},
) => {
  const whole = withBuilder(over, config);
  const plan = planBuilderCreation(aRelease({ config: whole }), aWorkspace({ builder: { ...nothing, ...builder } }, whole));
  return commandsOf(plan).map((command) => command.replace(/ \|\| docker (buildx|context) inspect .*/, ""));
};
const local = { registry: aRegistry({ server: "localhost:5555", local: true }) };
const remote = "kamal-remote-ssh---ann-build-example-com-2222";
const ann = "ssh://ann@build.example.com:2222";

describe("making a builder", () => {
  it("takes Kamal's name for one here", () => {
    expect(creating({})).toEqual(["docker buildx create --name kamal-local-docker-container --driver=docker-container"]);
    expect(creating({}, local)).toEqual([
      "docker buildx create --name kamal-local-registry-docker-container --driver=docker-container --driver-opt network=host",
    ]);
  });

  it("is not needed for Docker's own driver, nor for buildpacks", () => {
    expect(creating({ driver: "docker" })).toEqual([]);
    expect(creating({ pack: { builder: "b", buildpacks: [] } })).toEqual([]);
  });

  it("makes a context for one elsewhere first", () => {
    expect(creating({ arch: ["arm64"], remote: ann })).toEqual([
      `docker context create ${remote}-context --description '${remote} host' --docker host=${ann}`,
      `docker buildx create --name ${remote} ${remote}-context`,
    ]);
  });

  it("lets one elsewhere reach the registry on localhost", () => {
    expect(creating({ arch: ["arm64"], remote: "ssh://ann@b" }, local).at(-1)).toBe(
      "docker buildx create --name kamal-remote-ssh---ann-b-local-registry --driver-opt network=host kamal-remote-ssh---ann-b-local-registry-context",
    );
  });

  it("puts two together where both are needed", () => {
    const name = "kamal-hybrid-docker-container-ssh---ann-b-local-registry";
    expect(creating({ arch: ["amd64", "arm64"], remote: "ssh://ann@b" }, local)).toEqual([
      `docker buildx create --platform linux/amd64 --name ${name} --driver=docker-container --driver-opt network=host`,
      `docker context create ${name}-context --description '${name} host' --docker host=ssh://ann@b`,
      `docker buildx create --platform linux/arm64 --append --name ${name} --driver-opt network=host ${name}-context`,
    ]);
  });

  it("takes one of Docker Build Cloud", () => {
    expect(creating({ driver: "cloud acme/build-er" })).toEqual(["docker buildx create --driver cloud acme/build-er"]);
  });

  it("is content with what the pre-build hook, or another deploy, makes meanwhile", () => {
    const config = withBuilder({ arch: ["arm64"], remote: "ssh://b" });
    const commands = commandsOf(planBuilderCreation(aRelease({ config }), aWorkspace({ builder: nothing }, config)));
    expect(commands.map((command) => command.replace(/.* \|\| /, ""))).toEqual([
      "docker context inspect kamal-remote-ssh---b-context",
      "docker buildx inspect kamal-remote-ssh---b",
    ]);
  });

  it("leaves one alone that builds where it should", () => {
    const facts = { builder: `Name: x\nEndpoint:  ${remote}-context\n`, context: ann };
    expect(creating({ arch: ["arm64"], remote: ann }, {}, facts)).toEqual([]);
  });

  it.each([
    ["whose context leads elsewhere", { builder: `Endpoint: ${remote}-context`, context: "ssh://bob@build.example.com" }],
    ["which has another context", { builder: "Endpoint: unix:///var/run/docker.sock", context: ann }],
  ])("replaces one %s", (_, facts) => {
    expect(creating({ arch: ["arm64"], remote: ann }, {}, facts)).toEqual([
      `docker buildx rm ${remote} || true`,
      `docker context rm ${remote}-context || true`,
      `docker context create ${remote}-context --description '${remote} host' --docker host=${ann}`,
      `docker buildx create --name ${remote} ${remote}-context`,
    ]);
  });
});

describe("looking after builders", () => {
  const config = withBuilder({ arch: ["arm64"], remote: ann });

  it("removes what there is, and fails if it cannot", () => {
    expect(commandsOf(planBuilderRemoval(aWorkspace({}, config)))).toEqual([
      `docker buildx rm ${remote}`,
      `docker context rm ${remote}-context`,
    ]);
    expect(commandsOf(planBuilderRemoval(aWorkspace({ builder: nothing }, config)))).toEqual([]);
  });

  it("shows which kind builds, and all that there are", () => {
    const plan = planBuilderDetails(aRelease({ config }), aWorkspace({}, config));
    expect(plan.title).toBe("Builder: remote");
    expect(commandsOf(plan)).toEqual(["docker context ls", "docker buildx ls"]);
  });

  it("shows a builder of buildpacks by its image", () => {
    const packed = withBuilder({ pack: { builder: "heroku/builder:24", buildpacks: [] } });
    const plan = planBuilderDetails(aRelease({ config: packed }), aWorkspace({}, packed));
    expect(commandsOf(plan)).toEqual(["pack builder inspect heroku/builder:24"]);
  });
});
