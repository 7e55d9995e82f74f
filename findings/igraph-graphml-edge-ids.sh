#!/usr/bin/env bash
# Finding: igraph gives each edge of a GraphML file the id of its source node, in place of its own.
# Version: igraph (Python) 1.0.0
# Expected: "first" and "second". GraphML 1.0, section 2.2 and its schema: the XML attribute id of
#   an edge names that edge, and is unique among the edges of its graph.
# Seen: "a" and "b", the ids of the nodes where the edges begin; attributes in data elements are
#   read as they are, and so are the ids of nodes.
# Instead: an attribute of another name, in a data element; or the two ends of the edge.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
python3 -m pip install --quiet --disable-pip-version-check --target packages igraph==1.0.0 || exit 2
export PYTHONPATH=packages

cat > graph.graphml <<'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="name" for="edge" attr.name="name" attr.type="string"/>
  <graph edgedefault="directed">
    <node id="a"/><node id="b"/><node id="c"/>
    <edge id="first" source="a" target="b"><data key="name">first</data></edge>
    <edge id="second" source="b" target="c"><data key="name">second</data></edge>
  </graph>
</graphml>
EOF
python3 - <<'EOF'
import sys
import igraph

graph = igraph.Graph.Read_GraphML("graph.graphml")
print("ids:", graph.es["id"], "names:", graph.es["name"], "nodes:", graph.vs["id"])
described = ["a", "b"], ["first", "second"], ["a", "b", "c"]
sys.exit((graph.es["id"], graph.es["name"], graph.vs["id"]) != described)
EOF
