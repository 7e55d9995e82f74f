#!/usr/bin/env bash
# Finding: in RDF4J a variable in VALUES inside FILTER NOT EXISTS is not the one outside.
# Version: rdf4j-repository-sail 5.3.1, rdf4j-sail-memory 5.3.1, rdf4j-rio-turtle 5.3.1,
#   rdf4j-queryparser-sparql 5.3.1
# Expected: the row with 2. SPARQL 1.1 Query, 18.6 (substitute, Exists): the pattern is evaluated
#   with the solution put in, so that VALUES ?o { 1 } matches the solution with 1 only, as in
#   Jena, Oxigraph, rdflib and Comunica.
# Seen: no row: VALUES alone has a solution, so NOT EXISTS is false for all. With FILTER(?o IN
#   (1)) the row comes.
# Instead: FILTER(?o NOT IN (...)), or MINUS { VALUES ?o { ... } }.
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
    } catch (QueryEvaluationException error) {
      return "error: " + error.getMessage();
    }
    Collections.sort(rows);
    return String.join(", ", rows);
  }

  public static void main(String[] arguments) throws Exception {
    connection = new SailRepository(new MemoryStore()).getConnection();
    connection.add(new StringReader("<urn:a> <urn:p> 1, 2 ."), RDFFormat.TURTLE);
    String values = ask("SELECT ?o { ?s <urn:p> ?o FILTER NOT EXISTS { VALUES ?o { 1 } } }");
    String minus = ask("SELECT ?o { ?s <urn:p> ?o MINUS { VALUES ?o { 1 } } }");
    System.out.println("[" + values + "] [" + minus + "]");
    System.exit(values.isEmpty() && minus.equals("2") ? 0 : 1);
  }
}
EOF
java -cp 'lib/*' Run.java 2>errors || { code=$?; cat errors; exit $code; }
