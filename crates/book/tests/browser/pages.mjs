// Opens every page of the book in Chromium, on a telephone and on a desk, light and dark, and says what is wrong with it.
//
// node pages.mjs MODULES BOOK [SCREENSHOTS]
//
// MODULES is the folder in which npm has installed package.json, BOOK the folder of the built pages, and the server of
// lesson 14 serves it: COURSE_SERVER is its program. With SCREENSHOTS, some pages are kept as pictures there.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [modules, book, screenshots] = process.argv.slice(2).map((path) => resolve(path));
const load = createRequire(join(modules, "package.json"));
const { chromium } = load("playwright-core");
const AXE = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");

const SIZES = [
    { width: 360, height: 740 },
    { width: 1280, height: 800 },
];
const THEMES = ["light", "navy"];
const PICTURES = ["introduction.html", "03-echo.html", "08-request.html", "14-responder.html", "requirements.html"];

// What somebody looks for, and a page that must be among what is found.
const TERMS = {
    datagram: "02-datagram.html",
    "half-close": "03-echo.html",
    PowerShell: "systems.html",
    POST: "07-by-hand.html",
    "obs-fold": "08-request.html",
    chunked: "10-body.html",
    "keep-alive": "11-connection.html",
    ETag: "13-representation.html",
    cookie: "14-responder.html",
    redirect: "15-user-agent.html",
};

// How many pages are open at a time.
const TABS = 3;

// All of them are for a browser that is to speak to this server and to nobody else.
const ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-proxy-server",
];

const findings = new Map();

// The same finding on many pages, sizes and themes is one.
function find(what, where) {
    findings.set(what, [...(findings.get(what) ?? []), where]);
}

function serve(folder) {
    const program = process.env.COURSE_SERVER;
    const server = spawn(program, ["--root", folder, "--addr", "127.0.0.1:0", "--quiet"], { stdio: ["ignore", "inherit", "pipe"] });
    return new Promise((listening, failed) => {
        server.on("error", failed);
        server.on("exit", (code) => failed(new Error(`${program} has ended with ${code}`)));
        let said = "";
        server.stderr.on("data", (data) => {
            said += data;
            const [, address] = said.match(/listening on (\S+)\n/) ?? [];
            if (address) listening({ server, base: `http://${address}/` });
        });
    });
}

// Pages that lead elsewhere are no pages of their own, nor are the contents, which stand in a frame where no script runs.
function isPage(name) {
    return name.endsWith(".html") && name !== "toc.html" && !/http-equiv="refresh"/i.test(readFileSync(join(book, name), "utf8"));
}

// Notes whatever a page complains of, or asks others for.
function listen(page, base, where) {
    page.on("console", (said) => said.type() === "error" && find(`console: ${said.text()}`, where()));
    page.on("pageerror", (error) => find(`exception: ${error.message}`, where()));
    page.on("requestfailed", (request) => find(`not loaded: ${request.url()}: ${request.failure()?.errorText}`, where()));
    page.on("request", (request) => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(base)) find(`from elsewhere: ${request.url()}`, where());
    });
}

// What is wider than the place that it has, and what makes it so.
function overflowing() {
    const places = [document.scrollingElement, ...document.querySelectorAll("body, .page-wrapper, .page, .content, main")];
    if (!places.some((place) => place.scrollWidth > place.clientWidth + 1 && place.clientWidth > 0)) return [];
    const edge = document.documentElement.clientWidth;
    const scrolls = (element) => element && (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) && !element.matches("body, html, .page-wrapper, .page, .content, main") || scrolls(element.parentElement));
    const wide = [...document.querySelectorAll("main *")].filter((element) => element.getBoundingClientRect().right > edge + 1 && !scrolls(element.parentElement));
    const named = wide.map((element) => `${element.tagName.toLowerCase()} ${element.textContent.trim().slice(0, 50)}`);
    return named.length > 0 ? named.slice(0, 3) : places.filter((place) => place.scrollWidth > place.clientWidth + 1).map((place) => `${place.tagName} ${place.className}`);
}

