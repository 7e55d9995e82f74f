// Colours the words of a query while it is written: a copy of the text lies below the field.
// Without this script the field is a plain one.
"use strict";
(function () {
  const field = document.getElementById("query");
  const below = document.createElement("pre");
  const KEYWORDS = new Set(
    ("a as ask asc avg base bind bound by coalesce concat construct contains count datatype desc " +
      "describe distinct exists false filter from graph group group_concat having if in iri " +
      "isblank isiri isliteral isnumeric lang langmatches lcase limit max min minus named not now " +
      "offset optional order prefix reduced regex replace sameterm sample select separator service " +
      "silent str strafter strbefore strdt strends strlang strlen strstarts substr sum true ucase " +
      "undef union uri values where year").split(" ")
  );
  // In the order of SPARQL 1.1, section 19.8; what is none of these is left as it is.
  const TOKENS = new RegExp(
    [
      "(?<note>#[^\\n\\r]*)",
      "(?<iri><[^<>\"{}|^`\\\\\\x00-\\x20]*>)",
      "(?<text>\"\"\"(?:[^\"\\\\]|\\\\[^]|\"(?!\"\"))*(?:\"\"\"|$)|'''(?:[^'\\\\]|\\\\[^]|'(?!''))*(?:'''|$)" +
        "|\"(?:[^\"\\\\\\n\\r]|\\\\.)*\"?|'(?:[^'\\\\\\n\\r]|\\\\.)*'?)",
      "(?<variable>[?$][\\p{L}\\p{N}_]+)",
      "(?<iri2>[\\p{L}\\p{N}_.-]*:[\\p{L}\\p{N}_.:%\\\\-]*)",
      "(?<text2>@[A-Za-z-]+)",
      "(?<number>\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)",
      "(?<word>[\\p{L}_][\\p{L}\\p{N}_]*)",
    ].join("|"),
    "gu"
  );

  function kindOf(groups) {
    const kind = Object.keys(groups).find((name) => groups[name] !== undefined);
    if (kind !== "word") return kind.replace("2", "");
    return KEYWORDS.has(groups.word.toLowerCase()) ? "keyword" : "";
  }

  function show() {
    const parts = [];
    let place = 0;
    for (const match of field.value.matchAll(TOKENS)) {
      const kind = kindOf(match.groups);
      if (!kind) continue;
      parts.push(field.value.slice(place, match.index));
      const part = document.createElement("span");
      part.className = "q-" + kind;
      part.textContent = match[0];
      parts.push(part);
      place = match.index + match[0].length;
    }
    // A last empty line has no height of its own.
    parts.push(field.value.slice(place) + "\n");
    below.replaceChildren(...parts);
    below.scrollTop = field.scrollTop;
  }

  below.setAttribute("aria-hidden", "true");
  field.before(below);
  field.parentElement.classList.add("coloured");
  field.addEventListener("input", show);
  field.addEventListener("scroll", () => { below.scrollTop = field.scrollTop; });
  window.addEventListener("pageshow", show);
  show();
})();
