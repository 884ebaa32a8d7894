/* One of the two panes: somebody's conversation with the bot. */
import { openForm } from "./form.js";
import { confirmed, facts, post, say, toast, words } from "./request.js";

const NEAR = 90; // pixels from the end within which the log follows new lines
const PATIENCE = 250; // milliseconds before the bot is seen thinking
const template = document.getElementById("line");

export class Pane {
  constructor(root, person) {
    this.root = root;
    this.side = root.dataset.side;
    this.log = root.querySelector(".log");
    this.lines = root.querySelector(".lines");
    this.newer = root.querySelector(".newer");
    this.input = root.querySelector(".composer input");
    this.tab = document.querySelector(`.tabs [data-tab="${this.side}"]`);
    root.querySelector(".composer").addEventListener("submit", (event) => this.type(event));
    this.input.addEventListener("keydown", (event) => this.recall(event));
    this.lines.addEventListener("click", (event) => this.pressed(event));
    this.newer.addEventListener("click", () => this.toEnd());
    this.log.addEventListener("scrollend", () => (this.gliding = false));
    this.log.addEventListener("scroll", () => this.nearEnd() && (this.newer.hidden = true));
    this.be(person);
  }

  /** Becomes this person: her face in the head, her conversation from its beginning. */
  be(user) {
    const option = document.querySelector(`#people [data-user="${CSS.escape(user)}"]`);
    this.user = user;
    this.name = option.dataset.name;
    this.version = 0;
    this.begun = false; // until the conversation so far has been written
    this.log.setAttribute("aria-busy", "true");
    this.unread = 0;
    this.typed = [];
    this.seen = new Map();
    this.lines.replaceChildren();
    this.log.setAttribute("aria-label", say("chat_of", { name: this.name }));
    const face = this.root.querySelector(".person");
    face.replaceChildren(...[...option.children].map((child) => child.cloneNode(true)));
    face.insertAdjacentHTML("beforeend", '<svg class="icon" aria-hidden="true"><use href="#i-down"/></svg>');
    face.insertAdjacentHTML("afterbegin", '<span class="quiet"></span>');
    face.firstChild.textContent = `${words.you_are} `;
    this.tab.querySelector(".tab-name").textContent = this.name;
    this.root.querySelector(".welcome h2").textContent = say("hello", { name: this.name.split(" ")[0] });
    this.speak(option.dataset.language);
    this.offer(facts.suggestions[user] ?? []);
    this.count(0);
  }

  /** Shows which language the bot speaks with this person. */
  speak(language) {
    for (const button of this.root.querySelectorAll("[data-speak]")) {
      button.setAttribute("aria-pressed", String(button.dataset.speak === language));
      const named = say("speaks", { language: words[`languages_${button.dataset.speak}`], name: this.name });
      button.title = named;
      button.setAttribute("aria-label", `${button.textContent.trim()} – ${named}`);
    }
  }

  offer(ideas) {
    this.root.querySelector(".ideas").replaceChildren(
      ...ideas.map((idea) => {
        const chip = document.createElement("button");
        chip.type = "button";
        chip.className = "idea";
        chip.textContent = idea;
        chip.addEventListener("click", () => this.tell(idea));
        return chip;
      }),
    );
  }

  type(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.tell(text);
  }

  async tell(text) {
    this.typed = [...this.typed.filter((each) => each !== text), text];
    this.recalled = this.typed.length;
    const shown = await this.hear({ kind: "typed", text });
    if (shown === null && !this.input.value) this.input.value = text;
  }

