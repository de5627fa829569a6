package io.github.polystill.experiments.run;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.polystill.data.folds.OwnFolds;
import io.github.polystill.evaluation.TrainingRow;
import io.github.polystill.evaluation.ValidationFigure;
import io.github.polystill.experiments.configuration.ArchitectureSettings;
import io.github.polystill.experiments.configuration.EncoderSettings;
import io.github.polystill.experiments.configuration.Experiment;
import io.github.polystill.experiments.configuration.StudentSettings;
import io.github.polystill.experiments.configuration.TeacherSettings;
import io.github.polystill.experiments.configuration.VectorSettings;
import io.github.polystill.experiments.environment.RunEnvironment;
import io.github.polystill.experiments.log.RunLog;
import io.github.polystill.models.OptimisationSettings;
import io.github.polystill.report.figures.CorpusProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The head of a report: the experiment's settings, and when, for how long, by which command and
 * with what a run was made, from log.jsonl, of which summary.json keeps it, and environment.json.
 * What is not recorded is left out.
 */
final class RunFacts {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int COMMIT_DIGITS = 10;

  private RunFacts() {}

  /** A process that worked on the run, to its last line in the log. */
  private record Session(Instant start, Instant end, String command) {
    static Session of(List<RunLog.Event> events) {
      RunLog.Event started = first(events, "started");
      RunLog.Event last =
          events.stream()
              .filter(event -> event.event().equals(ResultWriter.EVALUATED))
              .findFirst()
              .orElse(events.get(events.size() - 1)); // a kill leaves no better end
      long prepared = Math.round(1000 * started.fields().path("preparation").asDouble());
      return new Session(
          started.time().minusMillis(prepared), last.time(), started.text("command"));
    }

    private static RunLog.Event first(List<RunLog.Event> events, String name) {
      return events.stream().filter(event -> event.event().equals(name)).findFirst().orElseThrow();
    }
  }

  /** What the log says of the results that it leads to. */
  static Map<String, String> work(RunDirectory directory, String configuration) throws IOException {
    List<Session> sessions = sessions(RunLog.read(directory.logFile()), configuration);
    Map<String, String> facts = new LinkedHashMap<>();
    if (!sessions.isEmpty()) {
      Session last = sessions.stream().max(Comparator.comparing(Session::end)).orElseThrow();
      facts.put("date", MINUTE.format(last.end()));
      facts.put("duration", duration(sessions));
      put(facts, "command", last.command());
    }
    return facts;
  }

  /**
   * All of them.
   *
   * @param work as {@link #work} gave it when the results were written
   */
  static Map<String, String> of(RunEnvironment environment, Map<String, String> work) {
    Map<String, String> facts = new LinkedHashMap<>(work);
    JsonNode json = environment.tree();
    put(facts, "polystill", environment.polystill());
    put(facts, "commit", commit(json.path("git")));
    put(facts, "TensorFlow", environment.tensorFlow());
    put(facts, "machine", machine(json));
    return facts;
  }

  private static void put(Map<String, String> facts, String name, String value) {
    if (!value.isEmpty()) {
      facts.put(name, value);
    }
  }

