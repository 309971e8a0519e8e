// In a plain browser the screens ask the command line instead of the shell: `dovuto rpc` reads one
// request per line and answers with one line. Only the development and preview servers have this.

import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createInterface } from "node:readline";

import type { Connect, Plugin } from "vite";

type Answer = (line: string) => void;

function speaker(): (line: string) => Promise<string> {
  const waiting: Answer[] = [];
  let child: ChildProcessWithoutNullStreams | null = null;
  const start = (): ChildProcessWithoutNullStreams => {
    const program = process.env["DOVUTO_BIN"] ?? "../target/debug/dovuto";
    const started = spawn(program, ["rpc"], { stdio: "pipe" });
    started.stderr.pipe(process.stderr);
    started.on("exit", () => {
      child = null;
    });
    createInterface({ input: started.stdout }).on("line", (line) => waiting.shift()?.(line));
    return started;
  };
  return (line) =>
    new Promise((resolve) => {
      child ??= start();
      waiting.push(resolve);
      child.stdin.write(`${line}\n`);
    });
}

async function read(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

export function bridge(): Plugin {
  const ask = speaker();
  const use = (middlewares: Connect.Server): void => {
    middlewares.use("/rpc", (request: IncomingMessage, response: ServerResponse) => {
      void (async () => {
        const line = await ask((await read(request)).replaceAll("\n", " "));
        response.setHeader("content-type", "application/json");
        response.end(line);
      })();
    });
  };
  return {
    name: "dovuto-bridge",
    configureServer: (server) => use(server.middlewares),
    configurePreviewServer: (server) => use(server.middlewares),
  };
}
