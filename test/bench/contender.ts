import { deployByKamalTrace } from "./kamal/replay.ts";
import { deployByLandfall } from "./landfall.ts";
import { deployByScript } from "./script/script.ts";
import type { Turn } from "./turn.ts";

export type Name = "landfall" | "script" | "kamalTrace";

/** A way to deploy. */
export interface Contender {
  readonly title: string;
  /** Rejects when it fails. */
  readonly deploy: (turn: Turn) => Promise<void>;
}

export const contenders: Readonly<Record<Name, Contender>> = {
  landfall: { title: "landfall deploy", deploy: deployByLandfall },
  script: { title: "shell script", deploy: deployByScript },
  kamalTrace: { title: "Kamal's commands", deploy: deployByKamalTrace },
};
