import { expect, it } from "vitest";
import { previewOptions } from "../../../../src/core/config/preview/options.ts";

it("a preview keeps what limits a container, and nothing that reaches out of it or gives it rights", () => {
  const kept = { memory: "1g", "cap-drop": ["ALL"], init: true, "security-opt": ["no-new-privileges:true"] } as const;
  const left = {
    gpus: "all",
    "cap-add": "SYS_ADMIN",
    privileged: true,
    "add-host": "db:10.0.0.5",
    "network-alias": "shop",
  } as const;
  expect(previewOptions({ ...kept, ...left })).toEqual(kept);
});

it.each(["seccomp=unconfined", ["no-new-privileges", "apparmor=unconfined"], true] as const)(
  "a preview is not let loose by the security option %j",
  (loose) => {
    expect(previewOptions({ "security-opt": loose })).toEqual({});
  },
);
