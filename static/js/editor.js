// The tool editor's helps. Every one has a button or a page that does the same without this.

const gettext = window.gettext ?? ((text) => text);

// Standards and questions put in order by mouse or finger, also from one standard into another.
function sortable(outline) {
  if (!window.Sortable || outline.dataset.ready) return;
  outline.dataset.ready = "yes";
  outline.classList.add("is-sortable");
  const shared = { ghostClass: "sortable-ghost", animation: 0 };
  window.Sortable.create(outline, {
    ...shared,
    handle: "[data-handle='standard']",
    draggable: ".std",
    onEnd: ({ item, oldDraggableIndex, newDraggableIndex }) => {
      if (oldDraggableIndex !== newDraggableIndex) post(item, { position: newDraggableIndex });
    },
  });
  for (const list of outline.querySelectorAll("[data-standard]")) {
    window.Sortable.create(list, {
      ...shared,
      group: "questions",
      handle: "[data-handle='question']",
      draggable: ".q",
      onEnd: ({ item, from, to, oldDraggableIndex, newDraggableIndex }) => {
        if (from === to && oldDraggableIndex === newDraggableIndex) return;
        post(item, { place: `${to.dataset.standard}:${newDraggableIndex}` });
      },
    });
  }
}

function post(item, values) {
  const url = item.dataset.move;
  window.htmx.ajax("POST", url, { source: item, target: "#outline", swap: "outerHTML", values });
}

// An order that was not saved is not left on the screen.
function restore(event) {
  if (!event.detail.elt?.closest?.("[data-outline]")) return;
  const said = document.getElementById("said");
  said.textContent = gettext("Not saved. The page is loading again to show the order as it is.");
  setTimeout(() => location.reload(), 1500);
}
document.addEventListener("htmx:responseError", restore);
document.addEventListener("htmx:sendError", restore);

// A question's form shows what its kind has.
function fit(form) {
  const kind = form.querySelector("[data-kind]");
  if (!kind) return;
  for (const part of form.querySelectorAll(".only")) {
    part.hidden = !part.classList.contains(`only--${kind.value}`);
  }
}

function ready(root) {
  const outlines = root.matches?.("[data-outline]") ? [root] : root.querySelectorAll("[data-outline]");
  outlines.forEach(sortable);
  root.querySelectorAll(".question-form").forEach((form) => {
    fit(form);
    form.addEventListener("change", () => fit(form));
    form.querySelectorAll("[data-without-script]").forEach((button) => button.remove());
  });
}
ready(document);
document.addEventListener("htmx:load", (event) => ready(event.detail.elt));