  /** The processes that had the settings of the results. */
  private static List<Session> sessions(List<RunLog.Event> log, String configuration) {
    return log.stream()
        .collect(
            Collectors.groupingBy(
                event -> event.text("process"), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .filter(
            events ->
                events.stream()
                    .anyMatch(
                        event ->
                            event.event().equals("started")
                                && event.text("experiment").equals(configuration)))
        .map(Session::of)
        .toList();
  }

  private static String duration(List<Session> sessions) {
    Duration total =
        sessions.stream()
            .map(session -> Duration.between(session.start(), session.end()))
            .reduce(Duration.ZERO, Duration::plus);
    return sessions.size() == 1
        ? inWords(total)
        : String.format(Locale.ROOT, "%s of work in %d sessions", inWords(total), sessions.size());
  }

  static String inWords(Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %d min", seconds / 3600, seconds % 3600 / 60);
  }

  private static String commit(JsonNode git) {
    String commit = git.path("commit").asText("");
    return commit.matches("[0-9a-f]{" + COMMIT_DIGITS + ",}")
        ? commit.substring(0, COMMIT_DIGITS)
            + (git.path("dirty").asBoolean() ? " with changes" : "")
        : "";
  }

  private static String machine(JsonNode json) {
    JsonNode machine = json.path("machine");
    if (!machine.has("cpu")) {
      return "";
    }
    int others = json.path("otherMachines").size();
    return String.format(
        Locale.ROOT,
        "%s, %s cores%s",
        machine.path("cpu").asText(),
        machine.path("cores").asText(),
        others == 0 ? "" : " and " + others + " other" + (others == 1 ? "" : "s"));
  }

  /** What it says of the experiment. */
  static Map<String, String> settings(Experiment experiment, CorpusProfile corpus) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "corpus",
        String.format(
            Locale.ROOT,
            "%,d documents, %d labels, %.2f labels per document",
            corpus.documents(),
            corpus.labels().size(),
            corpus.labelsPerDocument()));
    List<Path> files = experiment.corpus().files();
    if (!files.isEmpty()) {
      settings.put(
          files.size() == 1 ? "corpus file" : "corpus files",
          files.stream().map(Path::toString).collect(joining(", ")));
    }
    settings.put("segmenter", experiment.segmentation().described());
    settings.put("word vectors", wordVectors(experiment.vectors()));
    for (ArchitectureSettings architecture : experiment.architectures()) {
      settings.put(architecture.name(), network(experiment, architecture));
    }
    for (ArchitectureSettings architecture :
        experiment.student().architecture().orElse(List.of())) {
      settings.put("student " + architecture.name(), network(experiment, architecture));
    }
    experiment
        .corpus()
        .labelledShare()
        .ifPresent(it -> settings.put("labels used", percent(it) + " of each training part"));
    TeacherSettings teacher = experiment.teacher();
    OptimisationSettings experts = experiment.optimisation();
    if (teacher.trainsExperts()) {
      settings.put("class weights", teacher.classWeights() + search(experiment));
      settings.put("experts", length(experts, teacher.monitor()));
    } else {
      teacher.responses().ifPresent(it -> settings.put("teacher", "the answers in " + it));
      teacher.from().ifPresent(it -> settings.put("teacher", "that of the run " + it));
    }
    settings.put("students", students(experiment));
    settings.put("folds", folds(experiment, corpus));
    settings.put("learning rate", Double.toString(experts.learningRate()));
    settings.put("threshold", Double.toString(experiment.evaluation().threshold()));
    settings.put("seed", seeds(experiment.allSeeds()));
    return settings;
  }

  private static String search(Experiment experiment) {
    TeacherSettings teacher = experiment.teacher();
    String search =
        switch (teacher.search()) {
              case GRID -> "";
              case HALVING -> ", by successive halving";
              case SHIFT -> ", one expert each whose logits are shifted";
              case WARM -> ", each from the best weights of its neighbour";
            }
            + teacher.joint().map(it -> "; the mean of " + teacher.architectures()).orElse("")
            + teacher.best().map(it -> "; the mean of the best " + it).orElse("")
            + teacher.seeds().map(it -> "; the mean of " + it + " seeds").orElse("")
            + (teacher.linear() ? "; and a linear one" : "")
            + experiment.encoder().map(it -> "; " + encoder(it, teacher)).orElse("")
            + (teacher.wordDropout() ? "; shortened copies are learnt too" : "");
    return teacher.isCrossFitted()
        ? String.format(
            Locale.ROOT,
            "%s; cross-fitted %s, answers: %s",
            search,
            teacher.crossFit().map(it -> "in " + it + " parts").orElse("by pairs of folds"),
            teacher.answers().map(Enum::name).orElse("MEAN").toLowerCase(Locale.ROOT))
        : search;
  }

  private static String encoder(EncoderSettings encoder, TeacherSettings teacher) {
    return (teacher.trainsNetworks() ? "and one" : "linear ones")
        + " of the encoder "
        + encoder.model().or(encoder::path).orElseThrow();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.4g %%", 100 * share);
  }

