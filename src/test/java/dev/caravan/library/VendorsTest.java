package dev.caravan.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.git.FetchWatch;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.embedded.RedisServer;

class VendorsTest {

  @TempDir Path temp;

  private GitLibrary library;
  private LibrarySource source;
  private LibraryClone clone;
  private final List<LettuceConnectionFactory> connections = new ArrayList<>();

  @BeforeEach
  void aLibrary() throws Exception {
    library = new GitLibrary(temp.resolve("remote"));
    library.with("device-types/Acme/A.yaml", "").with("device-types/Acme/B.yml", "");
    library.with("module-types/Acme/C.yaml", "").with("device-types/Zeta/D.yaml", "");
    library.with("device-types/README.md", "").with("module-types/Zeta/notes.txt", "");
    library.commit("vendors");
    source = library.at("master");
    clone = Clones.in(temp.resolve("data"));
  }

  @AfterEach
  void close() {
    library.close();
    connections.forEach(LettuceConnectionFactory::destroy);
  }

  @Test
  void countsTheDefinitionsOfEachFolder() throws Exception {
    Vendors vendors = vendors(closedPort());

    assertThat(fetched(vendors).vendors())
        .containsExactly(new Vendor("Acme", 2, 1, 0), new Vendor("Zeta", 1, 0, 0));
  }

  @Test
  void worksWithoutRedis() throws Exception {
    Vendors vendors = vendors(closedPort());

    assertThat(vendors.known(source)).isEmpty();
    await().atMost(Duration.ofSeconds(20)).until(() -> vendors.fresh(source).isPresent());

    assertThat(vendors.fresh(source)).isEqualTo(vendors.known(source));
    assertThat(vendors.known(source).orElseThrow().vendors()).hasSize(2);
  }

  @Test
  void anotherNodeKnowsTheListFromRedis() throws Exception {
    int port = closedPort();
    RedisServer redis = RedisServer.newRedisServer().port(port).bind("127.0.0.1").build();
    redis.start();
    try {
      VendorList list = fetched(vendors(port));
      Files.move(temp.resolve("data"), temp.resolve("elsewhere"));
      Files.move(temp.resolve("remote"), temp.resolve("gone"));

      Vendors another = vendors(port);

      assertThat(another.fresh(source)).contains(list);
      assertThat(another.known(source)).contains(list);
    } finally {
      connections.forEach(LettuceConnectionFactory::destroy);
      redis.stop();
    }
  }

  @Test
  void aListThatIsNotFreshIsShownAndRenewed() throws Exception {
    fetched(vendors(closedPort()));
    library.with("device-types/New/E.yaml", "").commit("new vendor");

    Vendors restarted = vendors(closedPort());

    assertThat(restarted.fresh(source)).isEmpty();
    assertThat(restarted.known(source).orElseThrow().names()).doesNotContain("New");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> restarted.known(source).orElseThrow().names().contains("New"));
  }

  private VendorList fetched(Vendors vendors) {
    try (LibrarySnapshot snapshot = clone.fetch(source, FetchWatch.NONE)) {
      return vendors.of(source, snapshot);
    }
  }

  private Vendors vendors(int redisPort) {
    LibraryProperties properties = Clones.properties(source.url(), "");
    LettuceConnectionFactory redis = new LettuceConnectionFactory("127.0.0.1", redisPort);
    redis.afterPropertiesSet();
    redis.start();
    connections.add(redis);
    VendorCache cache =
        new VendorCache(new StringRedisTemplate(redis), new ObjectMapper(), properties);
    return new Vendors(clone, cache, properties, Clock.systemUTC());
  }

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
