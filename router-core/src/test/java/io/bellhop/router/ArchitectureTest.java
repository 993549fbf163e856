package io.bellhop.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The stages of a request's path, and who may know of whom. */
@AnalyzeClasses(
    packages = "io.bellhop.router",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule whatDecidesIsPlainJava =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..route..",
              "..admit..",
              "..hold..",
              "..router.wake..",
              "..pick..",
              "..retry..",
              "..control..",
              "..settings..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..")
          .because("decisions are tested without sockets");

  @ArchTest
  static final ArchRule noPackageDependsOnItselfByARoundabout =
      slices().matching("io.bellhop.router.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule stagesKnowOnlyWhatComesAfterThem =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("accept")
          .definedBy("..router.accept..")
          .layer("exchange")
          .definedBy("..router.exchange..")
          .layer("admit and pick")
          .definedBy("..router.admit..", "..router.pick..")
          .layer("retry")
          .definedBy("..router.retry..")
          .layer("control")
          .definedBy("..router.control..")
          .layer("wake")
          .definedBy("..router.wake..")
          .layer("hold")
          .definedBy("..router.hold..")
          .layer("record")
          .definedBy("..router.record..")
          .whereLayer("accept")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("exchange")
          .mayOnlyBeAccessedByLayers("accept")
          .whereLayer("admit and pick")
          .mayOnlyBeAccessedByLayers("exchange")
          .whereLayer("retry")
          .mayOnlyBeAccessedByLayers("exchange")
          .whereLayer("control")
          .mayOnlyBeAccessedByLayers("exchange", "admit and pick", "retry")
          .whereLayer("wake")
          .mayOnlyBeAccessedByLayers("exchange", "control")
          .whereLayer("hold")
          .mayOnlyBeAccessedByLayers("exchange", "control", "wake")
          .whereLayer("record")
          .mayOnlyBeAccessedByLayers("accept", "exchange", "retry", "control", "hold", "wake");

  @ArchTest
  static final ArchRule whatIsSentDoesNotKnowHowItCame =
      noClasses()
          .that()
          .resideInAnyPackage("..exchange..", "..record..", "..pick..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..accept..")
          .because("other wire versions come in by the same path");

  @ArchTest
  static final ArchRule nothingHereKnowsZooKeeper =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.zookeeper..", "org.apache.curator..", "io.bellhop.config..");
}