  private static String students(Experiment experiment) {
    StudentSettings student = experiment.student();
    OptimisationSettings optimisation =
        experiment.studentOptimisationOf(experiment.studentArchitectures().get(0));
    List<String> own = new ArrayList<>(List.of(length(optimisation, student.monitor())));
    student.dropout().ifPresent(it -> own.add("dropout " + it));
    student.channels().ifPresent(it -> own.add("embedding tables " + it.key()));
    student.learningRate().ifPresent(it -> own.add("learning rate " + it));
    student.schedule().ifPresent(it -> own.add("schedule " + it.key()));
    student.average().ifPresent(it -> own.add("mean of weights with decay " + it));
    student.loss().ifPresent(it -> own.add("the standalone one by " + it.key() + " loss"));
    if (student.target() == StudentSettings.Target.LOGIT) {
      own.add("the distilled one by squared error of logits");
    }
    if (student.temperature() != 1) {
      own.add("the distilled one at temperature " + student.temperature());
    }
    if (student.trueLabels() > 0) {
      own.add("true labels mixed into its targets by " + student.trueLabels());
    }
    student
        .search()
        .map(it -> it.values(TrainingRow.DISTILLED))
        .orElse(Map.of())
        .forEach((key, values) -> own.add(key + " out of " + values + " on validation data"));
    student
        .wordDropout()
        .ifPresent(
            it ->
                own.add(
                    String.format(
                        Locale.ROOT,
                        "%d copies of each text without %s of its words%s",
                        it.copies(),
                        percent(it.rate()),
                        it.consistent() ? "" : ", answered as the text")));
    student
        .wordReplacement()
        .ifPresent(
            it ->
                own.add(
                    String.format(
                        Locale.ROOT,
                        "the distilled one in turn %d copies of each text with up to %s of its words replaced",
                        it.copies(),
                        percent(it.rate()))));
    if (!student.transfer().isEmpty()) {
      own.add(
          "the distilled one in each epoch "
              + student.transferShare().orElse(1.0)
              + " unlabelled texts for each training text, of "
              + String.join(", ", student.transfer()));
    }
    if (student.learnsValidation()) {
      own.add("then on training and validation part for as many epochs as were best");
    }
    return String.join(", ", own);
  }

  /** The sizes as in the experiment file, and how many texts are in a batch. */
  private static String network(Experiment experiment, ArchitectureSettings architecture) {
    return architecture.network().sizes().entrySet().stream()
        .map(size -> size.getKey() + " " + size.getValue() + ", ")
        .collect(joining("", "", "batch " + experiment.optimisationOf(architecture).batchSize()));
  }

  private static String folds(Experiment experiment, CorpusProfile corpus) {
    if (experiment.corpus().hasOwnSplit()) {
      return String.format(
          Locale.ROOT,
          "%s%s, %,d test documents",
          OwnFolds.SPLIT,
          experiment.corpus().split().map(field -> " (field " + field + ")").orElse(""),
          corpus.foldSizes()[0]);
    }
    return experiment.folds().run()
        + " of "
        + corpus.foldSizes().length
        + experiment.folds().field().map(field -> ", numbered by the field " + field).orElse("");
  }

  private static String length(OptimisationSettings settings, ValidationFigure monitor) {
    return String.format(
        Locale.ROOT,
        "at most %d epochs, stopped after %d without a better %s",
        settings.epochs(),
        settings.patience(),
        monitor.key());
  }

  private static String seeds(List<Long> seeds) {
    return seeds.size() == 1
        ? seeds.get(0).toString()
        : seeds.get(0) + " to " + seeds.get(seeds.size() - 1);
  }

  private static String wordVectors(VectorSettings settings) {
    int dimensions = settings.dimensions().orElse(0);
    if (settings.train().isPresent()) {
      String documents =
          settings.train().get().includeWholeCorpus()
              ? "all documents, those of the test parts included"
              : "the training part of each fold";
      String texts = String.join(", ", settings.train().get().texts());
      return String.format(
          Locale.ROOT,
          "%d dimensions, trained on %s%s",
          dimensions,
          documents,
          texts.isEmpty() ? "" : " and " + texts);
    }
    return settings.path().orElse(String.format(Locale.ROOT, "random, %d dimensions", dimensions));
  }
}
