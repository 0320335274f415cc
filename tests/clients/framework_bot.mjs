// A small bot on webex-node-bot-framework, unmodified: webhook mode, its listener on loopback.
// Arguments: token, port to listen on; HYDRA_SERVICE_URL in the environment is the address of the API.
import http from "node:http";
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const [token, port] = process.argv.slice(2);
const Framework = require("webex-node-bot-framework");
const webhook = require("webex-node-bot-framework/webhook");

const framework = new Framework({
  token,
  webhookUrl: `http://127.0.0.1:${port}/framework`,
  webhookSecret: "framework-secret",
  removeWebhooksOnStart: false,
  initBotStorageData: {},
});
framework.on("initialized", () => console.log("ready"));
framework.on("log", (line) => console.error(line));
framework.hears("echo", (bot, trigger) => bot.say(`heard ${trigger.args.slice(1).join(" ")}`));
framework.hears("card", (bot) =>
  bot.sendCard(
    {
      type: "AdaptiveCard",
      version: "1.3",
      body: [{ type: "Input.Text", id: "word" }],
      actions: [{ type: "Action.Submit", title: "Ping" }],
    },
    "a card",
  ),
);
framework.on("attachmentAction", (bot, trigger) => bot.say(`pong ${trigger.attachmentAction.inputs.word}`));
const handle = webhook(framework);
http
  .createServer((request, response) => {
    const parts = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      request.body = JSON.parse(Buffer.concat(parts).toString() || "{}");
      response.status = (code) => ((response.statusCode = code), response);
      response.send = (text) => response.end(text);
      handle(request, response);
      if (!response.writableEnded) response.end();
    });
  })
  .listen(Number(port), "127.0.0.1", () => framework.start());
