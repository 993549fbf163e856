package io.bellhop.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.bellhop.agent", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] RUNTIMES = {
    "..agent.docker..", "..agent.process..", "..agent.exec.."
  };

  @ArchTest
  static final ArchRule otherModulesAreMetThroughTheModel =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "io.bellhop.router..",
              "io.bellhop.config..",
              "io.bellhop.health..",
              "io.bellhop.app..",
              "org.apache.zookeeper..",
              "org.apache.curator..");

  @ArchTest
  static final ArchRule whatDecidesKnowsNoEngineThreadOrNetwork =
      classes()
          .that()
          .resideInAPackage("..agent.reconcile..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "..agent.reconcile..",
              "..agent.runtime..",
              "io.bellhop.model..",
              "java.lang..",
              "java.time..",
              "java.util",
              "java.util.function..",
              "java.util.stream..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule runtimesKnowNeitherEachOtherNorTheAgent =
      noClasses()
          .that()
          .resideInAnyPackage("..agent.docker..", "..agent.process..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.bellhop.agent", "..agent.reconcile..", "..agent.logs..", "..agent.meter..");

  @ArchTest
  static final ArchRule onlyEngineAndProbeUseNetty =
      noClasses()
          .that()
          .resideOutsideOfPackages("..agent.docker..", "..agent.probe..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule theAgentItselfIsGivenItsRuntime =
      noClasses()
          .that()
          .resideInAPackage("io.bellhop.agent")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(RUNTIMES);
}
