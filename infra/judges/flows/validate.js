// Checks definitions of state machines with asl-validator. Reads {name: definition, ...} as JSON from standard input and
// prints {name: [what is wrong, ...], ...}.
"use strict";

const validate = require("asl-validator");

let text = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (part) => { text += part; });
process.stdin.on("end", () => {
  const problems = {};
  for (const [name, definition] of Object.entries(JSON.parse(text))) {
    const result = validate(JSON.parse(definition), { checkPaths: true, checkArn: true });
    problems[name] = result.errors.map((error) => `${error["Error code"]}: ${error.Message ?? JSON.stringify(error)}`);
  }
  process.stdout.write(JSON.stringify(problems));
});
