import { connect } from "node:net";
import { type JsonFields, jsonFields, textField } from "../json-fields.ts";
import { socketPath } from "../paths.ts";

/** One call to the running proxy. */
export type Call = { readonly name: string; readonly fields: JsonFields };

/** Asks the running proxy to do something and waits until it is done; throws with the proxy's own words if it refuses. */
export const callProxy = async (call: Call): Promise<JsonFields> => {
  const answer = jsonFields(JSON.parse(await exchange(JSON.stringify(call))));
  const error = textField(answer, "error");
  if (error !== "") throw new Error(error);
  return answer;
};

const exchange = (line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(socketPath());
    socket.setEncoding("utf8");
    socket.once("connect", () => socket.write(`${line}\n`));
    socket.on("data", (text) => {
      answer += text;
    });
    socket.once("error", (error) => reject(new Error(dialError(error))));
    socket.once("close", () => (answer.endsWith("\n") ? resolve(answer) : reject(new Error("unexpected EOF"))));
  });

const dialError = (error: Error): string => {
  const code = "code" in error ? error.code : undefined;
  switch (code) {
    case "ENOENT":
      return `dial unix ${socketPath()}: connect: no such file or directory`;
    case "ECONNREFUSED":
      return `dial unix ${socketPath()}: connect: connection refused`;
    case "EACCES":
      return `dial unix ${socketPath()}: connect: permission denied`;
    default:
      return "unexpected EOF";
  }
};
