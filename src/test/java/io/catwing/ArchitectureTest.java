package io.catwing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.catwing.client.JqFunctions;
import io.catwing.database.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Version;
import software.amazon.awssdk.services.s3.S3Client;

/** The house's rules of ARCHITECTURE.md about who may know whom, executed. */
@AnalyzeClasses(packages = "io.catwing", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Stages use the words, the two doors and the machinery, never each other; only the daily run knows several. */
    @ArchTest
    static final ArchRule stages_do_not_know_each_other = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("words")
            .definedBy("io.catwing.client..", "io.catwing.failure..", "io.catwing.run..")
            .layer("machinery")
            .definedBy(
                    "io.catwing.sql..",
                    "io.catwing.spool..",
                    "io.catwing.digest..",
                    "io.catwing.http..",
                    "io.catwing.parquet..")
            .optionalLayer("exec")
            .definedBy("io.catwing.exec..")
            .layer("database")
            .definedBy("io.catwing.database..")
            .layer("dump")
            .definedBy("io.catwing.dump..")
            .layer("s3")
            .definedBy("io.catwing.s3..")
            .layer("doors")
            .definedBy("io.catwing.raw..", "io.catwing.lake..")
            .layer("embedded")
            .definedBy("io.catwing.embedded..")
            .optionalLayer("fetch")
            .definedBy("io.catwing.fetch..")
            .optionalLayer("load")
            .definedBy("io.catwing.load..")
            .optionalLayer("clientdata")
            .definedBy("io.catwing.clientdata..")
            .optionalLayer("productimages")
            .definedBy("io.catwing.productimages..")
            .optionalLayer("enrich")
            .definedBy("io.catwing.enrich..")
            .optionalLayer("stats")
            .definedBy("io.catwing.stats..")
            .optionalLayer("ml")
            .definedBy("io.catwing.ml..")
            .optionalLayer("backup")
            .definedBy("io.catwing.backup..")
            .optionalLayer("recover")
            .definedBy("io.catwing.recover..")
            .optionalLayer("status")
            .definedBy("io.catwing.status..")
            .layer("daily")
            .definedBy("io.catwing.daily..")
            .layer("demo")
            .definedBy("io.catwing.demo..")
            .layer("cli")
            .definedBy("io.catwing.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("demo")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("daily")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("s3")
            .mayOnlyBeAccessedByLayers("doors", "embedded")
            .whereLayer("exec")
            .mayOnlyBeAccessedByLayers("ml", "backup", "recover", "database")
            .whereLayer("database")
            .mayOnlyBeAccessedByLayers("backup", "recover", "embedded", "dump", "cli")
            .whereLayer("dump")
            .mayOnlyBeAccessedByLayers("backup", "recover")
            .whereLayer("fetch")
            .mayOnlyBeAccessedByLayers("daily", "cli")
            .whereLayer("load")
            .mayOnlyBeAccessedByLayers("daily", "cli")
            .whereLayer("clientdata")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("productimages")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("enrich")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("stats")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("ml")
            .mayOnlyBeAccessedByLayers("cli")
            // A recovery begins with what a backup wrote down.
            .whereLayer("backup")
            .mayOnlyBeAccessedByLayers("recover", "cli")
            .whereLayer("recover")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("status")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("embedded")
            .mayOnlyBeAccessedByLayers("cli");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            SlicesRuleDefinition.slices().matching("io.catwing.(*)..").should().beFreeOfCycles();

    /** What could overwrite or delete an object is called nowhere but behind the two doors. */
    @ArchTest
    static final ArchRule only_the_doors_and_embedded_speak_s3 = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.catwing.s3..", "io.catwing.raw..", "io.catwing.lake..", "io.catwing.embedded..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    /** Invariant 1: raw files are for ever. The lake's door, which may prune dumps, knows no key under raw-data. */
    @ArchTest
    static final ArchRule nobody_deletes_a_raw_file = noClasses()
            .that()
            .resideOutsideOfPackage("io.catwing.lake..")
            .should()
            .callMethodWhere(JavaCall.Predicates.target(
                            HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(S3Client.class)))
                    .and(JavaCall.Predicates.target(
                            HasName.Predicates.nameMatching("delete.*|copyObject|createMultipartUpload"))));

    @ArchTest
    static final ArchRule jq_is_compiled_where_its_steps_are_counted = noClasses()
            .that()
            .areNotAssignableTo(JqFunctions.class)
            .should()
            .callMethod(JsonQuery.class, "compile", String.class, Version.class);

    /** With an empty search path. */
    @ArchTest
    static final ArchRule sessions_are_opened_in_one_place = noClasses()
            .that()
            .areNotAssignableTo(Sessions.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(DriverManager.class);

    @ArchTest
    static final ArchRule no_attic = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..misc..")
            .because("a class belongs to the stage that it works for");

    @ArchTest
    static final ArchRule only_the_command_line_prints = noClasses()
            .that()
            .resideOutsideOfPackage("io.catwing.cli..")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule no_fields_are_injected = GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule every_package_says_what_it_is_for = classes()
            .should(new ArchCondition<>("reside in a package with a package-info") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    boolean documented = item.getPackageName().equals("io.catwing")
                            || Files.exists(Path.of(
                                    "src/main/java", item.getPackageName().replace('.', '/'), "package-info.java"));
                    events.add(new SimpleConditionEvent(
                            item, documented, item.getPackageName() + " has no package-info.java"));
                }
            });
}
