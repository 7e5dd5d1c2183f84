// Sections with data-follows are loaded again when the service says that something of theirs has changed.
"use strict";

const due = new Set();
let waiting = null;

async function refresh() {
  waiting = null;
  const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
  if (!answer.ok || answer.redirected) {
    return; // signed out, or gone: the next click says so
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const section of document.querySelectorAll("[data-follows]")) {
    const names = section.dataset.follows.split(" ");
    const next = fresh.getElementById(section.id);
    // Nothing is taken from under somebody's hands.
    if (next && names.some(name => due.has(name)) && !section.contains(document.activeElement)) {
      section.replaceWith(document.importNode(next, true));
    }
  }
  due.clear();
}

if (document.querySelector("[data-follows]")) {
  new EventSource("/updates").addEventListener("changed", event => {
    event.data.split(" ").forEach(name => due.add(name));
    waiting ??= setTimeout(refresh, 1000);
  });
}

// "All" and "none" beside a group of boxes.
for (const button of document.querySelectorAll("button[data-check]")) {
  button.addEventListener("click", () => {
    for (const box of document.getElementById(button.dataset.check).querySelectorAll("input[type=checkbox]")) {
      box.checked = button.value === "all";
    }
  });
}
