package io.github.polystill.labs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps the arrows of ARCHITECTURE.md one-way. A module may also use what the modules below it use,
 * never the other way round.
 */
@AnalyzeClasses(
    packages = "io.github.polystill",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTests.NoTestJars.class})
final class ArchitectureTests {
  /** Tests of other modules come in jars. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar") && !location.contains("/test-classes");
    }
  }

  @ArchTest
  static final ArchRule ARROWS_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.github.polystill..")
          .layer("data")
          .definedBy("io.github.polystill.data..")
          .layer("corpora")
          .definedBy("io.github.polystill.corpora..")
          .layer("embeddings")
          .definedBy("io.github.polystill.embeddings..")
          .layer("transformers")
          .definedBy("io.github.polystill.transformers..")
          .layer("spark")
          .definedBy("io.github.polystill.spark..")
          .layer("evaluation")
          .definedBy("io.github.polystill.evaluation..")
          .layer("report")
          .definedBy("io.github.polystill.report..")
          .layer("models")
          .definedBy("io.github.polystill.models..")
          .layer("distillation")
          .definedBy("io.github.polystill.distillation..")
          .layer("experiments")
          .definedBy("io.github.polystill.experiments..")
          .layer("serving")
          .definedBy("io.github.polystill.serving..")
          .layer("cli")
          .definedBy("io.github.polystill.cli..")
          .layer("examples")
          .definedBy("io.github.polystill.examples..")
          .layer("labs")
          .definedBy("io.github.polystill.labs..")
          .ensureAllClassesAreContainedInArchitecture()
          .whereLayer("data")
          .mayNotAccessAnyLayer()
          .whereLayer("corpora")
          .mayOnlyAccessLayers("data")
          .whereLayer("embeddings")
          .mayOnlyAccessLayers("data")
          .whereLayer("transformers")
          .mayNotBeAccessedByAnyLayer() // it is found by a ServiceLoader, or not
          .whereLayer("transformers")
          .mayOnlyAccessLayers("data")
          .whereLayer("spark")
          .mayNotBeAccessedByAnyLayer() // as that is
          .whereLayer("spark")
          .mayOnlyAccessLayers("experiments", "distillation", "models", "evaluation", "data")
          .whereLayer("evaluation")
          .mayOnlyAccessLayers("data")
          .whereLayer("report")
          .mayOnlyAccessLayers("evaluation", "data")
          .whereLayer("models")
          .mayOnlyAccessLayers("embeddings", "evaluation", "data")
          .whereLayer("distillation")
          .mayOnlyAccessLayers("models", "embeddings", "evaluation", "data")
          .whereLayer("experiments")
          .mayOnlyAccessLayers(
              "distillation", "report", "corpora", "models", "embeddings", "evaluation", "data")
          .whereLayer("serving")
          .mayOnlyAccessLayers("models", "embeddings", "evaluation", "data")
          .whereLayer("examples")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("examples")
          .mayOnlyAccessLayers("distillation", "models", "embeddings", "evaluation", "data")
          .whereLayer("cli")
          .mayOnlyAccessLayers(
              "experiments",
              "serving",
              "corpora",
              "distillation",
              "report",
              "models",
              "embeddings",
              "evaluation",
              "data");

  @ArchTest
  static final ArchRule NOTHING_USES_THE_COMMAND_LINE_BUT_THE_LABS =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.github.polystill.cli..", "io.github.polystill.labs.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.polystill.cli..", "io.github.polystill.labs.cli..");

  @ArchTest
  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
      slices().matching("io.github.polystill.(**)").should().beFreeOfCycles();

  /** A package of two modules would be one that no module of Java could have. */
  @ArchTest
  static void noPackageIsSplitOverModules(JavaClasses classes) {
    Map<String, Set<String>> places = new TreeMap<>();
    for (JavaClass each : classes) {
      String file = each.getSource().orElseThrow().getUri().toString();
      String place = file.substring(0, file.indexOf(each.getPackageName().replace('.', '/')));
      places.computeIfAbsent(each.getPackageName(), name -> new TreeSet<>()).add(place);
    }
    assertThat(places).hasSizeGreaterThan(50).allSatisfy((name, of) -> assertThat(of).hasSize(1));
  }

  @ArchTest
  static final ArchRule ONLY_COMMANDS_KNOW_PICOCLI =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.github.polystill.cli..", "io.github.polystill.labs.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule ONLY_COMMANDS_AND_EXAMPLES_PRINT =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.github.polystill.cli..",
              "io.github.polystill.labs.cli..",
              "io.github.polystill.examples..")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule ONLY_TRANSFORMERS_KNOW_ONNX_RUNTIME =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.polystill.transformers..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..", "ai.djl..");

  @ArchTest
  static final ArchRule ONLY_SPARK_KNOWS_SPARK =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.polystill.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule ONLY_MODELS_LABS_AND_EXAMPLES_KNOW_TENSORFLOW =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.github.polystill.models..",
              "io.github.polystill.labs..",
              "io.github.polystill.examples..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "org.bytedeco..");

  @ArchTest
  static final ArchRule NO_OTHERS_BUT_TRANSFORMERS_KNOW_PROTOBUF =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.github.polystill.models..",
              "io.github.polystill.transformers..",
              "io.github.polystill.labs..",
              "io.github.polystill.examples..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.protobuf..");

  @ArchTest
  static final ArchRule THE_METHOD_KNOWS_NO_FILES =
      noClasses()
          .that()
          .resideInAPackage("io.github.polystill.distillation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.file..");

  @ArchTest
  static final ArchRule ONLY_THE_SERVER_KNOWS_JETTY =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.polystill.serving.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..", "io.prometheus..");
}
