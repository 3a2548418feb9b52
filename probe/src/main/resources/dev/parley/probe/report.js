const cases = [...document.querySelectorAll("details.case")];
const groups = [...document.querySelectorAll("details.group")];
const tiles = [...document.querySelectorAll(".tiles button")];
const search = document.querySelector(".search");
let verdict = "";

function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const filtered = verdict !== "" || words.length > 0;
  for (const one of cases) {
    const text = one.dataset.text ??= one.querySelector("summary").textContent.toLowerCase();
    one.hidden = !((verdict === "" || one.dataset.verdict === verdict) && words.every((word) => text.includes(word)));
  }
  for (const group of groups) {
    const left = group.querySelectorAll("details.case:not([hidden])").length;
    group.hidden = left === 0;
    if (filtered && left > 0) group.open = true;
  }
}
for (const tile of tiles) {
  tile.addEventListener("click", () => {
    verdict = verdict === tile.dataset.verdict ? "" : tile.dataset.verdict;
    for (const other of tiles) other.setAttribute("aria-pressed", String(verdict !== "" && other.dataset.verdict === verdict));
    show();
  });
}
search.addEventListener("input", show);
for (const link of document.querySelectorAll(".groups a")) {
  link.addEventListener("click", () => { document.querySelector(link.getAttribute("href")).open = true; });
}
