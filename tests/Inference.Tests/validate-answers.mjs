// Reads lines {"schema": …, "answer": "JSON text"} and writes a line for each: "" when the answer is valid, else what is wrong.
import { createInterface } from "node:readline";
import Ajv2020 from "ajv/dist/2020.js";

const ajv = new Ajv2020({ strict: true, addUsedSchema: false });
const validators = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const { schema, answer } = JSON.parse(line);
  const key = JSON.stringify(schema);
  if (!validators.has(key)) {
    validators.set(key, ajv.compile(schema));
  }

  const validate = validators.get(key);
  let problem = "";
  try {
    problem = validate(JSON.parse(answer)) ? "" : ajv.errorsText(validate.errors);
  } catch (error) {
    problem = `not JSON: ${error.message}`;
  }

  console.log(JSON.stringify(problem));
}
