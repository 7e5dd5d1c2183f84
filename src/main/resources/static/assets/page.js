// Sections with data-follows are loaded again when the service says that something of theirs has changed.
"use strict";

const due = new Set();
let waiting = null;
let updates = null;

function follows(section) {
  return section.dataset.follows.split(" ");
}

// The page anew; null where nobody answered, or not to the end.
async function load() {
  try {
    const answer = await fetch(location.href, {headers: {Accept: "text/html"}, redirect: "manual"});
    return {status: answer.status, text: await answer.text()};
  } catch {
    return null;
  }
}

async function refresh() {
  waiting = null;
  const now = new Set(due);
  due.clear();
  const answer = await load();
  if (!answer || answer.status >= 500) {
    now.forEach(name => due.add(name));
    refreshLater(10_000);
    return;
  }
  if (answer.status !== 200) {
    sayStale();
    return;
  }
  const fresh = new DOMParser().parseFromString(answer.text, "text/html");
  for (const section of document.querySelectorAll("[data-follows]")) {
    const next = fresh.getElementById(section.id);
    // Nothing is taken from under somebody's hands.
    if (next && follows(section).some(name => now.has(name))) {
      if (section.contains(document.activeElement)) {
        follows(section).forEach(name => due.add(name));
      } else {
        section.replaceWith(document.importNode(next, true));
      }
    }
  }
  if (updates.readyState === EventSource.CLOSED) {
    listen(fresh.body.dataset.version);
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

// Led elsewhere (status 0) to sign in, as after a restart of the service, or a page that is gone: loading it says which.
function sayStale() {
  updates.close();
  const says = document.createElement("p");
  says.className = "message bad";
  says.setAttribute("role", "status");
  says.textContent = "This page is no longer up to date: load it again.";
  document.querySelector("main").prepend(says);
}

function listen(version) {
  updates = new EventSource("/updates?since=" + version);
  updates.addEventListener("changed", event => {
    event.data.split(" ").forEach(name => due.add(name));
    refreshSoon();
  });
  // A browser asks again after a cut, but not after an answer that refuses it.
  updates.addEventListener("error", () => {
    if (updates.readyState === EventSource.CLOSED) {
      document.querySelectorAll("[data-follows]").forEach(section => follows(section).forEach(name => due.add(name)));
      refreshLater(10_000);
    }
  });
}

if (document.querySelector("[data-follows]")) {
  listen(document.body.dataset.version);
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
