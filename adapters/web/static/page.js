/* The page: two panes, a head, and one stream that keeps them up to date. */
import { showState, startHead } from "./head.js";
import { Pane } from "./pane.js";
import { openPicker } from "./picker.js";
import { facts, post, words } from "./request.js";

const panes = [...document.querySelectorAll(".pane")].map((root, n) => new Pane(root, facts.seats[n]));
let live = null;

/** Opens the stream anew: whom it watches stands in its address. */
function listen() {
  live?.close();
  const watched = new URLSearchParams();
  const versions = new Map(panes.map((pane) => [pane.user, pane.version]));
  for (const [user, version] of versions) {
    watched.append("person", user);
    watched.append("since", version);
  }
  live = new EventSource(`live?${watched}`);
  live.addEventListener("open", () => document.querySelector(".offline")?.remove());
  live.addEventListener("error", offline);
  live.addEventListener("state", (event) => showState(JSON.parse(event.data)));
  live.addEventListener("again", () => location.reload());
  live.addEventListener("lines", (event) => {
    const shown = JSON.parse(event.data);
    for (const pane of panes.filter((each) => each.user === shown.person)) {
      pane.show(shown);
      pane.speak(shown.language); // only here: an answer may be older than what was chosen since
    }
  });
}

function offline() {
  if (live.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  if (document.querySelector(".offline")) return;
  const banner = document.createElement("p");
  banner.className = "offline";
  banner.role = "alert";
  banner.textContent = words.offline;
  document.body.prepend(banner);
}

/** Lets a pane be somebody; whoever sits in the other pane already changes seats. */
function be(pane, user) {
  const other = panes.find((each) => each !== pane);
  if (user === pane.user) return;
  if (user === other.user) other.be(pane.user);
  pane.be(user);
  const seats = panes.map((each) => each.user);
  history.replaceState(null, "", `?${new URLSearchParams({ left: seats[0], right: seats[1] })}`);
  post("play", { people: seats });
  listen();
  pane.input.focus();
}

for (const pane of panes) {
  pane.root.querySelector(".person").addEventListener("click", () => openPicker(pane, (user) => be(pane, user)));
  for (const button of pane.root.querySelectorAll("[data-speak]")) {
    button.addEventListener("click", async () => {
      const language = button.dataset.speak;
      if (await post("language", { language, people: [pane.user], page: false })) pane.speak(language);
    });
  }
  pane.tab.addEventListener("click", () => {
    document.body.dataset.tab = pane.side;
    for (const each of panes) each.tab.setAttribute("aria-pressed", String(each === pane));
    pane.count(0);
    pane.toEnd();
  });
}

startHead(() => panes.map((pane) => pane.user));
listen();
// On a phone the focus would open the keyboard over the page.
if (matchMedia("(pointer: fine)").matches) panes[0].input.focus({ preventScroll: true });
