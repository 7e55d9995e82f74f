#!/usr/bin/env bash
# Finding: in RDF4J a BIND inside OPTIONAL sees variables that are bound before the OPTIONAL.
# Version: rdf4j-repository-sail 5.3.1, rdf4j-sail-memory 5.3.1, rdf4j-rio-turtle 5.3.1,
#   rdf4j-queryparser-sparql 5.3.1
# Expected: unbound. SPARQL 1.1 Query, 10.1 and 18.2.2: BIND uses the values of its own group,
#   which is evaluated by itself and then joined.
# Seen: 1; in a group without OPTIONAL unbound, as it should be. Jena, rdflib, Oxigraph and
#   Comunica give unbound for both.
# Instead: BIND after the OPTIONAL, or a triple pattern in it that binds the variable.
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
    String data = "<urn:a> <urn:k> 1 .";
    connection.add(new StringReader(data), RDFFormat.TURTLE);
    String optional = ask("SELECT ?t { ?s <urn:k> ?k OPTIONAL { BIND(?k AS ?t) } }");
    String group = ask("SELECT ?t { ?s <urn:k> ?k { BIND(?k AS ?t) } }");
    System.out.println("[" + optional + "] [" + group + "]");
    System.exit(optional.equals("1") && group.equals("unbound") ? 0 : 1);
  }
}
EOF
java -cp 'lib/*' Run.java 2>errors || { code=$?; cat errors; exit $code; }
