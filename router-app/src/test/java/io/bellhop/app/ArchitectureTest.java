package io.bellhop.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The directions between the modules of the house, and between the packages of this one. */
@AnalyzeClasses(packages = "io.bellhop", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String MODEL = "io.bellhop.model..";
  private static final String ROUTER = "io.bellhop.router..";
  private static final String CONFIG = "io.bellhop.config..";
  private static final String HEALTH = "io.bellhop.health..";
  private static final String AGENT = "io.bellhop.agent..";
  private static final String APP = "io.bellhop.app..";

  @ArchTest
  static final ArchRule theModelKnowsOnlyTheJdk =
      classes()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(MODEL, "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule theDataPlaneSeesNeitherConfigurationNorApp =
      noClasses()
          .that()
          .resideInAPackage(ROUTER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              CONFIG, HEALTH, AGENT, APP, "org.apache.zookeeper..", "org.apache.curator..");

  @ArchTest
  static final ArchRule configurationSeesNeitherDataPlaneNorApp =
      noClasses()
          .that()
          .resideInAPackage(CONFIG)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROUTER, HEALTH, AGENT, APP, "io.netty..");

  @ArchTest
  static final ArchRule healthSeesNeitherDataPlaneNorConfigurationNorApp =
      noClasses()
          .that()
          .resideInAPackage(HEALTH)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROUTER, CONFIG, AGENT, APP, "org.apache.zookeeper..", "org.apache.curator..");

  @ArchTest
  static final ArchRule theAgentSeesNeitherDataPlaneNorConfigurationNorApp =
      noClasses()
          .that()
          .resideInAPackage(AGENT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROUTER, CONFIG, HEALTH, APP, "org.apache.zookeeper..", "org.apache.curator..");

  @ArchTest
  static final ArchRule onlyDevRunsAZooKeeperAndNobodyElseTouchesItsClients =
      noClasses()
          .that()
          .resideInAPackage(APP)
          .and()
          .resideOutsideOfPackage("io.bellhop.app.dev..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.zookeeper..", "org.apache.curator..");

  @ArchTest
  static final ArchRule onlyTheSampleUsesNettyHere =
      noClasses()
          .that()
          .resideInAPackage(APP)
          .and()
          .resideOutsideOfPackage("io.bellhop.app.sample..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule theSampleKnowsNothingOfBellhop =
      noClasses()
          .that()
          .resideInAPackage("io.bellhop.app.sample..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              MODEL,
              ROUTER,
              CONFIG,
              HEALTH,
              AGENT,
              "io.bellhop.app.launch..",
              "io.bellhop.app.cli..",
              "io.bellhop.app.run..",
              "io.bellhop.app.admin..",
              "io.bellhop.app.settings..",
              "io.bellhop.app.dev..");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli =
      noClasses()
          .that()
          .resideInAPackage(APP)
          .and()
          .resideOutsideOfPackage("io.bellhop.app.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule explanationsArePlainJava =
      classes()
          .that()
          .resideInAPackage("io.bellhop.app.explain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.bellhop.app.explain..",
              MODEL,
              "io.bellhop.router",
              "io.bellhop.router.failure..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.bellhop.app.(*)..").should().beFreeOfCycles();
}
