package dev.caravan.worker;

/** Small processes for tests, in the dialect that is allowed. */
public final class Bpmn {

  private Bpmn() {}

  public static String process(String id, String content) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
                 xmlns:flowable="http://flowable.org/bpmn"
                 xmlns:caravan="https://caravan.dev/bpmn"
                 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                 targetNamespace="https://caravan.dev/processes">
      <error id="quota" errorCode="QuotaExceeded"/>
      <message id="go" name="go"/>
      <process id="%s" name="%s" isExecutable="true">
    %s
      </process>
    </definitions>
    """
        .formatted(id, id, content);
  }

  public static String step(String id, String topic, String in, String out) {
    return """
    <serviceTask id="%s" name="%s" flowable:type="external-worker" flowable:topic="%s" flowable:exclusive="false"%s>
      <extensionElements>%s%s</extensionElements>
    </serviceTask>
    """
        .formatted(id, id, topic, none(in), in(in), out(out));
  }

  private static String none(String names) {
    return names.isBlank() ? " flowable:doNotIncludeVariables=\"true\"" : "";
  }

  public static String in(String names) {
    return parameters("In", names);
  }

  public static String out(String names) {
    return parameters("Out", names);
  }

  private static String parameters(String kind, String names) {
    StringBuilder xml = new StringBuilder();
    for (String name : names.isBlank() ? new String[0] : names.split(",")) {
      xml.append(
          "<flowable:externalWorker%sParameter source=\"%s\" target=\"%s\"/>"
              .formatted(kind, name, name));
    }
    return xml.toString();
  }

  public static String flow(String from, String to) {
    return "<sequenceFlow id=\"%s-%s\" sourceRef=\"%s\" targetRef=\"%s\"/>"
        .formatted(from, to, from, to);
  }
}
