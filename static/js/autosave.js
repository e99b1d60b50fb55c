// Saves the page of the report form while it is being typed. Without this file every button saves.

const PAUSE = 2000; // milliseconds without typing

function answers(form) {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

function watch(form) {
  const status = form.querySelector("[data-status]");
  const stamp = form.elements.stamp;
  let timer;
  let request;

  async function save() {
    request = new AbortController();
    try {
      const response = await fetch(form.dataset.autosave, {
        method: "POST",
        body: answers(form),
        signal: request.signal,
      });
      const saved = response.headers.get("content-type") === "application/json";
      const { text, stamp: now } = saved ? await response.json() : {};
      if (now) stamp.value = now;
      status.textContent = text ?? status.dataset.failed;
      status.classList.toggle("failed", !response.ok);
    } catch (error) {
      if (error.name === "AbortError") return;
      status.textContent = status.dataset.failed;
      status.classList.add("failed");
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    request?.abort();
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
