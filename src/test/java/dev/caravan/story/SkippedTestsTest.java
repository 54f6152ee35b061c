package dev.caravan.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkippedTestsTest {

  @TempDir private Path reports;

  @Test
  void areToldWithTheirReasons() throws IOException {
    Files.writeString(
        reports.resolve("TEST-a.RealTest.xml"),
        """
        <testsuite>
          <testcase name="one" classname="a.RealTest"><skipped message="Assumption failed: NETBOX_URL names no NetBox"/></testcase>
          <testcase name="two" classname="a.RealTest"><skipped message="Assumption failed: NETBOX_URL names no NetBox"/></testcase>
          <testcase name="three" classname="a.RealTest"/>
          <testcase name="four" classname="a.CloudTest"><skipped type="x"><![CDATA[org.opentest4j.TestAbortedException:\s
        assumption was not met due to: [it met [4.2, 4.7] alone: set OS_AUTH_URL]\s
        Expecting actual:
        ]]></skipped></testcase>
        </testsuite>
        """);

    assertThat(told())
        .contains("Skipped: 3, because")
        .contains("2  RealTest: NETBOX_URL names no NetBox")
        .contains(
            "1  CloudTest: it met [4.2, 4.7] alone: set OS_AUTH_URL" + System.lineSeparator());
  }

  @Test
  void whereNoneWasSkippedNothingIsTold() throws IOException {
    assertThat(told()).isEmpty();
  }

  private String told() throws IOException {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    SkippedTests.tell(reports, new PrintStream(told, true, UTF_8));
    return told.toString(UTF_8);
  }
}
