#!/usr/bin/env bash
# Finding: a graph pattern finds other literals in Jena's Model than in its Dataset.
# Version: jena-arq 5.6.0
# Expected: no row in either: 036 is not the term 36. RDF 1.1 Concepts, 3.3 (literal term
#   equality); SPARQL 1.1 Query, 18.3.1: a basic graph pattern is matched by simple entailment,
#   which knows no values.
# Seen: ModelFactory.createDefaultModel finds "036"^^xsd:integer by 36, that of
#   DatasetFactory.createTxnMem does not. The same file gives other answers by the class that it
#   is read into.
# Instead: codes are strings; where numbers are asked for, FILTER(?code = 36).
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
        + "<urn:a> <urn:code> 036 .";
    model.read(new StringReader(data), null, "TTL");
    Dataset dataset = DatasetFactory.createTxnMem();
    dataset.getDefaultModel().add(model);
    String query = "SELECT ?s { ?s <urn:code> 36 }";
    String inModel = ask(model, query);
    String inDataset = ask(dataset.getDefaultModel(), query);
    System.out.println("[" + inModel + "] [" + inDataset + "]");
    System.exit(inModel.equals("urn:a") && inDataset.isEmpty() ? 0 : 1);
  }
}
EOF
java -cp 'lib/*' Run.java 2>errors || { code=$?; cat errors; exit $code; }
