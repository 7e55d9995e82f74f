#!/usr/bin/env bash
# Finding: Jena's MONTH, DAY and HOURS give integers with the leading zeros of the date.
# Version: jena-arq 5.6.0
# Expected: 2 and 3. SPARQL 1.1 Query, 17.4.5.3: MONTH of a dateTime in January is 1, an
#   xsd:integer; XPath and XQuery Functions, 9.5: the number.
# Seen: "02" and "03" of type xsd:integer: as text "2023-02" with CONCAT where others give
#   "2023-2"; another term than the 2 of other engines and of data, so GROUP BY, DISTINCT and
#   joins differ.
# Instead: add 0: MONTH(?date) + 0 is 2.
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
        + "<urn:a> <urn:on> '2023-02-03'^^xsd:date .";
    model.read(new StringReader(data), null, "TTL");
    String rows = ask(model, "SELECT (STR(MONTH(?d)) AS ?m) (STR(DAY(?d)) AS ?day) "
        + "(STR(MONTH(?d) + 0) AS ?n) { ?s <urn:on> ?d }");
    System.out.println("[" + rows + "]");
    System.exit(rows.equals("02 03 2") ? 0 : 1);
  }
}
EOF
java -cp 'lib/*' Run.java 2>errors || { code=$?; cat errors; exit $code; }
