package dev.caravan.sandbox.openstack;

import dev.caravan.sandbox.http.Answer;
import java.util.List;
import java.util.Optional;

/** The sizes of servers, which are always the same. */
final class Flavors {

  private static final List<Flavor> ALL =
      List.of(
          new Flavor("1", "m1.tiny", 1, 512, 1),
          new Flavor("2", "m1.small", 1, 2048, 20),
          new Flavor("3", "m1.medium", 2, 4096, 40),
          new Flavor("4", "m1.large", 4, 8192, 80),
          new Flavor("5", "m1.nowhere", 1, 512, 1));

  private final NovaLinks links;

  Flavors(NovaLinks links) {
    this.links = links;
  }

  void addTo(Routes routes) {
    routes
        .on("GET", "/v2.1/flavors", request -> list(request, false))
        .on("GET", "/v2.1/flavors/detail", request -> list(request, true))
        .on("GET", "/v2.1/flavors/{id}", this::show);
  }

  static Optional<Flavor> find(String id) {
    return ALL.stream().filter(flavor -> flavor.id().equals(id)).findFirst();
  }

  private Answer list(Request request, boolean detailed) {
    Microversion version = Microversion.of(request.call());
    return Answer.json(
        200,
        Json.object(
            "flavors",
            ALL.stream()
                .map(
                    flavor ->
                        detailed ? flavor.detailed(links, version) : flavor.brief(links, version))
                .toList()));
  }

  private Answer show(Request request) {
    Flavor flavor =
        find(request.id())
            .orElseThrow(
                () -> NovaErrors.notFound("Flavor " + request.id() + " could not be found."));
    return Answer.json(
        200, Json.object("flavor", flavor.detailed(links, Microversion.of(request.call()))));
  }
}
