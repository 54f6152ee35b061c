package dev.caravan.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.failure.PermanentFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormCirclesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','properties':{'a':{'$ref':'#/properties/a'}}}",
        "{'type':'object','properties':{'a':{'$ref':'#'}}}",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/x'}},'$defs':{'x':{'$ref':'#/$defs/y'},'y':{'$ref':'#/$defs/x'}}}",
        "{'type':'object','properties':{'a':{'$ref':'#/$defs/x'}},'$defs':{'x':{'allOf':[{'$ref':'#/$defs/x'}]}}}",
        "{'type':'object','properties':{'a':{'$ref':'#me'}},'$defs':{'x':{'$anchor':'me','not':{'$ref':'#me'}}}}",
        "{'type':'object','properties':{'a':{'$dynamicRef':'#'}}}"
      })
  void refusesAFormThatRefersToItself(String form) {
    assertThatThrownBy(() -> FormSchema.parse(form.replace('\'', '"').getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            PermanentFailure.class,
            failure -> assertThat(failure.details().toString()).contains("itself a part of"));
  }

  @Test
  void takesAPartThatIsReferredToTwice() {
    String form =
        "{'type':'object','properties':{'a':{'title':'A','description':'A','$ref':'#/$defs/x'},"
            + "'b':{'title':'B','description':'B','$ref':'#/$defs/x'}},'$defs':{'x':{'type':'string'}}}";

    assertThat(FormSchema.parse(form.replace('\'', '"').getBytes(UTF_8))).isNotNull();
  }
}
