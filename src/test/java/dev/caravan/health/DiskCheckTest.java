package dev.caravan.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.storage.StorageProperties;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

class DiskCheckTest {

  private static final DataSize LEAST = DataSize.ofMegabytes(256);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    // free MB, total MB
    "0, 100000, DEGRADED",
    "256, 100000, DEGRADED",
    "257, 100000, UP",
    "0, 64, DEGRADED",
    "3, 64, DEGRADED",
    "40, 64, UP"
  })
  void littleRoomIsSaidWithTheNameOfTheDisk(long free, long total, Status status) {
    Finding finding =
        DiskCheck.judge(
            Path.of("/var/lib/caravan"),
            "/dev/sdb1",
            DataSize.ofMegabytes(free).toBytes(),
            DataSize.ofMegabytes(total).toBytes(),
            LEAST);

    assertThat(finding.status()).isEqualTo(status);
    if (status == Status.DEGRADED) {
      assertThat(finding.message()).contains("/var/lib/caravan (/dev/sdb1) has " + free + " MB");
    }
  }

  @Test
  void looksAtTheFolderThatIsThere() {
    assertThat(check(DataSize.ofBytes(1)).look().status()).isEqualTo(Status.UP);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatIsNotThereTakesNoRoom() {
    folder = folder.resolve("absent");
    assertThat(check(LEAST).look().status()).isEqualTo(Status.UP);
  }

  private DiskCheck check(DataSize least) {
    return new DiskCheck(
        new StorageProperties(
            folder,
            new StorageProperties.DatabaseAddress("", "", 5432, "", "", ""),
            new StorageProperties.RedisAddress("", "", 6379, 0, "")),
        new HealthSettings(
            Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofSeconds(5), least));
  }
}
