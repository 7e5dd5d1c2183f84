// Sections with data-follows are loaded again when the service says that something of theirs has changed.
"use strict";

const due = new Set();
let waiting = null;

async function refresh() {
  waiting = null;
  const now = new Set(due);
  due.clear();
  const answer = await fetch(location.href, {headers: {Accept: "text/html"}});
  if (answer.status === 503) {
    now.forEach(name => due.add(name));
    refreshLater(10_000);
  }
  if (!answer.ok || answer.redirected) {
    return; // signed out, or gone: the next click says so
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const section of document.querySelectorAll("[data-follows]")) {
    const names = section.dataset.follows.split(" ");
    const next = fresh.getElementById(section.id);
    // Nothing is taken from under somebody's hands.
    if (next && names.some(name => now.has(name))) {
      if (section.contains(document.activeElement)) {
        names.forEach(name => due.add(name));
      } else {
        section.replaceWith(document.importNode(next, true));
      }
    }
  }
}

function refreshLater(milliseconds) {
  if (due.size > 0) {
    waiting ??= setTimeout(refresh, milliseconds);
  }
}

function refreshSoon() {
  refreshLater(1000);
}

if (document.querySelector("[data-follows]")) {
  new EventSource("/updates?since=" + document.body.dataset.version).addEventListener("changed", event => {
    event.data.split(" ").forEach(name => due.add(name));
    refreshSoon();
  });
  document.addEventListener("focusout", refreshSoon);
}

// "All" and "none" beside a group of boxes.
for (const button of document.querySelectorAll("button[data-check]")) {
  button.addEventListener("click", () => {
    for (const box of document.getElementById(button.dataset.check).querySelectorAll("input[type=checkbox]")) {
      box.checked = button.value === "all";
    }
  });
}