// Signs such as those of CR and LF, where they are in a font that a system may not have.
async function unsigned() {
    const found = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const { data, parentElement } = texts.currentNode;
        const [sign] = data.match(/[\u2400-\u2426]/) ?? [];
        if (!sign || parentElement.closest("script, style")) continue;
        const faces = await document.fonts.load(`16px ${getComputedStyle(parentElement).fontFamily}`, sign);
        if (!faces.some(({ unicodeRange }) => /^U\+24/i.test(unicodeRange))) found.add(`${sign} in ${parentElement.localName} ${data.trim().slice(0, 50)}`);
    }
    return [...found].slice(0, 3);
}

async function faults(only) {
    const { violations } = await axe.run({ resultTypes: ["violations"], ...only });
    const serious = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
    return serious.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 4).map((node) => `${node.target.join(" ")} ${node.html.slice(0, 90)} ${node.any[0]?.message ?? ""}`), count: nodes.length }));
}

// Themes differ in nothing but their colours; and all that stands on the page of all pages stands on another one too.
function rules(name, theme) {
    if (name === "print.html") return { runOnly: ["page-has-heading-one", "document-title"] };
    return theme === THEMES[0] ? {} : { runOnly: ["color-contrast", "link-in-text-block"] };
}

async function look(page, name, theme, size, where) {
    // Where script and style have changed something, it is drawn by then.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    for (const wide of await page.evaluate(overflowing)) find(`scrolls sideways: ${wide}`, where);
    for (const sign of await page.evaluate(unsigned)) find(`no sign for everybody: ${sign}`, where);
    await page.evaluate(AXE);
    for (const fault of await page.evaluate(faults, rules(name, theme))) find(`axe: ${fault.id}: ${fault.help}`, `${where} (${fault.count})\n      ${fault.nodes.join("\n      ")}`);
    if (screenshots && PICTURES.includes(name)) await page.screenshot({ path: join(screenshots, `${name.replace(".html", "")}-${size.width}-${theme}.png`) });
}

// One tab, which takes the next page as long as there are any. How wide the window is counts when a page is loaded: there are
// contents beside it, or none.
async function visit(context, base, names, theme) {
    const page = await context.newPage();
    let where = "";
    listen(page, base, () => where);
    for (let name = names.shift(); name; name = names.shift()) {
        for (const size of SIZES) {
            where = `${name} ${size.width} ${theme}`;
            await page.setViewportSize(size);
            const response = await page.goto(base + name);
            if (response.status() !== 200) find(`status ${response.status()}`, where);
            await page.evaluate(() => document.fonts.ready);
            await look(page, name, theme, size, where);
        }
    }
    await page.close();
}

async function visitAll(browser, base, theme) {
    const context = await browser.newContext();
    await context.addInitScript((theme) => {
        localStorage.setItem("mdbook-theme", theme);
        // What the page of all pages does when it is loaded.
        window.print = () => {};
    }, theme);
    const names = readdirSync(book).filter(isPage);
    const tabs = Array.from({ length: TABS }, () => visit(context, base, names, theme));
    await Promise.all(tabs);
    await context.close();
}

async function search(browser, base) {
    const page = await browser.newPage();
    listen(page, base, () => "search");
    await page.goto(base);
    await page.click("#mdbook-search-toggle");
    for (const [term, wanted] of Object.entries(TERMS)) {
        await page.fill("#mdbook-searchbar", term);
        await page.dispatchEvent("#mdbook-searchbar", "keyup");
        const found = `#mdbook-searchresults a[href*="${wanted}"]`;
        await page.waitForSelector(found, { state: "attached", timeout: 10_000 }).catch(async () => {
            const links = await page.$$eval("#mdbook-searchresults a", (links) => links.map((link) => link.getAttribute("href")));
            find(`search for ${term} does not find ${wanted}`, links.slice(0, 8).join(" ") || "nothing");
        });
    }
    await page.close();
}

if (screenshots) mkdirSync(screenshots, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "book-"));
const { server, base } = await serve(book);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS, env: { ...process.env, HOME: profile } });
try {
    await search(browser, base);
    for (const theme of THEMES) await visitAll(browser, base, theme);
} finally {
    await browser.close();
    server.removeAllListeners("exit");
    server.kill("SIGINT");
    rmSync(profile, { recursive: true, force: true });
}
for (const [what, places] of findings) {
    console.log(`${what}\n    ${places.slice(0, 6).join("\n    ")}${places.length > 6 ? `\n    and ${places.length - 6} more` : ""}`);
}
console.log(`${findings.size} findings`);
process.exitCode = findings.size === 0 ? 0 : 1;
