/** Every browser module parses as a module, and what it imports is there:   node --experimental-vm-modules bin/check-modules.mjs FILE… */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { SourceTextModule } from "node:vm";

const modules = new Map();

/** @param {string} words */
function fail(words) {
  console.error(words);
  process.exitCode = 1;
}

for (const path of process.argv.slice(2).map((each) => resolve(each))) {
  try {
    modules.set(path, new SourceTextModule(readFileSync(path, "utf8"), { identifier: path }));
  } catch (error) {
    fail(`${path}: ${error.message}`);
  }
}
if (!process.exitCode) {
  const whole = new SourceTextModule([...modules.keys()].map((path) => `import ${JSON.stringify(path)};`).join("\n"));
  const found = (wanted, from) => {
    const there = modules.get(resolve(dirname(from.identifier), wanted));
    if (!there) throw new Error(`${from.identifier} imports ${wanted}, which is not there`);
    return there;
  };
  await whole.link(found).catch((error) => fail(error.message));
}
