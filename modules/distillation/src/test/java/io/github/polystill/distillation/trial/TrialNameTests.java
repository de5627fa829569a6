package io.github.polystill.distillation.trial;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrialNameTests {
  private static final ModelKey TEACHER =
      ModelKey.of(OptionalLong.of(7), 0, "textcnn", TrainingRow.TEACHER);

  @Test
  void readsLikeASentence() {
    ModelKey other = ModelKey.of(1, "textcnn", TrainingRow.TEACHER);
    assertThat(new TrialName(TEACHER, Optional.of("藥物"), Optional.of(0.5)))
        .hasToString("fold 0 seed 7 textcnn teacher 藥物 W=0.5");
    assertThat(new TrialName(other, Optional.of("a"), Optional.of(10.0)))
        .hasToString("fold 1 textcnn teacher a W=10");
    assertThat(TrialName.student(ModelKey.of(2, "textcnn", TrainingRow.DISTILLED)))
        .hasToString("fold 2 textcnn distilled");
    assertThat(new TrialName(other, Optional.of("a"), Optional.of(10.0)).part())
        .isEqualTo(TrialName.search(other, "a"));
    TrialName student = TrialName.student(ModelKey.of(2, "textcnn", TrainingRow.DISTILLED));
    assertThat(student.withVariant("dropout=0.1"))
        .hasToString("fold 2 textcnn distilled dropout=0.1");
    assertThat(student.withVariant("dropout=0.1").part()).isEqualTo(student);
  }

  @Test
  void jsonSaysAllOfIt() throws Exception {
    ObjectMapper json = new ObjectMapper();
    ModelKey student = ModelKey.of(2, "han", TrainingRow.DISTILLED);
    for (TrialName name :
        List.of(
            new TrialName(TEACHER, Optional.of("藥物"), Optional.of(0.5)),
            TrialName.search(TEACHER, "a"),
            TrialName.student(student),
            TrialName.student(student).withVariant(TrialName.REFIT),
            TrialName.student(student.withTeacher("textcnn")))) {
      assertThat(json.readValue(json.writeValueAsString(name), TrialName.class)).isEqualTo(name);
    }
    assertThat(json.writeValueAsString(TrialName.student(student)))
        .isEqualTo("{\"fold\":2,\"architecture\":\"han\",\"training\":\"distilled\"}");
  }
}
