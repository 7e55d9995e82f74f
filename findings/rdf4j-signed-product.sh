#!/usr/bin/env bash
# Finding: RDF4J refuses a product after a sign without a space, ?k+2*3.
# Version: rdf4j-repository-sail 5.3.1, rdf4j-sail-memory 5.3.1, rdf4j-rio-turtle 5.3.1,
#   rdf4j-queryparser-sparql 5.3.1
# Expected: 11. SPARQL 1.1 Query, 19.8, AdditiveExpression: a number with its sign may follow an
#   operand, and * or / may follow that number.
# Seen: MalformedQueryException, while ?k+2 and ?k + 2 * 3 are read. Jena, rdflib, Oxigraph and
#   Comunica give 11.
# Instead: spaces around the operators.
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
    String data = "<urn:a> <urn:k> 5 .";
    connection.add(new StringReader(data), RDFFormat.TURTLE);
    String product = ask("SELECT (?k+2*3 AS ?x) { ?s <urn:k> ?k }");
    String spaced = ask("SELECT (?k + 2 * 3 AS ?x) { ?s <urn:k> ?k }");
    String sum = ask("SELECT (?k+2 AS ?x) { ?s <urn:k> ?k }");
    System.out.println("[" + product + "] [" + spaced + "] [" + sum + "]");
    System.exit(product.equals("refused") && spaced.equals("11") && sum.equals("7") ? 0 : 1);
  }
}
EOF
java -cp 'lib/*' Run.java 2>errors || { code=$?; cat errors; exit $code; }
