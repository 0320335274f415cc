// The page of `wbot dev` in Chromium. Started by tests/it/emulator_page.rs, which serves the page and
// plays the bot. WBOT_SHOTS names a folder for pictures to look at.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

const url = process.env.WBOT_PAGE;
const shots = process.env.WBOT_SHOTS;
let browser;
let page;
const errors = [];

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", locale: "en-GB" });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => request.url().startsWith(url) || request.url().startsWith("data:") || errors.push(`outside: ${request.url()}`));
  await page.goto(url);
  await page.getByRole("heading", { name: "Jarvis" }).waitFor();
});

after(async () => {
  await browser?.close();
});

const shot = async (name) => shots && page.screenshot({ path: `${shots}/${name}.png` });
const composer = () => page.getByRole("textbox", { name: "Message" });
const message = (text) => page.locator("article.message", { hasText: text }).last();
async function say(text) {
  await composer().fill(text);
  await composer().press("Enter");
}
async function space(title) {
  await page.locator("button.space", { hasText: title }).click();
  await page.getByRole("heading", { name: title, exact: true }).waitFor();
}
async function become(name) {
  await page.getByLabel("You are").selectOption({ label: name });
  await page.waitForFunction((wanted) => document.querySelector("#person-select")?.selectedOptions[0].text === wanted, name);
}

test("a person talks to the bot", async () => {
  await shot("1-empty");
  await composer().pressSequentially("world");
  await composer().press("Enter");
  await message("Hello, world!").locator("strong", { hasText: "world" }).waitFor();
  assert.equal(await composer().inputValue(), "");
  await page.locator(".log-line", { hasText: "command `world` ran" }).getByText("its words match").waitFor();
});

test("markdown, edits and deletions are drawn", async () => {
  await say("markdown");
  const drawn = message("All green.");
  for (const tag of ["h1", "strong", "em", "ol", "ul ", "blockquote", "pre code"]) await drawn.locator(`.body ${tag}`).first().waitFor();
  assert.equal(await drawn.locator("a").getAttribute("rel"), "noopener noreferrer");
  await say("edit");
  await message("Done.").getByText("edited").waitFor();
  await say("vanish");
  await page.getByText("This message was deleted.").waitFor();
  await shot("2-direct");
});

test("a card is drawn, filled in and pressed", async () => {
  await say("card");
  const card = page.locator(".card-root").last();
  await card.getByText("Approve T-42?").locator("strong", { hasText: "T-42" }).waitFor();
  assert.equal(await page.locator(".body").getByText("Approve?", { exact: true }).count(), 0, "no text beside a card that is drawn");
  for (const text of ["1,200.00", "Needs a director.", "Asked by Ann (old)"]) await card.getByText(text).first().waitFor();
  assert.equal(await card.getByRole("link", { name: "the rules" }).getAttribute("rel"), "noopener noreferrer");
  await shot("2-card");
  // What is missing is said before anything is sent.
  await card.getByRole("button", { name: "Approve" }).click();
  await card.getByText("Please say why.").waitFor();
  await card.getByLabel("Why?").fill("it <b>works</b>");
  await card.getByLabel("High").check();
  await card.getByLabel("Core").check();
  await card.getByLabel("Web").check();
  await card.getByLabel("How many?").fill("3");
  await card.getByRole("button", { name: "Approve" }).click();
  const sent = { approved: true, count: "3", day: "2026-11-23", notify: "true", reason: "it <b>works</b>", teams: "core,web", urgency: "high" };
  const heard = async (text) => JSON.parse((await message(text).locator("code").textContent()).trim());
  await message("Pressed").waitFor();
  assert.deepEqual(await heard("Pressed"), sent);
  await card.getByRole("button", { name: "Hide the warning" }).click();
  await card.getByText("Needs a director.").waitFor({ state: "hidden" });
  await card.getByRole("button", { name: "More" }).click();
  await card.getByLabel("A note").fill("later");
  await shot("2-card-open");
  await card.getByRole("button", { name: "Send with a note" }).click();
  await message("later").waitFor();
  const { approved: _, ...inputs } = sent;
  assert.deepEqual(await heard("later"), { ...inputs, note: "later", noted: true });
  await card.getByRole("button", { name: "Reject" }).click();
  await message("false").waitFor();
  assert.deepEqual(await heard("false"), { approved: false }, "a button that takes no inputs");
});

test("a card can run nothing either", async () => {
  await say("evil card");
  const card = page.locator(".card-root").last();
  await card.getByText("onerror").first().waitFor();
  await card.getByRole("button").first().click();
  assert.equal(await page.evaluate(() => window.evil), undefined);
  assert.equal(await card.locator("img, a, script").count(), 0);
});

test("what a bot says cannot run in the page", async () => {
  await say("evil");
  await message("<script>window.evil=1</script>").waitFor();
  await page.locator(".log-line", { hasText: "onerror" }).first().waitFor();
  assert.equal(await page.evaluate(() => window.evil), undefined);
  assert.equal(await page.locator("#messages .body img, #log-pane img, #messages script").count(), 0);
});

