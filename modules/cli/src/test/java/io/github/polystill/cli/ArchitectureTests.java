package io.github.polystill.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Keeps the arrows of ARCHITECTURE.md one-way: cli → benchmarks → serving → experiments →
 * distillation → {models, evaluation}; models → embeddings → data; evaluation → data. A module may
 * also use what the modules below it use, never the other way round.
 */
@AnalyzeClasses(
    packages = "io.github.polystill",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTests {

  @ArchTest
  static final ArchRule ARROWS_POINT_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.github.polystill..")
          .layer("cli")
          .definedBy("io.github.polystill.cli..")
          .layer("benchmarks")
          .definedBy("io.github.polystill.benchmarks..")
          .layer("serving")
          .definedBy("io.github.polystill.serving..")
          .layer("experiments")
          .definedBy("io.github.polystill.experiments..")
          .layer("distillation")
          .definedBy("io.github.polystill.distillation..")
          .layer("models")
          .definedBy("io.github.polystill.models..")
          .layer("evaluation")
          .definedBy("io.github.polystill.evaluation..")
          .layer("embeddings")
          .definedBy("io.github.polystill.embeddings..")
          .layer("data")
          .definedBy("io.github.polystill.data..")
          .ensureAllClassesAreContainedInArchitecture()
          .whereLayer("data")
          .mayNotAccessAnyLayer()
          .whereLayer("embeddings")
          .mayOnlyAccessLayers("data")
          .whereLayer("evaluation")
          .mayOnlyAccessLayers("data")
          .whereLayer("models")
          .mayOnlyAccessLayers("embeddings", "data")
          .whereLayer("distillation")
          .mayOnlyAccessLayers("models", "evaluation", "embeddings", "data")
          .whereLayer("experiments")
          .mayOnlyAccessLayers("distillation", "models", "evaluation", "embeddings", "data")
          .whereLayer("serving")
          .mayOnlyAccessLayers(
              "experiments", "distillation", "models", "evaluation", "embeddings", "data")
          .whereLayer("benchmarks")
          .mayOnlyAccessLayers(
              "serving",
              "experiments",
              "distillation",
              "models",
              "evaluation",
              "embeddings",
              "data");

  @ArchTest
  static final ArchRule NOTHING_USES_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.polystill.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.polystill.cli..");

  @ArchTest
  static final ArchRule PACKAGES_ARE_FREE_OF_CYCLES =
      slices().matching("io.github.polystill.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.polystill.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.polystill.cli..")
          .should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule ONLY_MODELS_AND_BENCHMARKS_KNOW_TENSORFLOW =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.github.polystill.models..", "io.github.polystill.benchmarks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "com.google.protobuf..", "org.bytedeco..");

  @ArchTest
  static final ArchRule ONLY_THE_SERVER_KNOWS_JETTY =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.github.polystill.serving.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.eclipse.jetty..", "io.prometheus..");
}
