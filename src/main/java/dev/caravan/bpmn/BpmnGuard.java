package dev.caravan.bpmn;

import dev.caravan.failure.PermanentFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Says whether a BPMN file may be deployed. To deploy a BPMN file is to run code in the engine, so
 * only what the allow-list names gets in; everything else is refused, with every reason at once.
 */
@Component
public class BpmnGuard {

  private static final String SUFFIX = ".bpmn20.xml";

  private final BpmnVocabulary vocabulary = BpmnVocabulary.shipped();

  /** Refuses an unsafe file with all that is wrong with it. */
  public void requireSafe(String file, byte[] xml) {
    List<BpmnProblem> problems = problems(file, xml);
    if (!problems.isEmpty()) {
      String message =
          "%s cannot be deployed: %s%s"
              .formatted(
                  file,
                  problems.get(0).toString(file),
                  problems.size() == 1 ? "" : " (and %d more)".formatted(problems.size() - 1));
      throw PermanentFailure.validation(
          message, problems.stream().map(problem -> problem.toInputProblem(file)).toList());
    }
  }

  /** What is wrong with the name of a variable, absent where it may be one. */
  public static Optional<String> variableProblem(String name) {
    return BpmnExpression.nameProblem(name);
  }

  /** What a file says of its steps and data; only for a file that has no problems. */
  public static BpmnOutline outline(byte[] xml, Instant now) {
    try {
      return OutlineReader.read(BpmnReader.read(xml), now);
    } catch (BpmnUnreadable e) {
      throw new IllegalArgumentException(e.problem().message(), e);
    }
  }

  /** All that is wrong with the file, by line; empty where it may be deployed. */
  public List<BpmnProblem> problems(String file, byte[] xml) {
    try {
      BpmnElement root = BpmnReader.read(xml);
      Optional<BpmnDialect> dialect = BpmnDialect.of(root);
      if (dialect.isPresent()) {
        return List.of(dialect.get().problem(root));
      }
      List<BpmnProblem> problems = new ArrayList<>();
      check(root, List.of(), problems);
      problems.addAll(new BpmnStructure(root, processId(file)).problems());
      problems.sort(Comparator.comparingInt(BpmnProblem::line));
      return problems;
    } catch (BpmnUnreadable e) {
      return List.of(e.problem());
    }
  }

  private static String processId(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
  }

  private void check(BpmnElement element, List<String> path, List<BpmnProblem> problems) {
    Optional<BpmnRule> rule = vocabulary.rule(element.name());
    if (rule.isEmpty()) {
      problems.add(problem(element, path, "", BpmnAdvice.onElement(element.name())));
      return;
    }
    if (!rule.get().mayStandIn(path)) {
      problems.add(problem(element, path, "", "may not stand in " + parent(path)));
      return;
    }
    checkAttributes(element, rule.get(), path, problems);
    checkText(element, rule.get(), path, problems);
    List<String> here = below(path, element);
    element.children().forEach(child -> check(child, here, problems));
  }

  private static void checkAttributes(
      BpmnElement element, BpmnRule rule, List<String> path, List<BpmnProblem> problems) {
    element
        .attributes()
        .forEach(
            (name, value) -> {
              BpmnRule.Attribute allowed = rule.attributes().get(name);
              Optional<String> reason =
                  allowed == null
                      ? Optional.of(BpmnAdvice.onAttribute(name))
                      : allowed.problem(value);
              reason.ifPresent(why -> problems.add(problem(element, path, name, why)));
            });
    rule.attributes()
        .forEach(
            (name, allowed) -> {
              if (allowed.required() && element.attribute(name).isEmpty()) {
                problems.add(problem(element, path, name, "is missing"));
              }
            });
  }

  private static void checkText(
      BpmnElement element, BpmnRule rule, List<String> path, List<BpmnProblem> problems) {
    BpmnValue kind = rule.text();
    if (kind != null) {
      kind.problem(element.text()).ifPresent(why -> problems.add(problem(element, path, "", why)));
    } else if (!element.text().isEmpty()) {
      problems.add(problem(element, path, "", "may hold no text"));
    }
  }

  private static BpmnProblem problem(
      BpmnElement element, List<String> path, String attribute, String why) {
    String pointer = "/" + String.join("/", below(path, element));
    String subject =
        attribute.isEmpty() ? element.label() : "attribute " + attribute + " of " + element.label();
    return new BpmnProblem(
        element.line(),
        attribute.isEmpty() ? pointer : pointer + "/@" + attribute,
        subject + " " + why);
  }

  private static String parent(List<String> path) {
    return path.isEmpty() ? "the top of the file" : path.get(path.size() - 1);
  }

  private static List<String> below(List<String> path, BpmnElement element) {
    List<String> here = new ArrayList<>(path);
    here.add(element.name());
    return here;
  }
}
