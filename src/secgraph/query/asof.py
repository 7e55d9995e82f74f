"""Say of when the lists are from which an answer counts memberships without dates.

Counts nothing and changes no row: a dated source wins in the saved questions themselves.
"""

from typing import TYPE_CHECKING

from secgraph.namespaces import PREFIXES, is_iri

if TYPE_CHECKING:
    from secgraph.query.result import Result

_QUESTIONS = ("groupings/members", "groupings/of-actor")
"""Questions that list memberships, dated or not; others count the undated ones."""

_COUNT = "undated"
"""The column that counts memberships whose start no source gives."""

_LISTS = f"""PREFIX sg: <{PREFIXES["sg"]}> PREFIX org: <{PREFIXES["org"]}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>
SELECT DISTINCT ?id ?edition ?issued WHERE {{
  VALUES ?thing {{ %s }}
  ?membership org:organization|org:member ?thing ; dcterms:source ?source ;
              org:organization ?grouping ; org:member ?member .
  FILTER NOT EXISTS {{ ?membership sg:hasStart ?start }}
  FILTER NOT EXISTS {{ ?membership sg:notBefore ?bound }}
  FILTER NOT EXISTS {{ ?other org:organization ?grouping ; org:member ?member ;
                               sg:hasStart|sg:notBefore ?otherStart }}
  ?source dcterms:identifier ?id .
  OPTIONAL {{ ?dataset dcterms:source ?source ; dcterms:hasVersion ?edition }}
  OPTIONAL {{ ?source dcterms:issued ?issued }}
}} ORDER BY ?id ?edition ?issued"""


def note(result: "Result") -> str:
    """Say which lists give an answer its undated memberships, and of when each is.

    Returns:
        Such as ``undated memberships: by factbook, a list that states no date``; empty where the
        answer has none.
    """
    if result.ask_again is None or result.truth is not None or result.triples is not None:
        return ""
    counts = _COUNT in result.columns
    if not counts and result.about.name not in _QUESTIONS:
        return ""
    rows = [row for row in result.rows if not counts or row[_COUNT] not in ("", "0")]
    if not rows:
        return ""
    things = {row[name] for row in rows for name in ("groupingIri",) if row.get(name)}
    things |= {iri for _, values in result.about.values for iri, _ in values}
    iris = " ".join(f"<{iri}>" for iri in sorted(things) if is_iri(iri))
    lists: dict[str, str] = {}
    for identifier, edition, issued in result.ask_again(_LISTS % iris):
        date = issued or edition
        lists.setdefault(identifier, f"of {date}" if date else "that states no date")
    named = "; ".join(f"by {name}, a list {when}" for name, when in lists.items())
    return f"undated memberships: {named}" if named else ""
