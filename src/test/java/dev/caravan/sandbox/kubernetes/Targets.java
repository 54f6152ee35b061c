package dev.caravan.sandbox.kubernetes;

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

/** The Kubernetes APIs that the contract is held against. */
final class Targets implements TestTemplateInvocationContextProvider {

  private static final Namespace NAMESPACE = Namespace.create(Targets.class);

  /** The simulator lives as long as the whole run, as a real cluster does. */
  private record Running(SandboxKubernetes kubernetes)
      implements ExtensionContext.Store.CloseableResource {
    @Override
    public void close() {
      kubernetes.close();
    }
  }

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return Stream.concat(
        Stream.of(on("simulated", simulated(context))),
        real().stream().map(cluster -> on("real", cluster)));
  }

  private static Cluster simulated(ExtensionContext context) {
    Running running =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                "kubernetes", any -> new Running(SandboxKubernetes.start(0)), Running.class);
    return Cluster.simulated(running.kubernetes());
  }

  /** The cluster that the environment names, if it names one. */
  static Optional<Cluster> real() {
    return Cluster.real(System.getenv());
  }

  private static TestTemplateInvocationContext on(String name, Cluster cluster) {
    return new TestTemplateInvocationContext() {
      @Override
      public String getDisplayName(int invocation) {
        return name;
      }

      @Override
      public List<Extension> getAdditionalExtensions() {
        Client client = Client.of(cluster);
        AfterEachCallback cleanUp = context -> client.cleanUp();
        return List.of(new Handing(client), cleanUp);
      }
    };
  }

  private record Handing(Client client) implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Client.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return client;
    }
  }
}
