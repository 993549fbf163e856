package io.bellhop.health;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know of whom. */
@AnalyzeClasses(
    packages = "io.bellhop.health",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule whatDecidesIsPlainJava =
      noClasses()
          .that()
          .resideInAPackage("..verdict..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..", "io.micrometer..", "org.slf4j..")
          .because("verdicts are tested without sockets and without time");

  @ArchTest
  static final ArchRule verdictsKnowNothingOfProbesAndMeters =
      noClasses()
          .that()
          .resideInAPackage("..verdict..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..health.probe..", "..health.record..");

  @ArchTest
  static final ArchRule onlyProbesTouchSockets =
      noClasses()
          .that()
          .resideOutsideOfPackage("..health.probe..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty.channel..", "io.netty.handler..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.bellhop.health.(*)..").should().beFreeOfCycles();
}
