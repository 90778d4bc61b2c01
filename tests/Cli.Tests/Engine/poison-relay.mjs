// Stands between the supervisor and a real child: node poison-relay.mjs MARKER COMMAND... --socket PATH ...
// Passes everything on. A document that holds MARKER kills the real child with SIGABRT, as llama.cpp does with a failed assertion.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";

const [marker, command, ...rest] = process.argv.slice(2);
const at = rest.indexOf("--socket") + 1;
const outer = rest[at];
rest[at] = outer + "r";

let child;
const server = createServer((inner) => {
  const parent = connect(outer);
  let tail = "";
  parent.on("data", (chunk) => {
    const seen = tail + chunk.toString("latin1");
    tail = seen.slice(-marker.length);
    if (seen.includes(marker)) {
      // The runtime swallows the first that comes from outside.
      child.kill("SIGABRT");
      setTimeout(() => child.kill("SIGABRT"), 50);
    } else {
      inner.write(chunk);
    }
  });
  inner.on("data", (chunk) => parent.write(chunk));
  parent.on("close", () => inner.destroy());
  inner.on("error", () => {});
  parent.on("error", () => {});
});
server.listen(rest[at], () => {
  child = spawn(command, rest, { stdio: "inherit" });
  child.on("exit", (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code)));
});
