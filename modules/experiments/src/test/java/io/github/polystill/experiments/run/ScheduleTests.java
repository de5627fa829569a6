package io.github.polystill.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.polystill.data.InvalidInputException;
import io.github.polystill.distillation.trial.TrialName;
import io.github.polystill.evaluation.ModelKey;
import io.github.polystill.evaluation.TrainingRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Against schedules made by hand. */
class ScheduleTests {
  private final Map<TrialName, Double> seconds = new LinkedHashMap<>();

  private void experts(int fold, String label, double... each) {
    for (int i = 0; i < each.length; i++) {
      ModelKey teacher = ModelKey.of(fold, "textcnn", TrainingRow.TEACHER);
      seconds.put(new TrialName(teacher, Optional.of(label), Optional.of(1.0 + i)), each[i]);
    }
  }

  private static TrialName student(int fold, TrainingRow training) {
    return TrialName.student(ModelKey.of(fold, "textcnn", training));
  }

  private Schedule schedule(List<TrialPlan.Round> rounds, boolean chained, double build) {
    List<TrialPlan.Trial> trials = new ArrayList<>();
    for (TrialName name : seconds.keySet()) {
      TrialPlan.Unit unit =
          new TrialPlan.Unit(OptionalLong.empty(), name.model().fold(), "textcnn");
      trials.add(new TrialPlan.Trial(name, unit, 1, 1, 1, 1));
    }
    return Schedule.of(
        new TrialPlan(trials, rounds, chained),
        trial -> Optional.of(new Schedule.Cost(seconds.get(trial.name()), build)));
  }

  private Schedule schedule() {
    return schedule(List.of(), false, 0);
  }

  private static Schedule.Executors executors(int number) {
    return new Schedule.Executors(number, 0, 0);
  }

  private static double makespan(Schedule schedule, int executors) {
    return schedule.on(executors(executors)).makespan();
  }

  /** Two get 5 + 3 and 4 + 3 + 3, where 5 + 4 and 3 + 3 + 3 would be best. */
  @Test
  void takesTheLongestFirst() {
    experts(0, "a", 3, 4, 3);
    experts(0, "b", 3, 5);
    assertThat(makespan(schedule(), 2)).isEqualTo(10);
    assertThat(makespan(schedule(), 1)).isEqualTo(18);
    assertThat(makespan(schedule(), 100)).isEqualTo(5);
  }

  /** Experts until 9, the standalone student from 6 to 8, the distilled one from 9 to 12. */
  @Test
  void trainsADistilledStudentAfterItsTeacher() {
    experts(0, "a", 6, 5);
    experts(0, "b", 4);
    seconds.put(student(0, TrainingRow.STANDALONE), 2.0);
    seconds.put(student(0, TrainingRow.DISTILLED), 3.0);
    assertThat(schedule().on(executors(2)))
        .isEqualTo(new Schedule.Result(2, 20, 12, 9, 0, 2 * 12 / 3600.0));
    assertThat(schedule().on(new Schedule.Executors(2, 1, 0)))
        .isEqualTo(new Schedule.Result(2, 20, 13, 10, 0, 2 * 13 / 3600.0));
  }

  /**
   * 7 and 6 + 4, the standalone student until 10, the distilled one where that one's network is.
   */
  @Test
  void buildsANetworkOnceOnEachExecutor() {
    experts(0, "a", 6, 5, 4);
    seconds.put(student(0, TrainingRow.STANDALONE), 2.0);
    seconds.put(student(0, TrainingRow.DISTILLED), 3.0);
    assertThat(makespan(schedule(List.of(), false, 1), 2)).isEqualTo(13);
  }

  /** The first fold's student, 10, is trained beside the second fold's experts, 2 x 5. */
  @Test
  void trainsAStudentWhileExpertsOfOtherFoldsAreTrained() {
    for (int fold = 0; fold < 2; fold++) {
      experts(fold, "a", 5, 5);
      seconds.put(student(fold, TrainingRow.DISTILLED), 10.0);
    }
    assertThat(makespan(schedule(), 2)).isEqualTo(25);
    assertThat(makespan(schedule(), 4)).isEqualTo(15);
  }

  @Test
  void trainsAStudentOfAllDocumentsLast() {
    TrialName distilled = student(0, TrainingRow.DISTILLED);
    seconds.put(distilled.withVariant("a"), 3.0);
    seconds.put(distilled.withVariant(TrialName.REFIT), 2.0);
    seconds.put(distilled.withVariant("b"), 4.0);
    assertThat(makespan(schedule(), 3)).isEqualTo(6);
  }

  /** Two for 3 epochs, then one for 6 more, in 12 seconds. */
  @Test
  void waitsForEachRoundOfHalving() {
    experts(0, "a", 6, 6);
    List<TrialPlan.Round> rounds = List.of(new TrialPlan.Round(2, 3), new TrialPlan.Round(1, 9));
    Schedule schedule = schedule(rounds, false, 0);
    assertThat(makespan(schedule, 1)).isEqualTo(12);
    assertThat(makespan(schedule, 2)).isEqualTo(9);
  }

  @Test
  void trainsWarmStartsOneAfterTheOther() {
    experts(0, "a", 1, 2, 3);
    experts(0, "b", 2);
    assertThat(makespan(schedule(List.of(), true, 0), 9)).isEqualTo(6);
  }

  /** 10 hours at 10 an hour; each costs half a trial and a start. */
  @Test
  void losesExecutors() {
    double[] each = new double[1000];
    Arrays.fill(each, 36);
    experts(0, "a", each);
    Schedule schedule = schedule();
    Schedule.Executors cluster = new Schedule.Executors(10, 20, 10);
    Schedule.Result result = schedule.on(cluster);
    assertThat(result).isEqualTo(schedule.on(cluster));
    assertThat(result.lost()).isBetween(70, 130);
    assertThat(result.work()).isEqualTo(36_000);
    assertThat(result.makespan())
        .isBetween(3600 + 20 + result.lost() * 3.0, 3600 + 20 + result.lost() * 5.0);
    assertThatThrownBy(() -> schedule.on(new Schedule.Executors(10, 0, 1000)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("`failureRate` 1000.0: the longest trial takes 36s");
  }
}
