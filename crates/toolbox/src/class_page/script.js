// The page says everything without this. It opens the room that a cell leads to, and sorts the table.
function open_target() {
  const room = document.getElementById(location.hash.slice(1));
  if (room && room.tagName === "DETAILS") {
    room.open = true;
    room.scrollIntoView();
    room.querySelector("summary").focus({ preventScroll: true });
  }
}
addEventListener("hashchange", open_target);
document.getElementById("grades").addEventListener("click", (event) => {
  // The same room once more is no change.
  if (event.target.hash && event.target.hash === location.hash) open_target();
});
open_target();

const body = document.querySelector("#grades tbody");
for (const head of document.querySelectorAll("#grades th[data-sort]")) {
  const button = document.createElement("button");
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    const descending = head.getAttribute("aria-sort") === "ascending";
    for (const other of document.querySelectorAll("#grades th")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const key = (row) => row.cells[head.cellIndex].textContent.trim();
    const order = head.dataset.sort === "number"
      ? (a, b) => parseFloat(key(a)) - parseFloat(key(b))
      : (a, b) => key(a).localeCompare(key(b), undefined, { numeric: true });
    const rows = [...body.rows].sort(order);
    body.append(...(descending ? rows.reverse() : rows));
  });
}

const all = document.getElementById("all");
all.hidden = false;
all.addEventListener("click", () => {
  const rooms = [...document.querySelectorAll("details.room")];
  const open = rooms.some((room) => !room.open);
  for (const room of rooms) room.open = open;
  all.textContent = open ? "close all" : "open all";
});
