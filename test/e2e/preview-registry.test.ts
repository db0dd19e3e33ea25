import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildKamalProxyImage } from "../lab/kamal-proxy/image.ts";
import { type Lab, startLab } from "../lab/lab.ts";
import { answerOf } from "./answer.ts";
import { anotherApp, createProject, type Project } from "./project.ts";
import { forbidDeletions } from "./registry-trouble.ts";
import { expectSuccess } from "./success.ts";

const name = "tagged";
const stay = 'The images of previews stay there: their tags begin with "landfall-" and "latest-landfall-"';

describe("the tags of previews in a registry", () => {
  let lab: Lab;
  let project: Project;
  const tags = () => lab.registry.tags(name);
  const deploy = async (...numbers: readonly number[]): Promise<void> => {
    for (const number of numbers) expectSuccess(await project.landfall("preview", "deploy", String(number)));
  };
  const remove = async (number: number): Promise<string> => {
    const ended = await project.landfall("preview", "remove", String(number), "-y");
    expectSuccess(ended);
    return ended.stderr;
  };
  const tagsOf = (number: number, ...versions: readonly string[]): string[] => [
    `latest-landfall-pr-${number}`,
    ...versions.map((version) => `landfall-pr-${number}-${version}`),
  ];

  beforeAll(async () => {
    const [started, image] = await Promise.all([startLab({ name: "preview-registry", registry: true }), buildKamalProxyImage()]);
    lab = started;
    await lab.server(0).addImage(image);
    const settings = { proxy: { host: "shop.example.com", healthcheck: { path: "/up" } } };
    const preview = { host: "pr-{number}.example.com" };
    project = await createProject(lab, { name, settings: { ...settings, "x-landfall": { preview } } });
  });

  afterAll(() => lab.down());

  it("go with the preview, and none of the app's or of another preview's", async () => {
    const first = await project.commit({});
    expectSuccess(await project.landfall("deploy"));
    await deploy(1, 12);
    const second = await project.commit(await anotherApp("that is pushed later"));
    await deploy(12);
    expect(await tags()).toEqual([first, "latest", ...tagsOf(1, first), ...tagsOf(12, first, second)].toSorted());
    const said = await remove(12);
    expect(await tags()).toEqual([first, "latest", ...tagsOf(1, first)].toSorted());
    expect(said).not.toContain("stay");
  });

  it("are not all that holds an image that the app was given, by its name or by its digest", async () => {
    const third = await project.commit(await anotherApp("that is promoted"));
    await deploy(12, 13);
    const digest = /sha256:[0-9a-f]{64}/.exec(await lab.server(0).exec(inspected(`landfall-pr-13-${third}`)))?.[0] ?? "";
    const promoted = [`sha256-${digest.slice(7, 19)}`, third];
    for (const image of [digest, `landfall-pr-12-${third}`]) expectSuccess(await project.landfall("deploy", "--image", image));
    const images = await pulled(promoted);
    expect(await remove(12)).toContain(
      `landfall-pr-12-${third}, latest-landfall-pr-12 stay at ${lab.registry.address}: the app,`,
    );
    await remove(13);
    expect(await answerOf(lab.server(0).url, "shop.example.com")).toBe(third);
    expect(await pulled(promoted)).toEqual(images);
  });

  it("stay where the registry deletes nothing, which is told once and fails nothing", async () => {
    await forbidDeletions(lab);
    const before = await tags();
    const said = await remove(1);
    expect(said.split("\n").filter((line) => line.includes("The images of previews"))).toEqual([
      `${lab.registry.address} deletes no images as it is set up (it answers 405). ${stay}`,
    ]);
    expect(await tags()).toEqual(before);
    expect(before).toContain("latest-landfall-pr-1");
    expect(JSON.parse((await project.landfall("preview", "list", "--json")).stdout)).toEqual([]);
  });

  /** What the registry gives out by these tags, by the ids of the images. */
  async function pulled(wanted: readonly string[]): Promise<string[]> {
    const ids: string[] = [];
    for (const tag of wanted) {
      const image = `${lab.registry.address}/${name}:${tag}`;
      ids.push(
        await lab.server(0).exec(`docker pull --quiet ${image} >/dev/null && docker image inspect --format '{{.Id}}' ${image}`),
      );
    }
    return ids;
  }
  const inspected = (tag: string): string =>
    `docker image inspect --format '{{index .RepoDigests 0}}' ${lab.registry.address}/${name}:${tag}`;
});
