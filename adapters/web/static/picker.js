/* The list of people: whom one would like to be. */

const dialog = document.getElementById("picker");
const input = dialog.querySelector("input");
const list = dialog.querySelector("ul");
const people = [...list.children];
let chosen = null; // what to do with the person picked
let active = null;

/** Opens the list beneath a pane's head; calls `pick` with the user who was picked. */
export function openPicker(pane, pick) {
  chosen = pick;
  dialog.dataset.side = pane.side;
  const head = pane.root.querySelector(".pane-head").getBoundingClientRect();
  dialog.style.left = `${Math.max(12, head.left + 10)}px`;
  dialog.style.top = `${head.bottom - 6}px`;
  input.value = "";
  for (const person of people) {
    person.setAttribute("aria-selected", String(person.dataset.user === pane.user));
  }
  dialog.showModal();
  filter();
  highlight(people.find((person) => person.dataset.user === pane.user));
  input.focus();
}

function filter() {
  const parts = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const person of people) {
    person.hidden = !parts.every((part) => person.dataset.words.includes(part));
  }
  const shown = visible();
  dialog.querySelector(".none").hidden = shown.length > 0;
  highlight(shown[0]);
}

const visible = () => people.filter((person) => !person.hidden);

function highlight(person) {
  active?.classList.remove("active");
  active = person ?? null;
  if (!active) return input.removeAttribute("aria-activedescendant");
  active.classList.add("active");
  active.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", active.id);
}

function pick(person) {
  if (!person) return;
  dialog.close();
  chosen(person.dataset.user);
}

input.addEventListener("input", filter);
input.addEventListener("keydown", (event) => {
  const shown = visible();
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
  if (event.key === "Enter") {
    event.preventDefault();
    pick(active);
  } else if (by) {
    event.preventDefault();
    const at = shown.indexOf(active) + by;
    highlight(shown[Math.min(Math.max(at, 0), shown.length - 1)]);
  }
});
list.addEventListener("click", (event) => pick(event.target.closest("li")));
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
