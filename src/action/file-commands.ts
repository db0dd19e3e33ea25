import * as core from "@actions/core";
import { messageOf } from "../core/report/errors.ts";

/** Keep something for the post step. Never throws: a run does not end midway because its runner's disk is full. */
export function keepState(name: string, value: string): void {
  try {
    core.saveState(name, value);
  } catch (error) {
    tellOfState(error);
  }
}

/** Hand something to later steps. Never throws: that it failed fails the step, once all else is done. */
export function setOutput(name: string, value: unknown): void {
  try {
    core.setOutput(name, value);
  } catch (error) {
    tellOfOutput(error);
  }
}

/** What is wrong with a runner's disk is wrong for all that is written. */
const once = (tell: (reason: string) => void): ((error: unknown) => void) => {
  let isTold = false;
  return (error) => {
    if (!isTold) tell(`Is the runner's disk full? ${messageOf(error)}`);
    isTold = true;
  };
};

const tellOfState = once((reason) =>
  core.warning(`The post step will not know what this step has left to do, should it be killed. ${reason}`),
);
const tellOfOutput = once((reason) => core.setFailed(`Not all outputs of this step could be handed to later steps. ${reason}`));
