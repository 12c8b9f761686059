// Small helps for pages that already work without it. No framework, no inline script.

// The page's own words stay English where the catalogue did not come: saving must not depend on it.
const gettext = window.gettext ?? ((text) => text);

// The error summary takes the focus, so that it is read first.
document.querySelector(".govuk-error-summary")?.focus();

document.addEventListener("click", (event) => {
  // Following a link of the error summary puts the cursor into the field.
  const link = event.target.closest(".govuk-error-summary a[href^='#']");
  if (link) {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (field) {
      event.preventDefault();
      const group = field.closest(".govuk-form-group") ?? field;
      group.scrollIntoView({ block: "start" });
      field.focus({ preventScroll: true });
    }
  }
  // A dropped panel closes when the person looks elsewhere.
  for (const drop of document.querySelectorAll("details[data-drop][open]")) {
    if (!drop.contains(event.target)) drop.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const drop = document.querySelector("details[data-drop][open]");
  if (drop) {
    drop.open = false;
    drop.querySelector("summary").focus();
  } else if (rail?.classList.contains("is-open")) {
    closeMenu();
    menuLink.focus();
  }
});

// "/" goes to the search, unless somebody is typing it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const search = document.querySelector("[data-search-key]");
  if (search) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});

// The menu of a phone: without this it opens by :target.
const rail = document.getElementById("menu");
const menuLink = document.querySelector("[data-menu-link]");
// A long menu shows where one is. Not by scrollIntoView, which would move the page as well.
const place = rail?.querySelector("[aria-current]");
if (place) {
  const inner = rail.querySelector(".rail__inner");
  inner.scrollTop = place.offsetTop - inner.clientHeight / 2;
}
function closeMenu() {
  rail.classList.remove("is-open");
  menuLink.setAttribute("aria-expanded", "false");
}
if (rail && menuLink) {
  menuLink.setAttribute("role", "button");
  menuLink.setAttribute("aria-expanded", "false");
  menuLink.setAttribute("aria-controls", "menu");
  const toggle = (event) => {
    event.preventDefault();
    const open = rail.classList.toggle("is-open");
    menuLink.setAttribute("aria-expanded", String(open));
    if (open) rail.querySelector("a")?.focus();
  };
  menuLink.addEventListener("click", toggle);
  menuLink.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
  rail.querySelector("[data-menu-close]")?.addEventListener("click", (event) => {
    event.preventDefault();
    closeMenu();
    menuLink.focus();
  });
}

// Signing in again in another tab changes the token of all forms: take it on coming back here.
document.addEventListener("visibilitychange", async () => {
  const address = document.body.dataset.session;
  if (document.visibilityState !== "visible" || !address) return;
  const response = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  const token = response?.headers.get("X-CSRFToken");
  if (!token) return;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
});

// A button posts once.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-many")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// How many characters are left; spoken only when the person pauses.
function countCharacters(box) {
  const field = box.querySelector(".govuk-js-character-count");
  const note = box.querySelector(".govuk-character-count__message");
  if (!field || !note || box.dataset.ready) return;
  box.dataset.ready = "yes";
  const words = Boolean(box.dataset.maxwords);
  const limit = Number(box.dataset.maxlength || box.dataset.maxwords);
  const unit = (n) => (words ? (n === 1 ? "word" : "words") : (n === 1 ? "character" : "characters"));
  let pause;
  note.removeAttribute("aria-live");
  const spoken = document.createElement("span");
  spoken.className = "visually-hidden";
  spoken.setAttribute("aria-live", "polite");
  note.after(spoken);
  const say = () => {
    const used = words ? (field.value.match(/\S+/g) ?? []).length : field.value.length;
    const left = limit - used;
    const text = left >= 0 ? `You have ${left} ${unit(left)} remaining` : `You have ${-left} ${unit(-left)} too many`;
    note.textContent = text;
    note.classList.toggle("is-over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => { spoken.textContent = text; }, 1000);
  };
  field.addEventListener("input", say);
  if (field.value) say();
}

// Rows put in order by drag: the page loads vendor/sortablejs, and keeps its up and down buttons.
function makeSortable(list) {
  if (!window.Sortable || list.dataset.ready) return;
  list.dataset.ready = "yes";
  window.Sortable.create(list, {
    handle: "[data-handle]",
    ghostClass: "sortable-ghost",
    animation: 0,
    onEnd: () => list.dispatchEvent(new CustomEvent("sorted", { bubbles: true })),
  });
}

// "Select all" of a table.
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-pick-all]");
  if (!all) return;
  for (const pick of all.closest("table").querySelectorAll("tbody .table__pick:not(:disabled)")) pick.checked = all.checked;
});

function ready(root) {
  root.querySelectorAll("[data-module='govuk-character-count']").forEach(countCharacters);
  root.querySelectorAll("[data-sortable]").forEach(makeSortable);
}
ready(document);
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));

// Autosave: an answer says when it is not yet saved, and when it could not be.
// A signed-out person signs in again in a dialog; what was typed stays on the page.
const saidState = (element) => {
  const owner = element.closest("[data-autosave]");
  return owner && (document.getElementById(owner.dataset.autosave) ?? owner.querySelector(".saved"));
};
const show = (state, kind, text) => {
  if (!state) return;
  state.className = `saved saved--${kind}`;
  state.querySelector(".saved__text")?.replaceChildren(text);
};
document.addEventListener("input", (event) => show(saidState(event.target), "unsaved", gettext("Not saved yet")));
document.addEventListener("htmx:beforeRequest", (event) => show(saidState(event.detail.elt), "saving", gettext("Saving…")));
document.addEventListener("htmx:sendError", (event) => show(saidState(event.detail.elt), "failed", gettext("Not saved: no connection. Your words are still on this page.")));
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const dialog = document.getElementById("session-expired");
  if (status === 401 && dialog) dialog.showModal();
  show(saidState(event.detail.elt), "failed", status === 401 ? gettext("Not saved: you are signed out.") : gettext("Not saved. Try again."));
});
// A conflict (409) or an invalid draft (422) comes as a fragment to be shown.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  const closer = event.target.closest("[data-close-dialog]");
  if (closer) closer.closest("dialog")?.close();
});
