package dev.caravan.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.Resource;
import java.net.URLConnection;
import java.time.Duration;
import java.util.Random;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** What code may not do, each with its reason. */
@AnalyzeClasses(packages = "dev.caravan", importOptions = DoNotIncludeTests.class)
class CodeTest {

  @ArchTest
  static final ArchRule onlyTheBridgeKnowsTheEngineAndTheRoutes =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.caravan.worker..", "dev.caravan.workflow..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.flowable..", "org.apache.camel..")
          .because(
              "what we know must outlive the engine and the routes: they may be exchanged in two"
                  + " modules without touching any rule");

  @ArchTest
  static final ArchRule noCycles =
      slices()
          .matching("dev.caravan.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a module that is part of a cycle can be understood only with all the others");

  @ArchTest
  static final ArchRule nobodySeesTheSandbox =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.caravan.sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.caravan.sandbox..")
          .because("a simulator that is called as Java is no longer proof of what is sent by HTTP");

  @ArchTest
  static final ArchRule theSandboxSeesNobody =
      noClasses()
          .that()
          .resideInAPackage("dev.caravan.sandbox..")
          .should()
          .dependOnClassesThat(
              are(resideInAPackage("dev.caravan.."))
                  .and(not(resideInAPackage("dev.caravan.sandbox.."))))
          .because("a simulator that shares our rules shares our mistakes");

  @ArchTest
  static final ArchRule whatOutsideSystemsAnswerIsReadInOnePlace =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.caravan.netbox..",
              "dev.caravan.openstack..",
              "dev.caravan.kubernetes..",
              "dev.caravan.ansible..")
          .and()
          .doNotHaveSimpleName("Kubeconfigs")
          .should()
          .callMethod(ObjectMapper.class, "readTree", byte[].class)
          .because(
              "OutsideJson replaces what cannot be stored: else the answer is lost that holds it");

  @ArchTest
  static final ArchRule noFieldInjection =
      noFields()
          .should()
          .beAnnotatedWith(Autowired.class)
          .orShould()
          .beAnnotatedWith(Value.class)
          .orShould()
          .beAnnotatedWith("jakarta.inject.Inject")
          .orShould()
          .beAnnotatedWith(Resource.class)
          .because("a constructor says what a class needs, and a test can give it");

  @ArchTest
  static final ArchRule oneConstructor =
      classes()
          .that()
          .areMetaAnnotatedWith(Component.class)
          .or()
          .areAnnotatedWith(Component.class)
          .should(haveOneConstructor())
          .because("there is one way to make a bean, and no annotation is needed to find it");

  @ArchTest
  static final ArchRule httpIsSpokenByRoutes =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.caravan.worker..")
          // JGit speaks git's protocol itself; this class only watches where its connections lead.
          .and()
          .haveNameNotMatching("dev\\.caravan\\.git\\.TokenSafeConnections(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net.http..",
              "org.apache.hc.client5.http.classic..",
              "org.apache.hc.client5.http.impl.classic..",
              "org.apache.hc.client5.http.fluent..",
              "org.apache.hc.client5.http.async..",
              "org.springframework.web.client..",
              "org.springframework.web.reactive.function.client..",
              "okhttp3..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(URLConnection.class)
          .because(
              "calls to outside systems stand in YAML routes, where an integrator can read and"
                  + " change them");

  @ArchTest
  static final ArchRule noChanceWithoutAReason =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName(Random.class.getName())
          .because("a secret needs SecureRandom, and a pause is spread by ThreadLocalRandom");

  @ArchTest
  static final ArchRule noSleeping =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.caravan.storage..", "dev.caravan.sandbox..")
          .should()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", Duration.class)
          .because(
              "waiting holds nothing here; only the start of an embedded server and a simulated"
                  + " slow answer wait");

  @ArchTest
  static final ArchRule onlyTheTerminalIsWrittenTo =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.caravan.terminal..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .because("everything else goes to the log, with its request and its process");

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Common)")
          .orShould()
          .haveNameMatching(".*[.$]Base[A-Z][^.]*")
          .because("such a name says how a class is made or nothing at all");

  private static ArchCondition<JavaClass> haveOneConstructor() {
    return new ArchCondition<>("have exactly one constructor") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        int count = type.getConstructors().size();
        if (!type.isInterface() && !type.isAnnotation() && count != 1) {
          events.add(
              SimpleConditionEvent.violated(
                  type, type.getName() + " has " + count + " constructors"));
        }
      }
    };
  }
}
