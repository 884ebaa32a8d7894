/* A form in a dialog: shows its screens, collects the answers, says what is missing. */
import { post, toast } from "./request.js";
import { tokenField } from "./tokens.js";

const dialog = document.getElementById("form");
const content = dialog.querySelector(".sheet-content");
let opened = null; // { pane, message, opener }: for whom, from which message, by what

dialog.querySelector(".shut").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => {
  content.replaceChildren();
  const { pane, opener } = opened;
  opened = null;
  // After the answer has been shown: what opened the dialog may have been replaced by it.
  setTimeout(() => (opener.isConnected && !opener.disabled ? opener : pane.input).focus(), 0);
});
content.addEventListener("submit", submit);
content.addEventListener("click", (event) => {
  const back = event.target.closest(".back");
  if (back) send(back, { kind: "pressed", payload: back.dataset.payload });
});
content.addEventListener("change", (event) => {
  limit(event.target.closest("[data-most]"));
  const ask = event.target.closest(".ask");
  if (ask) complain(ask, "");
});

/** Shows a form for a pane's person, or the next screen of the one that is open. */
export function openForm(pane, html, message, opener) {
  opened = { pane, message, opener };
  dialog.dataset.side = pane.side;
  const who = dialog.querySelector(".sheet-who");
  who.replaceChildren(pane.root.querySelector(".person .avatar").cloneNode(true), pane.name);
  content.innerHTML = html; // made and escaped by our own server
  content.querySelector(".form-body").scrollTop = 0;
  for (const tokens of content.querySelectorAll(".tokens")) tokenField(tokens, () => pane.user);
  for (const several of content.querySelectorAll(".choices[data-most]")) limit(several);
  if (!dialog.open) dialog.showModal();
  begin(content.querySelector(".ask.wrong"));
}

/** Puts the focus where the answer begins: at what is wrong, else at the first question.
 *  Where a text stands before it that fills the screen, reading begins at the title. */
function begin(wrong) {
  const first = field(wrong ?? content.querySelector(".ask"));
  if (wrong) return first.focus();
  const end = content.querySelector(".form-body").getBoundingClientRect().bottom;
  const seen = first && first.getBoundingClientRect().bottom <= end;
  (seen ? first : content.querySelector("h2")).focus({ preventScroll: true });
}

const field = (ask) =>
  ask?.querySelector("input:checked") ??
  ask?.querySelector(".tokens > input, input:not(:disabled), textarea, select");

/** Returns the answer to one question, as the server reads it. */
function answer(ask) {
  const checked = [...ask.querySelectorAll("input:checked")].map((input) => input.value);
  switch (ask.dataset.kind) {
    case "someof":
      return checked;
    case "topics":
    case "people":
      return [...ask.querySelectorAll(".token")].map((token) => token.dataset.value);
    case "scale":
      return checked[0] ?? "";
    case "oneof":
      return ask.querySelector("select")?.value ?? checked[0] ?? "";
    default:
      return ask.querySelector("input, textarea").value.trim();
  }
}

function submit(event) {
  event.preventDefault();
  const form = event.target;
  const asks = [...form.querySelectorAll(".ask")];
  const missing = asks.filter((ask) => "required" in ask.dataset && answer(ask).length === 0);
  for (const ask of asks) complain(ask, missing.includes(ask) ? form.dataset.required : "");
  if (missing.length) {
    field(missing[0]).focus();
    return;
  }
  const answers = Object.fromEntries(asks.map((ask) => [ask.dataset.ask, answer(ask)]));
  send(form.querySelector("[type=submit]"), { kind: "submitted", payload: form.dataset.payload, answers });
}

/** Sends the screen, and shows what comes of it: another screen, or the end of the form. */
async function send(button, what) {
  const { pane, message, opener } = opened;
  if (button.disabled) return;
  button.disabled = true;
  button.classList.add("busy");
  const event = crypto.randomUUID();
  const shown = await post("hear", { person: pane.user, event, message, ...what });
  button.disabled = false;
  button.classList.remove("busy");
  if (!shown || opened?.pane !== pane) {
    if (shown) pane.show(shown, true);
    return;
  }
  if (shown.form) {
    openForm(pane, shown.form, message, opener);
  } else {
    dialog.close();
  }
  pane.show(shown, true);
  if (shown.note) toast(shown.note);
}

function complain(ask, problem) {
  ask.classList.toggle("wrong", Boolean(problem));
  ask.querySelector(".problem").textContent = problem;
  const typed = ask.querySelector(":scope > input, textarea, select, .tokens > input");
  if (problem) typed?.setAttribute("aria-invalid", "true");
  else typed?.removeAttribute("aria-invalid");
}

/** Lets no more boxes be ticked than are wanted. */
function limit(several) {
  if (!several || several.matches(".tokens")) return;
  const boxes = [...several.querySelectorAll("input[type=checkbox]")];
  const full = boxes.filter((box) => box.checked).length >= Number(several.dataset.most);
  for (const box of boxes) box.disabled = full && !box.checked;
}
