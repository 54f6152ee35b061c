package dev.caravan.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Caravan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The modules keep to their boundaries, and docs/modules shows them as they are. */
class ModulesTest {

  private static final Path DRAWING = Path.of("docs/modules/README.md");

  private final ApplicationModules modules = ApplicationModules.of(Caravan.class);

  @Test
  void modulesUseEachOtherByTheirPublicTypesAndWithoutCycles() {
    modules.verify();
  }

  @Test
  void drawsTheModulesIntoTheDocumentation() throws IOException {
    String drawing = new ModuleDrawing(modules).markdown();

    assertThat(drawing)
        .isEqualTo(new ModuleDrawing(ApplicationModules.of(Caravan.class)).markdown());
    Files.createDirectories(DRAWING.getParent());
    if (!Files.exists(DRAWING) || !Files.readString(DRAWING).equals(drawing)) {
      Files.write(DRAWING, drawing.getBytes(UTF_8));
    }
  }
}
