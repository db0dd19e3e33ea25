import { describe, expect, it } from "vitest";
import { boundariesIn, boundaryIn } from "./boundary.ts";

const names = { "127.213.7.11": "server-1", "127.213.7.12": "server-2", "10.213.7.2:5000": "registry" };

describe("a boundary between steps", () => {
  it("is where a step has ended, whatever its version, its server's address and its time", () => {
    const boundary = { place: "server-1", title: "Send web traffic to VERSION" };
    expect(boundaryIn("✓ 127.213.7.11     Send web traffic to 1a2b3c4 0.4 s", names)).toEqual(boundary);
    expect(boundaryIn("✗ 127.213.7.11     Send web traffic to 9f8e7d6 1 min 20 s", names)).toEqual(boundary);
  });

  it("is the same with another lab's registry", () => {
    const boundary = { place: "server-2", title: "Pull registry/app:VERSION" };
    expect(boundaryIn("✓ 127.213.7.12     Pull 10.213.7.2:5000/app:1a2b3c4 0.4 s", names)).toEqual(boundary);
  });

  it("is on the machine that deploys as well", () => {
    expect(boundaryIn("✓ runner           Build and push 12.0 s", names)).toEqual({ place: "runner", title: "Build and push" });
  });

  it.each(["", "  Waiting for it, 900 s at most", "warning config/deploy.yml:1:2 It is old", "✓ all is well"])(
    "is not what else a run says: %j",
    (line) => {
      expect(boundaryIn(line, names)).toBeUndefined();
    },
  );

  it("stands once in the list of a run, which does not tell who was faster", () => {
    const one = "✓ 127.213.7.11     Boot web 1.0 s";
    const other = "✓ 127.213.7.12     Boot web 1.1 s";
    const slower = boundariesIn([one, "a note", other, one].join("\n"), names);
    expect(slower).toEqual([
      { place: "server-1", title: "Boot web" },
      { place: "server-2", title: "Boot web" },
    ]);
    expect(boundariesIn([other, one].join("\n"), names)).toEqual(slower);
  });
});
