#!/usr/bin/env bash
# Finding: Jena takes the year, day and hour of a midnight 24:00:00 from the text.
# Version: jena-arq 5.6.0
# Expected: 2000 and 0. SPARQL 1.1 Query, 17.4.5.2 and 17.4.5.5: YEAR and HOURS are
#   fn:year-from-dateTime and fn:hours-from-dateTime, and 24:00:00 is the first moment of the
#   next day.
# Seen: 1999 and 24, of a value that is equal to 2000-01-01T00:00:00Z. Comunica 5.4.1 gives 1999
#   and 24 too, rdflib 7.6.0 raises; RDF4J and Oxigraph give 2000 and 0.
# Instead: write 00:00:00 of the next day.
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
          values.add(node == null ? "unbound" : node.asLiteral().getLexicalForm());
        }
        rows.add(String.join(" ", values));
      }
    }
    Collections.sort(rows);
    return String.join(", ", rows);
  }

  public static void main(String[] arguments) {
    Model model = ModelFactory.createDefaultModel();
    String data = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
        + "<urn:a> <urn:at> '1999-12-31T24:00:00Z'^^xsd:dateTime .";
    model.read(new StringReader(data), null, "TTL");
    String rows = ask(model, "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
        + "SELECT (STR(YEAR(?t)) AS ?y) (STR(HOURS(?t)) AS ?h) "
        + "(?t = '2000-01-01T00:00:00Z'^^xsd:dateTime AS ?same) { ?s <urn:at> ?t }");
    System.out.println("[" + rows + "]");
    System.exit(rows.equals("1999 24 true") ? 0 : 1);
  }
}
EOF
java -cp 'lib/*' Run.java 2>errors || { code=$?; cat errors; exit $code; }
