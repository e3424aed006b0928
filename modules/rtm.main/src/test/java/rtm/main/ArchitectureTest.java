package rtm.main;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rtm.domain.port.ContainerDaemon;

/** The rules of the house, held over the compiled classes of the seven shipped modules. */
class ArchitectureTest {

    private static final List<String> ADAPTERS =
            List.of("rtm.docker", "rtm.http", "rtm.store", "rtm.streams", "rtm.workers");
    private static final List<String> MODULES =
            Stream.concat(Stream.of("rtm.domain", "rtm.main"), ADAPTERS.stream()).toList();

    /** The methods of Jackson's mapper that convert between JSON and objects of any class. */
    private static final String BINDING =
            "readValues?|readerFor|forType|treeToValue|valueToTree|convertValue|updateValue|writeValue.*"
                    + "|writerFor|addMixIn|putPOJO|addPOJO|pojoNode";

    /** The folders of the other modules are beside this module's folder. */
    private static final Path FOLDER_OF_MODULES = Path.of("..");

    private static final JavaClasses SHIPPED =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .importPackages(MODULES);

    @Test
    void everySourceFileOfEveryModuleIsSeen() throws IOException {
        for (String module : MODULES) {
            List<String> sources = sourcesOf(module);
            assertThat(sources).as("sources of %s", module).isNotEmpty();
            assertThat(SHIPPED.stream().map(JavaClass::getName)).containsAll(sources);
        }
    }

