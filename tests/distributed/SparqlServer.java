import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import it.unibz.inf.ontop.injection.OntopSQLOWLAPIConfiguration;
import it.unibz.inf.ontop.rdf4j.repository.OntopRepository;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.rdf4j.query.MalformedQueryException;
import org.eclipse.rdf4j.query.QueryLanguage;
import org.eclipse.rdf4j.query.parser.ParsedBooleanQuery;
import org.eclipse.rdf4j.query.parser.QueryParserUtil;
import org.eclipse.rdf4j.query.resultio.sparqljson.SPARQLBooleanJSONWriter;
import org.eclipse.rdf4j.query.resultio.sparqljson.SPARQLResultsJSONWriter;

/**
 * Ontop behind the SPARQL Protocol, since its own server is not on Maven Central.
 *
 * <p>Arguments: the mapping, the properties, the port on 127.0.0.1.
 */
public class SparqlServer {
  public static void main(String[] arguments) throws Exception {
    OntopRepository repository =
        OntopRepository.defaultRepository(
            OntopSQLOWLAPIConfiguration.defaultBuilder()
                .r2rmlMappingFile(arguments[0])
                .propertyFile(arguments[1])
                .build());
    repository.init();
    InetAddress here = InetAddress.getByName("127.0.0.1");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(here, Integer.parseInt(arguments[2])), 0);
    server.createContext("/sparql", exchange -> answer(exchange, repository));
    server.start();
  }

  private static void answer(HttpExchange exchange, OntopRepository repository)
      throws IOException {
    byte[] content;
    String type = "text/plain; charset=utf-8";
    int status = 200;
    try (var connection = repository.getConnection()) {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      String text = text(exchange);
      if (QueryParserUtil.parseQuery(QueryLanguage.SPARQL, text, null)
          instanceof ParsedBooleanQuery) {
        boolean truth = connection.prepareBooleanQuery(QueryLanguage.SPARQL, text).evaluate();
        new SPARQLBooleanJSONWriter(output).handleBoolean(truth);
      } else {
        connection
            .prepareTupleQuery(QueryLanguage.SPARQL, text)
            .evaluate(new SPARQLResultsJSONWriter(output));
      }
      content = output.toByteArray();
      type = "application/sparql-results+json";
    } catch (MalformedQueryException error) {
      status = 400;
      content = message(error);
    } catch (Throwable error) {
      status = 500;
      content = message(error);
    }
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, content.length);
    try (var body = exchange.getResponseBody()) {
      body.write(content);
    }
  }

  private static byte[] message(Throwable error) {
    error.printStackTrace();
    return String.valueOf(error).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String kind = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (kind.startsWith("application/sparql-query")) {
      return body;
    }
    String fields = body.isEmpty() ? exchange.getRequestURI().getRawQuery() : body;
    for (String field : String.valueOf(fields).split("&")) {
      if (field.startsWith("query=")) {
        return URLDecoder.decode(field.substring(6), StandardCharsets.UTF_8);
      }
    }
    throw new MalformedQueryException("no query was sent");
  }
}
