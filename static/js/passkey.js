// Shows the button that asks the browser for a passkey, and says when that failed.
const form = document.querySelector("[data-passkey]");
const button = form.querySelector("#passkey-button");
const failed = form.querySelector("[data-passkey-failed]");

window.allauth.webauthn.forms[form.dataset.passkey]({
  ids: {
    add: button.id,
    authenticate: button.id,
    credential: form.elements.credential.id,
    data: "passkey-data",
  },
});
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  failed.hidden = false;
});
button.hidden = false;
