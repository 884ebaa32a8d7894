/* A field in which things are found while typing and become tokens. */
import { say, suggest, whisper } from "./request.js";

const PAUSE = 140; // milliseconds without a key before the server is asked

/** Brings a field of tokens to life; `person` returns who is asking. */
export function tokenField(root, person) {
  const input = root.querySelector("input");
  const list = root.querySelector(".found");
  const chosen = root.querySelector(".chosen");
  const kind = root.closest(".ask").dataset.kind;
  const invitation = input.placeholder;
  const most = Number(root.dataset.most) || Infinity;
  let options = [];
  let active = -1;
  let asked = 0;
  let timer = 0;

  const values = () => [...chosen.children].map((token) => token.dataset.value);
  const changed = () => root.dispatchEvent(new Event("change", { bubbles: true }));
  const isOpen = () => !list.hidden;

  function close() {
    asked += 1; // an answer still on its way is too late
    clearTimeout(timer);
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function highlight(index) {
    active = index;
    [...list.children].forEach((item, n) => {
      item.classList.toggle("active", n === index);
      item.setAttribute("aria-selected", String(n === index));
    });
    const item = list.children[index];
    if (!item) return;
    input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  function place() {
    const box = root.getBoundingClientRect();
    const below = window.innerHeight - box.bottom > Math.min(list.scrollHeight, 264) + 12;
    const above = `${window.innerHeight - box.top + 6}px`;
    // A fixed box inside the dialog is placed against the window, unless the dialog is animated.
    Object.assign(list.style, { left: `${box.left}px`, width: `${box.width}px` });
    Object.assign(list.style, below ? { top: `${box.bottom + 6}px`, bottom: "auto" } : { top: "auto", bottom: above });
  }

  function show() {
    list.replaceChildren(...options.map(item));
    if (!options.length) {
      const none = document.createElement("li");
      none.className = "empty";
      none.textContent = root.dataset.none;
      list.append(none);
    }
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    whisper(options.length ? say("suggestions_count", { count: options.length }) : list.textContent);
    place();
    highlight(options.length ? 0 : -1);
  }

  function item(option, index) {
    const element = document.createElement("li");
    element.id = `${list.id}-${index}`;
    element.role = "option";
    element.textContent = option.label;
    if (option.hint) {
      const hint = document.createElement("small");
      hint.textContent = option.hint;
      element.append(hint);
    }
    element.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the focus stays in the field
      choose(option);
    });
    return element;
  }

  async function look() {
    asked += 1;
    const mine = asked;
    const typed = input.value.trim();
    if (values().length >= most) return;
    const found = await suggest(person(), kind, typed);
    if (mine !== asked || !input.isConnected) return;
    options = found.filter((option) => !values().includes(option.value));
    if (options.length || typed) show();
    else close();
  }

  function choose(option) {
    if (!values().includes(option.value)) chosen.append(token(option));
    input.value = "";
    close();
    full();
    whisper(say("added", { label: option.label }));
    changed();
  }

  function token({ value, label }) {
    const element = document.createElement("li");
    element.className = "token";
    element.dataset.value = value;
    const name = document.createElement("span");
    name.textContent = label;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", root.dataset.remove.replace("{label}", label));
    element.append(name, button);
    return element;
  }

  function remove(element) {
    whisper(say("removed", { label: element.querySelector("span").textContent }));
    element.remove();
    full();
    changed();
    input.focus();
  }

  function full() {
    input.hidden = values().length >= most && document.activeElement !== input;
    input.readOnly = values().length >= most;
    input.placeholder = input.readOnly ? "" : invitation;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (isOpen() || input.value.trim())) {
      event.preventDefault(); // choosing is not sending
      if (isOpen() && options[active]) choose(options[active]);
    } else if (event.key === "Escape" && isOpen()) {
      event.preventDefault(); // closes the list, not the dialog
      event.stopPropagation();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) look();
      else if (options.length) {
        highlight((active + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length);
      }
    } else if (event.key === "Backspace" && !input.value && chosen.lastElementChild) {
      remove(chosen.lastElementChild);
    }
  });
  root.closest(".form-body").addEventListener("scroll", close);
  root.addEventListener("click", (event) => {
    const button = event.target.closest(".token button");
    if (button) remove(button.closest(".token"));
    else if (!event.target.closest(".found")) {
      input.focus();
      look();
    }
  });
  full();
}
