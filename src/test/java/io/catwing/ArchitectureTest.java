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
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.catwing.client.JqFunctions;
import io.catwing.postgres.Sessions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Version;
import software.amazon.awssdk.services.s3.S3Client;

/** What ARCHITECTURE.md says about who may know whom. */
@AnalyzeClasses(packages = "io.catwing", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    /** Load's packages look downwards alone. */
    @ArchTest
    static final ArchRule load_makes_rows_copies_them_and_rebuilds = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("mapping")
            .definedBy("io.catwing.load.mapping")
            .layer("copy")
            .definedBy("io.catwing.load.copy")
            .layer("load")
            .definedBy("io.catwing.load")
            .layer("rebuild")
            .definedBy("io.catwing.load.rebuild")
            .whereLayer("rebuild")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("load")
            .mayOnlyBeAccessedByLayers("rebuild")
            .whereLayer("copy")
            .mayOnlyBeAccessedByLayers("load", "rebuild");

    /** Stages use the language of clients and jobs, the bucket, PostgreSQL and the machinery, never each other. */
    @ArchTest
    static final ArchRule stages_do_not_know_each_other = layers(
                    "failure",
                    "client",
                    "job",
                    "http",
                    "exec",
                    "bucket",
                    "postgres",
                    "app",
                    "local",
                    "cli",
                    "fetch",
                    "load",
                    "clientdata",
                    "productimages",
                    "enrich",
                    "stats",
                    "ml",
                    "backup",
                    "recover",
                    "service")
            .whereLayer("service")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("local")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cli")
            .mayOnlyBeAccessedByLayers("local", "service")
            .whereLayer("app")
            .mayOnlyBeAccessedByLayers("backup", "recover", "local", "cli", "service")
            .whereLayer("exec")
            .mayOnlyBeAccessedByLayers("ml", "backup", "recover", "postgres")
            .whereLayer("fetch")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("load")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("clientdata")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("productimages")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("enrich")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("stats")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("ml")
            .mayOnlyBeAccessedByLayers("cli", "local")
            // A recovery begins with what a backup wrote down.
            .whereLayer("backup")
            .mayOnlyBeAccessedByLayers("recover", "cli", "local", "service")
            .whereLayer("recover")
            .mayOnlyBeAccessedByLayers("cli", "local", "service");

    private static LayeredArchitecture layers(String... packages) {
        LayeredArchitecture layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String name : packages) {
            layers = layers.layer(name).definedBy("io.catwing." + name + "..");
        }
        return layers;
    }

    /** The program without servers and ERPs of its own is the same program. */
    @ArchTest
    static final ArchRule nothing_imports_local = noClasses()
            .that()
            .resideOutsideOfPackage("io.catwing.local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.catwing.local..");

    @ArchTest
    static final ArchRule packages_have_no_cycles =
            SlicesRuleDefinition.slices().matching("io.catwing.(*)..").should().beFreeOfCycles();

    /** What could overwrite or delete an object is called nowhere else. */
    @ArchTest
    static final ArchRule only_the_bucket_and_its_embedded_server_speak_s3 = noClasses()
            .that()
            .resideOutsideOfPackages("io.catwing.bucket..", "io.catwing.app..", "io.catwing.local.servers..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("software.amazon.awssdk..");

    /** Invariant 1: raw files are for ever. Routes may delete, and what they may is held in the client. */
    @ArchTest
    static final ArchRule nobody_deletes_a_raw_file = noClasses()
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
            .resideOutsideOfPackages("io.catwing.cli..", "io.catwing.local.demo..")
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
