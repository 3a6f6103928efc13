// Block Kit -> HTML, block by block: [[block, ...], ...] on standard input, [[html, ...], ...] on standard output.
// The one argument is the folder that holds node_modules. A block that is not known becomes "".
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const require = createRequire(path.join(folder, "package.json"));
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const { Message } = await import(
  pathToFileURL(path.join(folder, "node_modules/slack-blocks-to-jsx/dist/index.mjs"))
);

const told = [];
for await (const chunk of process.stdin) told.push(chunk);
const messages = JSON.parse(Buffer.concat(told).toString("utf8"));
const draw = (block) =>
  renderToStaticMarkup(
    createElement(Message, { blocks: [block], name: "", logo: "", theme: "light", withoutWrapper: true }),
  );
process.stdout.write(JSON.stringify(messages.map((blocks) => blocks.map(draw))));
