/* How the page asks the server, and the few ways in which it speaks itself. */

export const facts = JSON.parse(document.getElementById("facts").textContent);
export const words = facts.words;

export const say = (key, values = {}) =>
  words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** Shows a short word for as long as it takes to read it. */
export function toast(text) {
  const shown = document.createElement("p");
  shown.className = "toast";
  shown.textContent = text;
  // A modal dialog covers everything outside of it, so a toast has to stand inside.
  const holder = document.querySelector("dialog[open]") ?? document.body;
  holder.append(document.querySelector(".toasts"));
  document.querySelector(".toasts").append(shown);
  setTimeout(() => shown.remove(), 3500 + text.length * 60);
}

/** Says something to screen readers only. */
export function whisper(text) {
  document.getElementById("said").textContent = text;
}

/** Posts and returns the answer, or null after having said what went wrong. */
export async function post(path, body) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (response.ok) return answer;
    toast(answer.error);
  } catch {
    toast(words.try_again);
  }
  return null;
}

/** Returns what may be meant by the words typed so far; nothing when that cannot be known. */
export async function suggest(person, kind, typed) {
  try {
    const response = await fetch(`suggest?${new URLSearchParams({ person, kind, words: typed })}`);
    return response.ok ? await response.json() : [];
  } catch {
    return [];
  }
}

/** Asks once more before something is destroyed; resolves to true or false. */
export function confirmed(question, yes, side = "", danger = true) {
  const dialog = document.getElementById("confirm");
  const [no, go] = dialog.querySelectorAll("button");
  dialog.dataset.side = side;
  dialog.querySelector("p").textContent = question;
  go.textContent = yes;
  go.className = `button ${danger ? "danger" : "primary"}`;
  dialog.returnValue = "";
  no.onclick = () => dialog.close("no");
  go.onclick = () => dialog.close("yes");
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
    no.focus();
  });
}
