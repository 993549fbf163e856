package io.bellhop.config;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.bellhop.config", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] ZOOKEEPER = {"org.apache.zookeeper..", "org.apache.curator.."};

  @ArchTest
  static final ArchRule whatDecidesKnowsNoZooKeeperClient =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..config.json..",
              "..config.assemble..",
              "..config.copy..",
              "..config.schedule..",
              "..config.coordinate.*..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ZOOKEEPER);

  @ArchTest
  static final ArchRule theWayInShowsNoZooKeeperClient =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.bellhop.config")
          .and()
          .arePublic()
          .should()
          .notHaveRawReturnType(JavaClass.Predicates.resideInAnyPackage(ZOOKEEPER));

  @ArchTest
  static final ArchRule otherModulesAreMetThroughTheModel =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "io.bellhop.router..",
              "io.bellhop.app..",
              "io.bellhop.health..",
              "io.bellhop.agent..");

  @ArchTest
  static final ArchRule packagesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("facade")
          .definedBy("io.bellhop.config")
          .layer("member")
          .definedBy("..config.member")
          .layer("slots")
          .definedBy("..config.slots")
          .layer("runs")
          .definedBy("..config.runs")
          .layer("write")
          .definedBy("..config.write")
          .layer("watch")
          .definedBy("..config.watch")
          .layer("coordinate")
          .definedBy("..config.coordinate")
          .layer("drive")
          .definedBy("..config.coordinate.drive")
          .layer("acknowledge")
          .definedBy("..config.coordinate.acknowledge")
          .layer("step")
          .definedBy("..config.coordinate.step")
          .layer("sleep")
          .definedBy("..config.coordinate.sleep")
          .layer("sleep.drive")
          .definedBy("..config.coordinate.sleep.drive")
          .layer("connect")
          .definedBy("..config.connect")
          .layer("copy")
          .definedBy("..config.copy")
          .layer("assemble")
          .definedBy("..config.assemble")
          .layer("json")
          .definedBy("..config.json")
          .layer("schedule")
          .definedBy("..config.schedule")
          .whereLayer("schedule")
          .mayOnlyBeAccessedByLayers("runs", "json")
          .whereLayer("member")
          .mayOnlyBeAccessedByLayers("facade")
          .whereLayer("slots")
          .mayOnlyBeAccessedByLayers("facade")
          .whereLayer("runs")
          .mayOnlyBeAccessedByLayers("facade")
          .whereLayer("write")
          .mayOnlyBeAccessedByLayers("facade", "slots", "runs")
          .whereLayer("watch")
          .mayOnlyBeAccessedByLayers("facade", "member", "coordinate", "slots", "runs")
          .whereLayer("coordinate")
          .mayOnlyBeAccessedByLayers("facade")
          .whereLayer("drive")
          .mayOnlyBeAccessedByLayers("facade", "coordinate")
          .whereLayer("acknowledge")
          .mayOnlyBeAccessedByLayers("drive")
          .whereLayer("step")
          .mayOnlyBeAccessedByLayers(
              "coordinate", "drive", "acknowledge", "write", "runs", "sleep.drive")
          .whereLayer("sleep")
          .mayOnlyBeAccessedByLayers("coordinate", "sleep.drive", "write")
          .whereLayer("sleep.drive")
          .mayOnlyBeAccessedByLayers("facade", "coordinate")
          .whereLayer("connect")
          .mayOnlyBeAccessedByLayers(
              "facade", "member", "slots", "runs", "write", "watch", "coordinate")
          .whereLayer("copy")
          .mayOnlyBeAccessedByLayers("facade", "watch");
}
