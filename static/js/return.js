// The return: every answer saves by itself, and nothing typed is lost.
//
// What is typed is kept in the browser until the server has said that it is stored: a lost
// connection, an expired session or a closed tab lose nothing. Each answer names the version it
// was made from; when a colleague saved first, the server keeps both texts and shows them.

const gettext = window.gettext ?? ((text) => text);
const form = document.querySelector("form[data-return]");
const PAUSE = 900; // milliseconds without a key before an answer is sent
const RETRY = 5000;

const storeKey = (answer) => `return:${form.dataset.user}:${form.dataset.return}:${answer.id}`;
const controls = (answer) => [...answer.querySelectorAll("input, textarea, select")].filter((c) => c.name && !c.disabled);
const versionOf = (answer) => answer.querySelector(`[name="${answer.id}-version"]`);
const timeText = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

function fieldsOf(answer) {
  const fields = {};
  for (const control of controls(answer)) {
    if ((control.type === "radio" || control.type === "checkbox") && !control.checked) continue;
    fields[control.name] = control.value;
  }
  return fields;
}

function sameTyping(one, other, answer) {
  const typed = (fields) => JSON.stringify({ ...fields, [`${answer.id}-version`]: null });
  return typed(one) === typed(other);
}

function fill(answer, fields) {
  for (const control of controls(answer)) {
    if (control.type === "radio" || control.type === "checkbox") control.checked = fields[control.name] === control.value;
    else if (control.name in fields && !control.name.endsWith("-version")) control.value = fields[control.name];
  }
}

function say(answer, kind, text) {
  const state = answer.querySelector("[data-status] .saved");
  if (!state) return;
  state.className = `saved saved--${kind}`;
  state.querySelector(".saved__text").textContent = text;
}

function keep(answer) {
  try {
    localStorage.setItem(storeKey(answer), JSON.stringify({ fields: fieldsOf(answer), at: timeText(), undecided: answer.dataset.undecided }));
  } catch { /* a full or forbidden store: the page still has the text */ }
}
function forget(answer) {
  try { localStorage.removeItem(storeKey(answer)); } catch { /* nothing was kept */ }
}

async function freshToken() {
  // Signing in again changes the token of the forms: read it from a fresh copy of this page.
  const response = await fetch(location.href, { credentials: "same-origin" });
  if (!response.ok || response.redirected) return false;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const token = page.querySelector("form[data-return] [name=csrfmiddlewaretoken]");
  if (!token) return false;
  form.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
  return true;
}

function post(answer) {
  const body = new URLSearchParams(fieldsOf(answer));
  return fetch(answer.dataset.url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value, "HX-Request": "true" },
    body,
  });
}

const waiting = new Map();
const sending = new Set();

async function save(answer) {
  if (sending.has(answer)) { later(answer, PAUSE); return; }
  clearTimeout(waiting.get(answer));
  waiting.delete(answer);
  sending.add(answer);
  const sent = JSON.stringify(fieldsOf(answer));
  say(answer, "saving", gettext("Saving…"));
  try {
    let response = await post(answer);
    if (response.status === 403 && await freshToken()) response = await post(answer);
    await take(answer, response, sent);
  } catch {
    say(answer, "failed", gettext("No connection. Your words are kept in this browser and sent when it is back."));
    later(answer, RETRY);
  } finally {
    sending.delete(answer);
  }
}

async function take(answer, response, sent) {
  if (response.status === 401 || response.status === 403) {
    say(answer, "failed", gettext("Not saved: you are signed out. Your words are kept."));
    const dialog = document.getElementById("session-expired");
    if (dialog && !dialog.open) dialog.showModal();
    return;
  }
  if (response.status >= 500) {
    say(answer, "failed", gettext("Not saved: something went wrong here. Your words are kept; it is tried again."));
    later(answer, RETRY * 2);
    return;
  }
  if (!(response.headers.get("Content-Type") ?? "").includes("json")) {
    say(answer, "failed", gettext("Not saved: this answer cannot be changed here any more. Your words are kept in this browser."));
    return;
  }
  const result = await response.json();
  if (result.state === "saved") saved(answer, result, sent);
  else if (result.state === "conflict") conflict(answer, result);
  else say(answer, "failed", result.text);
}

