// Passkeys: `<form data-passkey="add|login|use">` with a hidden input `credential`.
// Options come from the JSON script `#js_data`, or are fetched when a passkey alone signs in.
// `webauthnJSON` (django-allauth's copy) translates between JSON and the browser's own objects.

const options = async (form) => {
  if (form.dataset.passkey !== "login") return JSON.parse(document.getElementById("js_data").textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
};

const create = (given, alone) => {
  const selection = given.publicKey.authenticatorSelection ?? (given.publicKey.authenticatorSelection = {});
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  return window.webauthnJSON.create(given);
};

const run = async (form) => {
  const given = await options(form);
  if (form.dataset.passkey === "add") {
    return create(given.creation_options, form.querySelector("[name=passwordless]")?.checked ?? true);
  }
  return window.webauthnJSON.get(given.request_options);
};

document.querySelectorAll("form[data-passkey]").forEach((form) => {
  const error = form.querySelector("[data-passkey-error]");
  const button = form.querySelector("button[type=submit]");
  if (!window.PublicKeyCredential) {
    form.querySelector("[data-passkey-unsupported]")?.removeAttribute("hidden");
    button.disabled = true;
    return;
  }
  let proved = false;
  form.addEventListener("submit", async (event) => {
    if (proved) return;
    event.preventDefault();
    error?.setAttribute("hidden", "");
    button.disabled = true;
    try {
      form.querySelector("[name=credential]").value = JSON.stringify(await run(form));
      proved = true;
      form.submit();
    } catch (problem) {
      console.warn("passkey", problem);
      error?.removeAttribute("hidden");
    } finally {
      button.disabled = false;
    }
  });
});