test("own messages are edited and deleted", async () => {
  await say("tpyo");
  await message("Hello, tpyo!").waitFor();
  await composer().press("ArrowUp");
  assert.equal(await composer().inputValue(), "tpyo");
  await composer().fill("typo");
  await composer().press("Enter");
  const own = page.locator("article.message[data-author=Alice]", { hasText: "typo" }).last();
  await own.getByText("edited").waitFor();
  await own.hover();
  await own.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await own.waitFor({ state: "detached" });
  assert.equal(await page.getByText("This message was deleted.").count(), 2);
});

test("a thread is indented under its root", async () => {
  await say("thread");
  const reply = page.locator(".thread article", { hasText: "Here, in the thread." });
  await reply.waitFor();
  await page.getByRole("button", { name: "Reply in thread" }).last().click();
  await page.locator(".composer-note", { hasText: "Reply in the thread of" }).waitFor();
  await say("deeper");
  await page.locator(".thread article", { hasText: "Hello, deeper!" }).waitFor();
  await shot("3-thread");
});

test("a group is made, and only mentions reach the bot", async () => {
  await page.getByRole("button", { name: "New space" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title").fill("Ops");
  await dialog.getByText("Bob", { exact: true }).click();
  assert.equal(await dialog.locator("input[type=checkbox]:checked").count(), 2, "the bot and Bob");
  await shot("4-new-space");
  await dialog.getByRole("button", { name: "Create" }).click();
  await page.getByRole("heading", { name: "Ops" }).waitFor();
  await say("is anybody here?");
  await message("is anybody here?").getByText("The bot does not see this").waitFor();
  await composer().pressSequentially("@j");
  await page.getByRole("option", { name: /Jarvis/ }).waitFor();
  await shot("5-mention");
  await composer().press("Enter");
  assert.equal(await composer().inputValue(), "@Jarvis ");
  await composer().pressSequentially("deploy");
  await composer().press("Enter");
  await message("Hello, deploy!").waitFor();
  await page.locator("spark-mention", { hasText: "Jarvis" }).waitFor();
});

test("another person sees the group, unread at first", async () => {
  await become("Bob");
  const ops = page.locator("button.space", { hasText: "Ops" });
  await ops.getByRole("img", { name: "unread" }).waitFor();
  await shot("6-unread");
  await space("Ops");
  await ops.getByRole("img", { name: "unread" }).waitFor({ state: "detached" });
  await message("Hello, deploy!").waitFor();
  await shot("7-group");
  await page.getByRole("button", { name: "People of this space" }).click();
  const carol = page.locator(".choice", { hasText: "Carol" });
  await carol.getByRole("button", { name: "Add" }).click();
  await carol.getByRole("button", { name: "Remove" }).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.locator(".chat-title small", { hasText: "Carol" }).waitFor();
});

test("a person is added", async () => {
  await page.getByRole("button", { name: "Add a person" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Dora Diaz");
  await page.getByRole("dialog").getByRole("button", { name: "Add" }).click();
  await page.waitForFunction(() => document.querySelector("#person-select")?.selectedOptions[0].text === "Dora Diaz");
  await become("Alice");
});

test("a file is sent", async () => {
  await space("Jarvis");
  await page.locator("input[type=file]").setInputFiles({ name: "report.csv", mimeType: "text/csv", buffer: Buffer.from("a,b\n") });
  await page.locator(".composer-note", { hasText: "report.csv" }).waitFor();
  await say("here");
  await page.locator("a.attachment", { hasText: "report.csv" }).waitFor();
});

test("a webhook of the bot is called, signed", async () => {
  await page.getByRole("tab", { name: "Webhooks" }).click();
  await page.getByRole("button", { name: "Send", exact: true }).last().click();
  await page.locator(".answer", { hasText: "signed: true" }).getByText("200").waitFor();
  await shot("8-webhook");
  await page.getByRole("tab", { name: "Log" }).click();
  await page.locator(".log-line", { hasText: "on webhook /github ran" }).waitFor();
});

test("a program that does not check is told of above the conversation", async () => {
  await say("break");
  await page.locator("#banner pre", { hasText: "there is no variable `nmae` here" }).waitFor();
  await shot("9-broken");
  await say("mend");
  await page.locator("#banner.ok", { hasText: "bot.wbot was reloaded" }).waitFor();
});

test("it can be read in the dark and on a narrow screen", async () => {
  await page.emulateMedia({ colorScheme: "dark" });
  await shot("10-dark");
  await page.setViewportSize({ width: 400, height: 760 });
  await shot("11-narrow");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
  await page.getByRole("button", { name: "Spaces" }).click();
  await page.locator("button.space", { hasText: "Ops" }).waitFor();
  await shot("12-narrow-spaces");
  await page.keyboard.press("Escape");
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
});

test("reset forgets the conversations", async () => {
  await page.getByRole("button", { name: "Reset state" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
  await page.getByText("Say something to Jarvis").waitFor();
  assert.equal(await page.locator("article.message").count(), 0);
});

test("nothing failed on the way, and nothing outside was asked for", () => {
  assert.deepEqual(errors, []);
});
