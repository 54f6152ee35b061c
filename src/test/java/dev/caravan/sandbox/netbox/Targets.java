package dev.caravan.sandbox.netbox;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** The NetBoxes that the contract is held against. */
final class Targets implements TestTemplateInvocationContextProvider {

  static final List<String> SIMULATED = List.of("4.2.9", "4.4.10", "4.7.3");

  private static final Namespace NAMESPACE = Namespace.create(Targets.class);

  /** Simulators live as long as the whole run, as a real NetBox does. */
  private record Running(SandboxNetBox netbox) implements ExtensionContext.Store.CloseableResource {
    @Override
    public void close() {
      netbox.close();
    }
  }

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    ContractTest habit = context.getRequiredTestMethod().getAnnotation(ContractTest.class);
    Stream<TestTemplateInvocationContext> simulated =
        SIMULATED.stream()
            .map(version -> simulated(context, version))
            .filter(netbox -> has(netbox, habit))
            .map(netbox -> on("simulated " + netbox.version(), netbox));
    Stream<TestTemplateInvocationContext> real =
        real().stream()
            .filter(netbox -> has(netbox, habit))
            .map(netbox -> on("real " + netbox.version(), netbox));
    return Stream.concat(simulated, real);
  }

  private static boolean has(NetBoxClient netbox, ContractTest habit) {
    return netbox.atLeast(habit.from()) && !netbox.atLeast(habit.before());
  }

  private static NetBoxClient simulated(ExtensionContext context, String version) {
    Running running =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                version, any -> new Running(SandboxNetBox.start(version, 0)), Running.class);
    return new NetBoxClient(
        running.netbox().url(), SandboxNetBox.TOKEN, Optional.of(SandboxNetBox.READ_ONLY_TOKEN));
  }

  /** The NetBox that the environment names, if it names one. */
  static Optional<NetBoxClient> real() {
    String url = System.getenv("NETBOX_URL");
    String token = System.getenv("NETBOX_TOKEN");
    return url == null || token == null || url.isBlank() || token.isBlank()
        ? Optional.empty()
        : Optional.of(
            new NetBoxClient(
                url.replaceAll("/+$", ""),
                token,
                Optional.ofNullable(System.getenv("NETBOX_TOKEN_READONLY"))
                    .filter(text -> !text.isBlank())));
  }

  private static TestTemplateInvocationContext on(String name, NetBoxClient netbox) {
    return new TestTemplateInvocationContext() {
      @Override
      public String getDisplayName(int invocation) {
        return name;
      }

      @Override
      public List<Extension> getAdditionalExtensions() {
        AfterEachCallback cleanUp = context -> netbox.cleanUp();
        return List.of(new Handing(netbox), cleanUp);
      }
    };
  }

  private record Handing(NetBoxClient netbox) implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == NetBoxClient.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return netbox;
    }
  }
}
