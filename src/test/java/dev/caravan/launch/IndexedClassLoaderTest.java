package dev.caravan.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.net.protocol.Handlers;

/** Against a jar of the shape that Spring Boot packages: two jars inside it, and classes. */
class IndexedClassLoaderTest {

  private static final String MANIFEST = "Manifest-Version: 1.0\r\nImplementation-Version: 1.2\r\n";

  @TempDir private Path temp;

  private IndexedClassLoader loader;

  /** As Spring Boot's launcher does before anything else. */
  @BeforeAll
  static void nestedAddressesAreKnown() {
    Handlers.register();
  }

  @BeforeEach
  void pack() throws IOException {
    Map<String, byte[]> first = new LinkedHashMap<>();
    first.put("META-INF/MANIFEST.MF", bytes(MANIFEST + "Multi-Release: true\r\n\r\n"));
    first.put("META-INF/services/some.Service", bytes("one"));
    first.put("both/named.txt", bytes("first"));
    first.put("newer/text.txt", bytes("old"));
    first.put("META-INF/versions/9/newer/text.txt", bytes("new"));
    first.put("META-INF/versions/9/only/new.txt", bytes("new"));
    first.put(path(Sample.class), code(Sample.class));
    Map<String, byte[]> second = new LinkedHashMap<>();
    second.put("META-INF/services/", new byte[0]);
    second.put("META-INF/services/some.Service", bytes("two"));
    second.put("both/named.txt", bytes("second"));
    second.put("deep/er/still/x.txt", bytes("x"));
    Map<String, byte[]> outer = new LinkedHashMap<>();
    outer.put("BOOT-INF/", new byte[0]);
    outer.put("BOOT-INF/classes/", new byte[0]);
    outer.put("BOOT-INF/classes/both/", new byte[0]);
    outer.put("BOOT-INF/classes/both/own.txt", bytes("own"));
    outer.put("BOOT-INF/lib/", new byte[0]);
    outer.put("BOOT-INF/lib/first.jar", jar(first, ZipEntry.DEFLATED));
    outer.put("BOOT-INF/lib/second.jar", jar(second, ZipEntry.DEFLATED));
    Path file = Files.createDirectory(temp.resolve("a folder+")).resolve("packaged.jar");
    Files.write(file, jar(outer, ZipEntry.STORED));
    loader = IndexedClassLoader.of(file.toFile(), null);
  }

  @Test
  void findsAClassAndKnowsWhereItCameFrom() throws Exception {
    Class<?> found = loader.loadClass(Sample.class.getName());

    assertThat(found).isNotSameAs(Sample.class);
    assertThat(found.getClassLoader()).isSameAs(loader);
    assertThat(found.getPackage().getImplementationVersion()).isEqualTo("1.2");
    assertThat(found.getProtectionDomain().getCodeSource().getLocation())
        .asString()
        .startsWith("jar:nested:")
        .endsWith("packaged.jar/!BOOT-INF/lib/first.jar!/");
  }

  @Test
  void saysWhatIsNowhere() {
    assertThatThrownBy(() -> loader.loadClass("dev.caravan.launch.Nothing"))
        .isInstanceOf(ClassNotFoundException.class)
        .hasMessage("dev.caravan.launch.Nothing");
    assertThatThrownBy(() -> loader.loadClass("no.such.Folder"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(loader.getResource("both/nothing.txt")).isNull();
  }

  @Test
  void theFirstJarWins() throws Exception {
    assertThat(text(loader.getResource("both/named.txt"))).isEqualTo("first");
    assertThat(text(loader.getResource("both/own.txt"))).isEqualTo("own");
  }

  @Test
  void findsAllOfOneName() throws Exception {
    List<URL> services = Collections.list(loader.getResources("META-INF/services/some.Service"));

    assertThat(text(services.get(0))).isEqualTo("one");
    assertThat(text(services.get(1))).isEqualTo("two");
    assertThat(services).hasSize(2);
  }

  /** As Spring looks for all files below a folder. */
  @Test
  void findsFolders() throws Exception {
    assertThat(Collections.list(loader.getResources("META-INF/services/"))).isNotEmpty();
    assertThat(Collections.list(loader.getResources("both/"))).isNotEmpty();
    assertThat(text(loader.getResource("deep/er/still/x.txt"))).isEqualTo("x");
  }

  @Test
  void takesWhatIsMeantForThisJava() throws Exception {
    assertThat(text(loader.getResource("newer/text.txt"))).isEqualTo("new");
    assertThat(text(loader.getResource("only/new.txt"))).isEqualTo("new");
  }

  /** What the jar holds. */
  static final class Sample {}

  private static String text(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String path(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] code(Class<?> type) throws IOException {
    try (InputStream in = type.getClassLoader().getResourceAsStream(path(type))) {
      return in.readAllBytes();
    }
  }

  /** Jars inside a packaged jar are stored, not compressed. */
  private static byte[] jar(Map<String, byte[]> entries, int method) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 sum = new CRC32();
        sum.update(each.getValue());
        entry.setMethod(method);
        entry.setSize(each.getValue().length);
        entry.setCrc(sum.getValue());
        jar.putNextEntry(entry);
        OutputStream out = jar;
        out.write(each.getValue());
        jar.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
