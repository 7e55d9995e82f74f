#!/usr/bin/env bash
# Finding: RDF4J rounds halves of negative decimals away from zero.
# Version: rdf4j-repository-sail 5.3.1, rdf4j-sail-memory 5.3.1, rdf4j-rio-turtle 5.3.1,
#   rdf4j-queryparser-sparql 5.3.1
# Expected: -2. SPARQL 1.1 Query, 17.4.4.2: fn:round of XPath and XQuery Functions, which of two
#   nearest numbers takes the one nearer to positive infinity.
# Seen: -3 for the decimal -2.5, -2 for the double -2.5e0. Jena, rdflib, Oxigraph and Comunica
#   give -2 for both.
# Instead: FLOOR(?n + 0.5).
# Exit code: 0 while it is as seen, 1 when it has changed, 2 when the packages cannot be installed.
set -u
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT && cd "$work" || exit 2
cat > pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>findings</groupId><artifactId>findings</artifactId><version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.eclipse.rdf4j</groupId>
      <artifactId>rdf4j-repository-sail</artifactId>
      <version>5.3.1</version>
    </dependency>
    <dependency>
      <groupId>org.eclipse.rdf4j</groupId>
      <artifactId>rdf4j-sail-memory</artifactId>
      <version>5.3.1</version>
    </dependency>
    <dependency>
      <groupId>org.eclipse.rdf4j</groupId>
      <artifactId>rdf4j-rio-turtle</artifactId>
      <version>5.3.1</version>
    </dependency>
    <dependency>
      <groupId>org.eclipse.rdf4j</groupId>
      <artifactId>rdf4j-queryparser-sparql</artifactId>
      <version>5.3.1</version>
    </dependency>
  </dependencies>
</project>
EOF
mvn --quiet --batch-mode org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies \
    -DoutputDirectory=lib || exit 2

cat > Run.java <<'EOF'
import java.io.StringReader;
import java.util.*;
import org.eclipse.rdf4j.query.*;
import org.eclipse.rdf4j.repository.sail.*;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.sail.memory.MemoryStore;

public class Run {
  static SailRepositoryConnection connection;

  static String ask(String query) {
    List<String> rows = new ArrayList<>();
    try (TupleQueryResult result = connection.prepareTupleQuery(query).evaluate()) {
      while (result.hasNext()) {
        BindingSet row = result.next();
        List<String> values = new ArrayList<>();
        for (String name : result.getBindingNames()) {
          values.add(row.hasBinding(name) ? row.getValue(name).stringValue() : "unbound");
        }
        rows.add(String.join(" ", values));
      }
    } catch (MalformedQueryException error) {
      return "refused";
    }
    Collections.sort(rows);
    return String.join(", ", rows);
  }

  public static void main(String[] arguments) throws Exception {
    connection = new SailRepository(new MemoryStore()).getConnection();
    String data = "<urn:a> <urn:n> -2.5 .";
    connection.add(new StringReader(data), RDFFormat.TURTLE);
    String rows = ask("SELECT (ROUND(?n) AS ?x) (FLOOR(?n + 0.5) AS ?y) (ROUND(-2.5e0) AS ?z) "
        + "{ ?s <urn:n> ?n }");
    System.out.println("[" + rows + "]");
    System.exit(rows.matches("-3 -2 -2(\\.0)?") ? 0 : 1);
  }
}
EOF
java -cp 'lib/*' Run.java 2>errors || { code=$?; cat errors; exit $code; }
