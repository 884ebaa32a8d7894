/* The page's head: the clock and what moves it, the switch, the language, starting over. */
import { confirmed, post, words } from "./request.js";

const clock = document.querySelector(".clock");
const colleagues = document.getElementById("colleagues");
const moves = [...clock.querySelectorAll("[data-step]")];
let next = !moves[0].disabled;

/** Shows the company's moment as the server says it. */
export function showState(state) {
  for (const each of clock.querySelectorAll("[data-clock]")) each.textContent = state[each.dataset.clock];
  const weeks = clock.querySelector(".weeks");
  while (weeks.children.length < state.weeks) weeks.append(document.createElement("i"));
  [...weeks.children].forEach((week, n) => week.classList.toggle("done", n < state.week));
  colleagues.setAttribute("aria-checked", String(state.answers));
  next = Boolean(state.next);
  moves[0].title = state.next || words.no_event;
  if (clock.getAttribute("aria-busy") !== "true") moves[0].disabled = !next;
}

async function move(step) {
  clock.setAttribute("aria-busy", "true");
  for (const each of moves) each.disabled = true;
  const state = await post("clock", { step });
  clock.removeAttribute("aria-busy");
  for (const each of moves) each.disabled = false;
  moves[0].disabled = !next;
  if (state) showState(state);
}

/** Brings the head to life; `people` returns who is played now. */
export function startHead(people) {
  for (const button of moves) {
    button.addEventListener("click", async () => {
      await move(button.dataset.step);
      button.focus({ preventScroll: true });
    });
  }
  colleagues.addEventListener("click", async () => {
    const answer = colleagues.getAttribute("aria-checked") !== "true";
    const state = await post("colleagues", { answer });
    if (state) showState(state);
  });
  for (const button of document.querySelectorAll(".controls [data-language]")) {
    button.addEventListener("click", async () => {
      const body = { language: button.dataset.language, people: people(), page: true };
      if (await post("language", body)) location.reload();
    });
  }
  document.getElementById("reset").addEventListener("click", async () => {
    if (!(await confirmed(words.reset_ask, words.reset_yes))) return;
    if (await post("reset", {})) location.assign(location.pathname);
  });
}
