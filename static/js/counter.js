// Says how many characters are left in a text; it never stops anybody from typing.

const PAUSE = 400; // milliseconds without typing before a screen reader is told

function describe(counter, text) {
  // As the server counts: code points, and a line end is one.
  const left = Number(counter.dataset.limit) - [...text.normalize("NFC")].length;
  if (left === -1) return counter.dataset.overOne;
  if (left < 0) return counter.dataset.over.replace("{n}", -left);
  return left === 1 ? counter.dataset.leftOne : counter.dataset.left.replace("{n}", left);
}

function follow(counter) {
  const field = document.getElementById(counter.dataset.count);
  let timer;
  const update = () => {
    counter.textContent = describe(counter, field.value);
    counter.classList.toggle("over", [...field.value].length > Number(counter.dataset.limit));
  };
  counter.setAttribute("aria-live", "polite");
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE);
  });
  update();
}

document.querySelectorAll("[data-count]").forEach(follow);