function saved(answer, result, sent) {
  versionOf(answer).value = result.version;
  delete answer.dataset.undecided;
  answer.querySelector("[data-status]").innerHTML = result.status;
  answer.querySelector("[data-wants]").innerHTML = result.wants;
  answer.querySelector("[data-conflict]").replaceChildren();
  answer.querySelector("[data-no-action]")?.classList.toggle("question__no-action--quiet", !result.wants_action);
  document.getElementById("standard-progress").innerHTML = result.progress;
  for (const id of result.shown) document.getElementById(id).hidden = false;
  for (const id of result.hidden) document.getElementById(id).hidden = true;
  if (sameTyping(fieldsOf(answer), JSON.parse(sent), answer)) {
    forget(answer);
  } else {
    // Typed on while it was being sent: "saved" would not be true of what stands there.
    say(answer, "unsaved", gettext("Not saved yet"));
    later(answer, PAUSE);
  }
}

function conflict(answer, result) {
  // The next save is made on top of what the colleague wrote: the person has it in front of them.
  versionOf(answer).value = result.version;
  const place = answer.querySelector("[data-conflict]");
  place.innerHTML = result.html;
  undecided(answer, { button: false });
  keep(answer);
  place.scrollIntoView({ block: "nearest" });
}

// While two texts stand side by side, nothing is sent until the person says so.
function undecided(answer, { button = true } = {}) {
  answer.dataset.undecided = "yes";
  say(answer, "conflict", gettext("A colleague changed this: see both texts."));
  if (button) showSaveButton(answer);
}

function later(answer, milliseconds) {
  clearTimeout(waiting.get(answer));
  waiting.set(answer, setTimeout(() => save(answer), milliseconds));
}

function changed(event, pause) {
  const answer = event.target.closest("[data-answer]");
  if (!answer || !versionOf(answer)) return;
  keep(answer);
  if (answer.dataset.undecided) { showSaveButton(answer); return; }
  say(answer, "unsaved", gettext("Not saved yet"));
  later(answer, pause);
}

function showSaveButton(answer) {
  const place = answer.querySelector("[data-conflict] .conflict__actions") ?? answer.querySelector("[data-conflict]");
  if (place.querySelector("[data-save-now]")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--small";
  button.dataset.saveNow = "";
  button.textContent = gettext("Save my text");
  place.append(button);
}

function restore(answer) {
  let kept;
  try { kept = JSON.parse(localStorage.getItem(storeKey(answer))); } catch { return; }
  if (!kept || !versionOf(answer)) return;
  if (sameTyping(kept.fields, fieldsOf(answer), answer)) { forget(answer); return; }
  const version = kept.fields[`${answer.id}-version`];
  fill(answer, kept.fields);
  // Two texts stand side by side: only the person decides which of them is sent.
  if (kept.undecided) { undecided(answer); return; }
  // Sent with the version it was made from: what a colleague saved since is never overwritten.
  versionOf(answer).value = version;
  say(answer, "unsaved", `Typed at ${kept.at} and not sent: sending now`);
  save(answer);
}

if (form) {
  form.addEventListener("input", (event) => changed(event, PAUSE));
  form.addEventListener("change", (event) => changed(event, 0));
  form.addEventListener("click", (event) => {
    const answer = event.target.closest("[data-answer]");
    if (event.target.closest("[data-save-now]")) save(answer);
    const theirs = event.target.closest("[data-take-theirs]");
    if (theirs) {
      answer.querySelector(`[name="${answer.id}-commentary"]`).value = theirs.dataset.text;
      for (const radio of answer.querySelectorAll(`[name="${answer.id}-point"]`)) radio.checked = radio.value === theirs.dataset.point;
      save(answer);
    }
  });
  // The button saves the whole page; what was waiting goes with it. It is kept here until a page
  // comes back that has it: the server may be away at this moment.
  form.addEventListener("submit", () => {
    for (const [answer, timer] of waiting) { clearTimeout(timer); keep(answer); }
  });
  document.querySelector("[data-retry]")?.addEventListener("click", async () => {
    if (!(await freshToken())) { document.getElementById("session-expired").showModal(); return; }
    for (const answer of form.querySelectorAll("[data-answer]")) if (localStorage.getItem(storeKey(answer)) && !answer.dataset.undecided) save(answer);
  });
  addEventListener("online", () => { for (const answer of form.querySelectorAll("[data-answer]")) if (waiting.has(answer)) save(answer); });
  addEventListener("beforeunload", (event) => {
    if (waiting.size || sending.size) for (const answer of waiting.keys()) keep(answer);
  });
  form.querySelectorAll("[data-answer]").forEach(restore);
  for (const answer of form.querySelectorAll("[data-answer]")) if (answer.querySelector("[data-conflict] .conflict")) undecided(answer);
}
