#!/usr/bin/env bash
# Finding: RDF4J ignores the FILTER of an OPTIONAL whose pattern is a subquery.
# Version: rdf4j-repository-sail 5.3.1, rdf4j-sail-memory 5.3.1, rdf4j-rio-turtle 5.3.1,
#   rdf4j-queryparser-sparql 5.3.1
# Expected: 1 without ?y, 2 with 5. SPARQL 1.1 Query, 18.2.2.6: a FILTER in the group of an
#   OPTIONAL is the condition of the LeftJoin, and sees the variables of both sides.
# Seen: 5 in both rows, also where the condition is false; rdflib 7.6.0 errs the other way and has
#   ?y in neither. Jena, Oxigraph and Comunica give the right rows.
# Instead: put triples in the OPTIONAL and not a subquery.
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
    connection.add(new StringReader("<urn:a> <urn:p> 5 ."), RDFFormat.TURTLE);
    String rows = ask("SELECT ?x ?y { VALUES ?x { 1 2 } "
        + "OPTIONAL { { SELECT ?y { VALUES ?y { 5 } } } FILTER(?x > 1) } }");
    String plain = ask("SELECT ?x ?y { VALUES ?x { 1 2 } "
        + "OPTIONAL { <urn:a> <urn:p> ?y FILTER(?x > 1) } }");
    System.out.println("[" + rows + "] [" + plain + "]");
    System.exit(rows.equals("1 5, 2 5") && plain.equals("1 unbound, 2 5") ? 0 : 1);
  }
}
EOF
java -cp 'lib/*' Run.java 2>errors || { code=$?; cat errors; exit $code; }
