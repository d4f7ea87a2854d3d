/* Asks a security key, and writes its answer into the form. Without this script the page asks for the app's code. */
"use strict";
for (const form of document.querySelectorAll("form[data-question]")) {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const button = form.querySelector("button[name=cle]");
  let answered = false;
  form.addEventListener("submit", async (event) => {
    if (event.submitter !== button || answered || !window.PublicKeyCredential) return;
    event.preventDefault();
    const question = JSON.parse(form.dataset.question);
    question.challenge = bytes(question.challenge);
    const making = form.dataset.key === "new";
    for (const one of question.allowCredentials || question.excludeCredentials || []) one.id = bytes(one.id);
    if (making) question.user.id = bytes(question.user.id);
    try {
      const key = making
        ? await navigator.credentials.create({ publicKey: question })
        : await navigator.credentials.get({ publicKey: question });
      const response = {};
      for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
        if (key.response[name]) response[name] = text(key.response[name]);
      }
      form.elements.reponse.value = JSON.stringify({ id: key.id, rawId: text(key.rawId), type: key.type, response });
    } catch {
      form.elements.reponse.value = "";
    }
    answered = true;
    form.requestSubmit(button);
  });
}
