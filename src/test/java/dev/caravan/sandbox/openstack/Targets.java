package dev.caravan.sandbox.openstack;

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

/** The OpenStacks that the contract is held against. */
final class Targets implements TestTemplateInvocationContextProvider {

  private static final Namespace NAMESPACE = Namespace.create(Targets.class);

  /** The simulator lives as long as the whole run, as a real OpenStack does. */
  private record Running(SandboxOpenStack openstack)
      implements ExtensionContext.Store.CloseableResource {
    @Override
    public void close() {
      openstack.close();
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
        real().stream().map(cloud -> on("real", cloud)));
  }

  private static Cloud simulated(ExtensionContext context) {
    Running running =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(
                "openstack",
                any -> new Running(SandboxOpenStack.start(0, Settings.quick())),
                Running.class);
    return Cloud.simulated(running.openstack());
  }

  /** The OpenStack that the environment names, if it names one. */
  static Optional<Cloud> real() {
    return Cloud.real(System.getenv());
  }

  private static TestTemplateInvocationContext on(String name, Cloud cloud) {
    return new TestTemplateInvocationContext() {
      @Override
      public String getDisplayName(int invocation) {
        return name;
      }

      @Override
      public List<Extension> getAdditionalExtensions() {
        Tenant tenant = new Tenant(OpenStackClient.of(cloud, cloud.account()));
        AfterEachCallback cleanUp = context -> tenant.cleanUp();
        return List.of(new Handing(tenant), cleanUp);
      }
    };
  }

  private record Handing(Tenant tenant) implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Tenant.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return tenant;
    }
  }
}
