"use strict";
// Without this the page can be read all the same: it only leads from a block to its piece, and from text to hex.
const blocks = [...document.querySelectorAll(".block")].sort((a, b) => number(a) - number(b));
const told = document.querySelector(".told");
let here = -1;

function number(block) {
  return Number(block.getAttribute("href").slice(2));
}

function go(to, scroll) {
  const block = blocks[to];
  if (!block) return;
  for (const old of document.querySelectorAll(".here")) old.classList.remove("here");
  const article = document.getElementById("e" + to);
  block.classList.add("here");
  article.classList.add("here");
  here = to;
  block.scrollIntoView({ block: "nearest", inline: "center" });
  if (scroll) article.scrollIntoView({ block: "start" });
  told.textContent = block.title;
}

function parts(part) {
  const article = part.closest("article");
  return article.querySelectorAll('[data-p="' + part.dataset.p + '"]');
}

function show(part) {
  for (const old of document.querySelectorAll(".lit")) old.classList.remove("lit");
  if (!part) return;
  const all = parts(part);
  for (const one of all) one.classList.add("lit");
  const named = [...all].find((one) => one.title);
  if (named) told.textContent = named.title;
}

document.documentElement.classList.add("js");
for (const block of blocks) {
  block.addEventListener("click", (event) => {
    event.preventDefault();
    go(number(block), true);
    document.getElementById("e" + number(block)).focus({ preventScroll: true });
  });
  block.addEventListener("mouseenter", () => { told.textContent = block.title; });
  block.addEventListener("focus", () => go(number(block), false));
}
for (const span of document.querySelectorAll(".text [data-p]")) span.tabIndex = 0;
document.addEventListener("mouseover", (event) => show(event.target.closest("[data-p]")));
document.addEventListener("focusin", (event) => {
  if (event.target.closest("[data-p]")) show(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  go(Math.min(Math.max(here + step, 0), blocks.length - 1), true);
});
