package dev.caravan.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.failure.InputProblem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VendorListTest {

  private final VendorList list =
      new VendorList(
          "c0ffee",
          Stream.of("Allied Telesis", "ALLNET", "Allnet", "Arista", "Cisco", "Juniper", "HPE")
              .map(name -> new Vendor(name, 1, 0, 0))
              .toList());

  @Test
  void findsVendorsInAnyCase() {
    assertThat(chosen("cisco", " JUNIPER ", "Arista"))
        .containsExactly("Arista", "Cisco", "Juniper");
  }

  @Test
  void prefersTheExactNameOverOnesThatDifferByCase() {
    assertThat(chosen("Allnet")).containsExactly("Allnet");
    assertThat(chosen("allnet")).containsExactly("ALLNET", "Allnet");
  }

  @Test
  void allIsEveryVendor() {
    assertThat(chosen("all")).hasSize(7);
    assertThat(list.unknown(List.of("ALL"))).isEmpty();
  }

  @Test
  void namesTheNearestOfAnUnknownVendor() {
    assertThat(list.unknown(List.of("Arista", "Ciscoo", "Junipre")))
        .containsExactly(
            problem(1, "\"Ciscoo\" is no vendor of this library; did you mean Cisco"),
            problem(2, "\"Junipre\" is no vendor of this library; did you mean Juniper"));
    assertThat(list.unknown(List.of("telesis")).get(0).message()).contains("Allied Telesis");
    assertThat(list.unknown(List.of("zzz")))
        .containsExactly(problem(0, "\"zzz\" is no vendor of this library"));
  }

  private static InputProblem problem(int index, String message) {
    return new InputProblem("/selected_vendors/" + index, message);
  }

  private List<String> chosen(String... names) {
    return list.chosen(List.of(names)).stream().map(Vendor::name).toList();
  }
}
