package dev.caravan.fabric;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster whose words hold what no database stores is told of all the same. */
class StrangeAnswersStoryTest extends FabricStory {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\": \"Status\", \"message\": \"vpcs is forbidden\\u0000 \\ud83d to caravan\"}",
        "vpcs is forbidden\u0000 \u0000 to caravan"
      })
  void theTrueReasonIsToldWhateverItsCharacters(String answer) throws Exception {
    HttpServer cluster = refusing(answer);
    try {
      declare("vpcs.yaml", vpc("vpc-1", 101));
      String server = "http://127.0.0.1:" + cluster.getAddress().getPort();
      String fabric = fabric(Map.of("cluster", Map.of("server", server, "token", "t")));

      JsonNode run = sync(fabric);

      assertThat(run.path("outcome").asText()).as(run.toString()).isEqualTo("error");
      JsonNode error = view(fabric).path("sync_error");
      assertThat(error.path("type").asText()).as(error.toString()).isEqualTo("FORBIDDEN");
      assertThat(error.path("message").asText())
          .contains("403: vpcs is forbidden\uFFFD \uFFFD to caravan");
    } finally {
      cluster.stop(0);
    }
  }

  private static HttpServer refusing(String answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        call -> {
          byte[] body = answer.getBytes(UTF_8);
          call.getResponseHeaders().add("Content-Type", "application/json");
          call.sendResponseHeaders(403, body.length);
          call.getResponseBody().write(body);
          call.close();
        });
    server.start();
    return server;
  }
}
