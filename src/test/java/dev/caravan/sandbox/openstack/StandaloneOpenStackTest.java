package dev.caravan.sandbox.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The arguments of the simulator that runs by itself. */
class StandaloneOpenStackTest {

  @Test
  void itIsAsQuickAsItsArgumentsSay() throws IOException, InterruptedException {
    try (SandboxOpenStack openstack =
        StandaloneOpenStack.start("--port=0", "--build-time=2.5", "--delete-time=1")) {
      URI settings = URI.create(openstack.url() + "/sandbox/settings");
      assertThat(
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(settings).build(), BodyHandlers.ofString())
                  .body())
          .contains("\"build_time\":2.5", "\"delete_time\":1.0");
    }
  }

  @Test
  void anArgumentThatItDoesNotKnowIsNamedWithThoseThatItDoes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StandaloneOpenStack.start("--build-tyme=2"))
        .withMessageContaining("--build-tyme=2 is not one of [build_time, ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StandaloneOpenStack.start("--build-time=soon"))
        .withMessageContaining("with a number");
  }
}