    private static List<String> sourcesOf(String module) throws IOException {
        Path root = FOLDER_OF_MODULES.resolve(module).resolve("src/main/java");
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".java") && !file.equals("module-info.java"))
                    .map(file -> file.replaceFirst("\\.java$", "").replace('/', '.'))
                    .toList();
        }
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(SHIPPED.stream().map(JavaClass::getPackage).distinct())
                .isNotEmpty()
                .allMatch(ArchitectureTest::isNullMarked);
    }

    private static boolean isNullMarked(JavaPackage javaPackage) {
        return javaPackage.isAnnotatedWith(NullMarked.class);
    }

    @Test
    void theDomainKnowsNoLibraryButTheLoggingApi() {
        hold(
                classes()
                        .that()
                        .resideInAPackage("rtm.domain..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..", "org.jspecify..", "org.slf4j..", "rtm.domain.."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rtm.docker", "rtm.http", "rtm.store", "rtm.streams", "rtm.workers"})
    void anAdapterKnowsTheDomainAndNoOtherModule(String adapter) {
        String[] others =
                MODULES.stream()
                        .filter(module -> !module.equals(adapter) && !module.equals("rtm.domain"))
                        .map(module -> module + "..")
                        .toArray(String[]::new);
        hold(
                noClasses()
                        .that()
                        .resideInAPackage(adapter + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(others));
    }

    @ParameterizedTest
    @CsvSource({
        "com.github.dockerjava, rtm.docker",
        "com.zaxxer.hikari, rtm.store",
        "io.lettuce, rtm.streams",
        "io.undertow, rtm.http",
        "org.flywaydb, rtm.store",
        "org.postgresql, rtm.store",
        "org.xnio, rtm.http"
    })
    void aLibraryStaysWithItsAdapter(String library, String adapter) {
        hold(
                noClasses()
                        .that()
                        .resideOutsideOfPackages(adapter + "..", "rtm.main.training..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(library + ".."));
    }

    /**
     * Our modules are closed to reflection, which the class path of the other tests does not show:
     * a type of ours that a library reads or writes by reflection works there, but not in the
     * packaged program.
     */
    @Test
    void noTypeOfOursIsBoundByJackson() {
        hold(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.fasterxml.jackson.annotation.."));
        hold(
                noClasses()
                        .should()
                        .beAssignableTo(
                                resideInAnyPackage(
                                        "com.github.dockerjava.api.model..",
                                        "com.github.dockerjava.api.command..",
                                        "com.github.dockerjava.core.command..")));
        hold(
                noClasses()
                        .should()
                        .callMethodWhere(
                                target(owner(resideInAPackage("com.fasterxml.jackson.databind")))
                                        .and(target(nameMatching(BINDING)))
                                        .as("binds JSON to a class")));
    }

    @Test
    void nothingThatIsShippedKnowsTheTestKit() {
        hold(noClasses().should().dependOnClassesThat().resideInAPackage("rtm.testkit.."));
    }

    @Test
    void packagesHaveNoCycles() {
        hold(slices().matching("rtm.(**)").should().beFreeOfCycles());
    }

    @Test
    void timeAndIdsArePassedInFromMain() {
        hold(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("rtm.main..")
                        .should()
                        .callMethodWhere(asksTheClockOrMakesAnId()));
    }

    private static DescribedPredicate<JavaCall<?>> asksTheClockOrMakesAnId() {
        return DescribedPredicate.<JavaCall<?>>or(
                        target(owner(type(Instant.class))).and(target(name("now"))),
                        target(owner(type(System.class))).and(target(name("currentTimeMillis"))),
                        target(owner(type(UUID.class))).and(target(name("randomUUID"))),
                        target(owner(type(InstantSource.class))).and(target(name("system"))),
                        target(owner(type(Clock.class))).and(target(nameStartingWith("system"))))
                .as("asks the clock or makes an id");
    }

    @Test
    void onlyTheLogFacadeSpeaksToTheLoggingApi() {
        hold(
                noClasses()
                        .that()
                        .resideOutsideOfPackages("rtm.domain.log..", "rtm.main..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.slf4j.."));
    }

    @Test
    void onlyMainWritesToTheStandardStreams() {
        hold(
                noClasses()
                        .that()
                        .resideOutsideOfPackage("rtm.main..")
                        .should(ACCESS_STANDARD_STREAMS));
    }

    @Test
    void nobodyUsesTheLoggingOfTheJdk() {
        hold(noClasses().should(USE_JAVA_UTIL_LOGGING));
    }

    /**
     * Lists lag; decisions need an inspection. Two classes only ask which containers there may be:
     * the one inspects those whose address it does not know, the other keeps what it knows of any
     * of them.
     */
    @Test
    void onlyOneClassReadsListsOfContainers() {
        hold(
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName("rtm.domain.operation.ContainerLook")
                        .and()
                        .haveNameNotMatching(
                                "rtm\\.domain\\.daemon\\.EngineCallers"
                                        + "|rtm\\.workers\\.retention\\.OperationLogCleanup")
                        .and()
                        .areNotAssignableTo(ContainerDaemon.class)
                        .and()
                        .resideOutsideOfPackage("rtm.main.training..")
                        .should()
                        .accessTargetWhere(readsAListOfContainers()));
    }

    private static DescribedPredicate<JavaAccess<?>> readsAListOfContainers() {
        return DescribedPredicate.describe(
                "reads a list of containers",
                access ->
                        access.getTargetOwner().isAssignableTo(ContainerDaemon.class)
                                && List.of("containersOf", "owned").contains(access.getName()));
    }

    /**
     * A start job is a stream entry, a decoded job, a request, an open row and the specification of
     * a container; the other types with a game and an image are read back or published.
     */
    @Test
    void aStartJobTakesFewFormsOnItsWay() {
        assertThat(
                        SHIPPED.stream()
                                .filter(type ->
                                        type.tryGetField("gameId").isPresent()
                                                && type.tryGetField("image").isPresent())
                                .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "Start",
                        "Malformed",
                        "OperationRequest",
                        "OpenOperation",
                        "EngineSpec",
                        "OperationEntry",
                        "Ending",
                        "StartFailed");
    }

    private static void hold(ArchRule rule) {
        rule.check(SHIPPED);
    }
}
