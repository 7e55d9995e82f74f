#!/usr/bin/env bash
# Finding: Jena's SUBSTR with a start below 1 gives the beginning, of another length.
# Version: jena-arq 5.6.0
# Expected: "hello" for SUBSTR("hello", -1). SPARQL 1.1 Query, 17.4.3.3 (fn:substring); XPath and
#   XQuery Functions, 7.4.3: all characters at a position not below the start; with a length,
#   those below start + length.
# Seen: "hel"; SUBSTR("hello", 0, 3), "he", is right. Comunica 5.4.1 gives "lo" and the empty
#   string. Virtuoso 7.2.5 gives "hel" for SUBSTR("hello", 0, 3).
# Instead: start at 1 or above.
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
cat > pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>findings</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.jena</groupId>
      <artifactId>jena-arq</artifactId>
      <version>5.6.0</version>
    </dependency>
  </dependencies>
</project>
EOF
mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory=lib || exit 2

cat > Run.java <<'EOF'
import java.io.StringReader;
import java.util.*;
import org.apache.jena.query.*;
import org.apache.jena.rdf.model.*;

public class Run {
  static String ask(Model model, String query) {
    List<String> rows = new ArrayList<>();
    try (QueryExecution execution = QueryExecutionFactory.create(query, model)) {
      ResultSet result = execution.execSelect();
      while (result.hasNext()) {
        QuerySolution row = result.next();
        List<String> values = new ArrayList<>();
        for (String name : result.getResultVars()) {
          RDFNode node = row.get(name);
          values.add(node == null ? "unbound" : text(node));
        }
        rows.add(String.join(" ", values).replaceAll("[\"]|\\^\\^\\S*", ""));
      }
    }
    Collections.sort(rows);
    return String.join(", ", rows);
  }

  static String text(RDFNode node) {
    return node.isLiteral() ? node.asLiteral().getLexicalForm() : node.toString();
  }

  public static void main(String[] arguments) {
    Model model = ModelFactory.createDefaultModel();
    String data = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
        + "";
    model.read(new StringReader(data), null, "TTL");
    String rows = ask(model,
        "SELECT (SUBSTR('hello', -1) AS ?a) (SUBSTR('hello', 0, 3) AS ?b) {}");
    System.out.println("[" + rows + "]");
    System.exit(rows.equals("hel he") ? 0 : 1);
  }
}
EOF
java -cp 'lib/*' Run.java 2>errors || { code=$?; cat errors; exit $code; }