  /** Arrow up and down walk through what was typed before. */
  recall(event) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!by || !this.typed.length) return;
    event.preventDefault();
    const at = (this.recalled ?? this.typed.length) + by;
    this.recalled = Math.min(Math.max(at, 0), this.typed.length);
    this.input.value = this.typed[this.recalled] ?? "";
  }

  async pressed(event) {
    const button = event.target.closest("button[data-payload]");
    if (!button || button.disabled) return;
    const { payload, confirm } = button.dataset;
    const danger = button.classList.contains("danger");
    if (confirm && !(await confirmed(confirm, button.textContent, this.side, danger))) return;
    const line = button.closest(".line");
    const buttons = [...line.querySelectorAll("button[data-payload]")];
    for (const each of buttons) each.disabled = true;
    button.classList.add("busy");
    await this.hear({ kind: "pressed", payload, message: line.dataset.id }, button);
    for (const each of buttons) each.disabled = false;
    button.classList.remove("busy");
    if (button.isConnected && !document.querySelector("dialog[open]")) button.focus();
  }

  /** Lets the bot hear something, and shows what comes of it; null when it did not get through. */
  async hear(what, opener = this.input) {
    const user = this.user;
    const wait = setTimeout(() => this.think(true), PATIENCE);
    const shown = await post("hear", { person: user, event: crypto.randomUUID(), ...what });
    clearTimeout(wait);
    this.think(false);
    if (!shown || user !== this.user) return shown;
    this.show(shown, true);
    if (shown.note) toast(shown.note);
    if (shown.form) openForm(this, shown.form, what.message ?? "", opener);
    return shown;
  }

  think(thinking) {
    this.root.querySelector(".typing").hidden = !thinking;
    if (thinking && this.nearEnd()) this.glide(this.log.scrollHeight);
  }

  /** Writes new lines and changes old ones; `own` says that they answer what was done here. */
  show({ lines, version }, own = false) {
    const first = !this.begun && !own;
    const near = this.nearEnd();
    const fresh = [];
    let changed = null;
    for (const line of lines) {
      const element = this.write(line, first);
      if (element && this.seen.get(line.id).isNew) fresh.push(element);
      else if (element) changed = element;
    }
    this.version = Math.max(this.version, version);
    if (first) this.begin();
    if (first) return;
    if (fresh.length) this.arrived(fresh, near || own);
    else if (changed && near) this.glide(this.log.scrollHeight);
    else if (changed && own) changed.scrollIntoView({ block: "nearest" });
  }

  begin() {
    this.begun = true;
    this.log.removeAttribute("aria-busy");
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: "instant" });
  }

  /** Writes one line where it belongs; null when this or a later version of it already stands. */
  write(line, first) {
    const known = this.seen.get(line.id);
    if (known && known.version >= line.version) return null;
    const element = template.content.firstElementChild.cloneNode(true);
    element.dataset.id = line.id;
    element.classList.add(line.mine ? "mine" : "bot");
    element.querySelector(".bubble").innerHTML = line.html; // made and escaped by our own server
    element.querySelector(".from").textContent = line.mine ? words.you : words.kehrwert;
    const time = element.querySelector(".meta time");
    time.textContent = line.time;
    time.dateTime = line.at;
    element.querySelector(".edited").hidden = !line.edited;
    this.seen.set(line.id, { version: line.version, isNew: !known });
    if (known) return this.exchange(element);
    if (!first) element.classList.add("fresh");
    if (line.day !== this.lines.lastElementChild?.dataset.day) this.lines.append(this.dayLine(line.day));
    element.dataset.day = line.day;
    this.lines.append(element);
    return element;
  }

  exchange(element) {
    const old = this.lines.querySelector(`.line[data-id="${CSS.escape(element.dataset.id)}"]`);
    const focused = old.contains(document.activeElement);
    element.dataset.day = old.dataset.day;
    element.classList.add("changed");
    old.replaceWith(element);
    if (focused) element.querySelector(".bubble").focus({ preventScroll: true });
    return element;
  }

  dayLine(day) {
    const element = document.createElement("li");
    element.className = "day";
    element.textContent = day;
    return element;
  }

  arrived(fresh, follow) {
    if (getComputedStyle(this.root).display === "none") this.count(this.unread + fresh.length);
    if (!follow) {
      this.newer.hidden = false;
      return;
    }
    // The end of the log, but never beyond the head of the first new line.
    const top = fresh[0].offsetTop - this.log.offsetTop - 12;
    this.glide(top);
  }

  /** Scrolls towards `top`; what arrives on the way is followed too. */
  glide(top) {
    const target = Math.min(this.log.scrollHeight - this.log.clientHeight, top);
    this.gliding = Math.abs(target - this.log.scrollTop) > 1;
    this.log.scrollTop = target;
  }

  count(unread) {
    this.unread = unread;
    const badge = this.tab.querySelector(".unread");
    badge.hidden = !unread;
    badge.textContent = say("unread", { count: unread });
  }

  nearEnd() {
    return this.gliding || this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  toEnd() {
    this.newer.hidden = true;
    this.glide(this.log.scrollHeight);
  }
}
