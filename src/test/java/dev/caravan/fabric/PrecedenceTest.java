package dev.caravan.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What comes first. */
class PrecedenceTest {

  @Test
  void whatOthersReferToIsMadeFirstAndDeletedLast() {
    List<String> inOrder =
        Stream.of(
                "delete VPC",
                "create VPCAttachment",
                "delete VPCAttachment",
                "update VPC",
                "delete IPv4Namespace",
                "create IPv4Namespace")
            .sorted(Comparator.comparing(PrecedenceTest::place))
            .toList();

    assertThat(inOrder)
        .containsExactly(
            "create IPv4Namespace",
            "update VPC",
            "create VPCAttachment",
            "delete VPCAttachment",
            "delete VPC",
            "delete IPv4Namespace");
  }

  private static int place(String change) {
    String[] words = change.split(" ", -1);
    return Precedence.of(words[1], words[0]);
  }
}
