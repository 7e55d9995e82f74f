// Narrows the list of everything to the entries that have all words of the search.
"use strict";
(function () {
  const query = new URLSearchParams(location.search).get("q") || "";
  const field = document.querySelector('input[type="search"]');
  const entries = Array.from(document.querySelectorAll("#entries li"));
  const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const texts = entries.map((entry) => fold(entry.textContent + " " + entry.dataset.words));

  function narrow(words) {
    const wanted = fold(words).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    let count = 0;
    entries.forEach((entry, place) => {
      const fits = wanted.every((word) => texts[place].includes(word));
      entry.hidden = !fits;
      count += fits ? 1 : 0;
    });
    document.getElementById("found").textContent =
      count === 0
        ? "Nothing here has all of these words; try fewer."
        : count + (count === 1 ? " entry" : " entries");
  }

  field.value = query;
  field.addEventListener("input", () => narrow(field.value));
  if (query) narrow(query);
})();
