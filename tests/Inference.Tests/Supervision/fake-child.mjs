// Speaks the engine's protocol without a model. A document's first sentence says what becomes of it:
// "crash" ends the process as abort() does, "exit" ends it with a code of its own, "hang" stops all progress, "wait" is never answered but makes progress, "refuse" is refused; others are read.
// As long as the file of --stillborn is there, a child dies right after it is ready; with that of --allergic, on whatever it is to read.
import { existsSync } from "node:fs";
import { connect } from "node:net";

const given = (flag) => process.argv.includes(flag) && existsSync(process.argv[process.argv.indexOf(flag) + 1]);
const socket = connect(process.argv[process.argv.indexOf("--socket") + 1]);
let tokens = 1;
let hanging = false;
let received = Buffer.alloc(0);

function send(frame) {
  const json = Buffer.from(JSON.stringify(frame));
  const length = Buffer.alloc(4);
  length.writeInt32LE(json.length);
  socket.write(Buffer.concat([length, json]));
}

function take(frame) {
  if (frame.kind !== "read") {
    return;
  }

  const text = frame.Request.Sentences[0].Text;
  if (text === "crash" || given("--allergic")) {
    process.stderr.write("ggml_abort: as told\n");
    process.exit(134);
  } else if (text === "exit") {
    process.exit(3);
  } else if (text === "hang") {
    hanging = true;
  } else if (text === "refuse") {
    send({ kind: "refused", Id: frame.Id, Message: "The field names take 600 tokens.", Asked: true });
  } else if (text === "fail") {
    send({ kind: "refused", Id: frame.Id, Message: "KeyNotFoundException", Asked: false });
  } else if (text !== "wait") {
    const reading = { SentenceProbabilities: [process.pid], Findings: [], PossibleMisses: [], CutSentences: [], Usage: { Passages: 1, PromptTokens: 1, DecodedTokens: 0, ComputeSeconds: 0 } };
    setTimeout(() => hanging || send({ kind: "reading", Id: frame.Id, Reading: reading }), 20);
  }
}

socket.on("data", (chunk) => {
  received = Buffer.concat([received, chunk]);
  while (received.length >= 4 && received.length >= 4 + received.readInt32LE(0)) {
    const end = 4 + received.readInt32LE(0);
    take(JSON.parse(received.subarray(4, end).toString()));
    received = received.subarray(end);
  }
});
socket.on("close", () => process.exit(0));
send({ kind: "ready", LlamaVersion: "none" });
if (given("--stillborn")) {
  setTimeout(() => process.exit(134), 20);
}
setInterval(() => hanging || send({ kind: "progress", Statistics: { Lanes: 1, Steps: tokens, Tokens: tokens++, DecodeSeconds: 0, BusySeconds: 0 } }), 100);
