package rtm.main;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The packages: which exist, which packages of its own module each may use, and how large it may
 * be. A new package or a new dependency needs a line here.
 */
class RoomsTest {

    /** Package, and the packages of the same module that it may use; dependencies point down. */
    private static final Map<String, Set<String>> ROOMS =
            rooms(
                    """
                    rtm.domain.model
                    rtm.domain.text
                    rtm.domain.time
                    rtm.domain.port.upkeep     model
                    rtm.domain.port.node       model
                    rtm.domain.port            model port.upkeep
                    rtm.domain.log             model time text
                    rtm.domain.rule            model port text
                    rtm.domain.state           model port log time
                    rtm.domain.daemon          model port log rule time text
                    rtm.domain.ending          model port log rule text
                    rtm.domain.health          model port log rule
                    rtm.domain.image           model port port.upkeep log
                    rtm.domain.node            model port port.node log rule text
                    rtm.domain.operation       model port log rule time state text
                    rtm.domain.overview        model port log rule time text
                    rtm.domain.operation.step  model port log rule time state ending operation
                    rtm.domain.reconcile       model port log rule daemon operation
                    rtm.domain.usecase         model port log state daemon ending health operation \
                    operation.step reconcile
                    rtm.store.dsn
                    rtm.store.sql
                    rtm.store.node             sql
                    rtm.store.table            node sql
                    rtm.store                  dsn node sql table
                    rtm.streams.wire
                    rtm.streams                wire
                    rtm.docker.api
                    rtm.docker.image           api
                    rtm.docker.state
                    rtm.docker.usage           api
                    rtm.docker                 api image usage state
                    rtm.http.message
                    rtm.http.client
                    rtm.http.endpoint          message
                    rtm.http.endpoint.image    message endpoint
                    rtm.http.endpoint.node     message endpoint
                    rtm.http.forward           message client endpoint
                    rtm.http.door
                    rtm.http.connection        message
                    rtm.http.console           message endpoint
                    rtm.http                   message client endpoint endpoint.image endpoint.node \
                    forward door connection console
                    rtm.workers.loop
                    rtm.workers.wiring
                    rtm.workers.retention      loop wiring
                    rtm.workers.repair         loop
                    rtm.workers.intake         loop wiring
                    rtm.workers.watch          loop wiring repair
                    rtm.workers                loop wiring retention repair intake watch
                    rtm.main.settings.type
                    rtm.main.settings          settings.type
                    rtm.main.logging           settings.type
                    rtm.main.systemd
                    rtm.main.telemetry         settings
                    rtm.main.check             settings settings.type logging telemetry
                    rtm.main.client.text
                    rtm.main.client.call       client.text settings.type
                    rtm.main.client.support
                    rtm.main.client.game       client.text client.call
                    rtm.main.client            client.text client.call client.support client.game
                    rtm.main                   settings settings.type logging telemetry check client \
                    client.call client.text systemd
                    rtm.main.training          . client
                    """);

    private static final JavaClasses SHIPPED =
            new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/test-classes/"))
                    .withImportOption(location -> !location.contains("-tests.jar"))
                    .importPackages(
                            "rtm.domain",
                            "rtm.store",
                            "rtm.streams",
                            "rtm.docker",
                            "rtm.http",
                            "rtm.workers",
                            "rtm.main");

    private static Map<String, Set<String>> rooms(String table) {
        return table.lines()
                .map(line -> Arrays.asList(line.split(" +")))
                .collect(toMap(List::getFirst, RoomsTest::neighbours));
    }

    private static Set<String> neighbours(List<String> words) {
        String module = module(words.getFirst());
        return words.stream()
                .skip(1)
                .map(word -> word.equals(".") ? module : module + "." + word)
                .collect(toSet());
    }

    private static String module(String packageName) {
        return packageName.replaceFirst("^(rtm\\.\\w+).*", "$1");
    }

    @Test
    void everyPackageIsInTheTable() {
        assertThat(SHIPPED.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrderElementsOf(ROOMS.keySet());
    }

    @Test
    void aPackageUsesOnlyTheNeighboursOfItsLine() {
        assertThat(
                        SHIPPED.stream()
                                .flatMap(origin -> origin.getDirectDependenciesFromSelf().stream())
                                .filter(RoomsTest::leavesItsRoom)
                                .map(Dependency::getDescription))
                .isEmpty();
    }

    private static boolean leavesItsRoom(Dependency dependency) {
        String from = dependency.getOriginClass().getPackageName();
        String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
        return ROOMS.containsKey(to)
                && module(from).equals(module(to))
                && !from.equals(to)
                && !ROOMS.getOrDefault(from, Set.of()).contains(to);
    }

    /** The model is one closed set of small types, and may grow. */
    @ParameterizedTest
    @CsvSource({
        "rtm.domain, 30",
        "rtm.main, 30",
        "rtm.store, 40",
        "rtm.streams, 40",
        "rtm.docker, 40",
        "rtm.http, 40",
        "rtm.workers, 40"
    })
    void aPackageStaysSmall(String module, int most) {
        Map<String, Set<String>> filesByPackage = new TreeMap<>();
        SHIPPED.stream()
                .filter(type -> module(type.getPackageName()).equals(module))
                .filter(type -> !type.getPackageName().equals("rtm.domain.model"))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .forEach(type ->
                        filesByPackage
                                .computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>())
                                .add(file(type)));
        assertThat(filesByPackage).isNotEmpty();
        assertThat(filesByPackage.values())
                .allSatisfy(files -> assertThat(files).hasSizeLessThanOrEqualTo(most));
    }

    @Test
    void filesUseEachOtherInNoCircle() {
        Map<String, Set<String>> uses =
                SHIPPED.stream()
                        .collect(
                                toMap(
                                        RoomsTest::file,
                                        RoomsTest::usedFiles,
                                        (one, other) -> {
                                            one.addAll(other);
                                            return one;
                                        },
                                        TreeMap::new));
        assertThat(uses.keySet().stream().filter(file -> reachable(file, uses).contains(file)))
                .as("files that reach themselves through others")
                .isEmpty();
    }

    private static Set<String> usedFiles(JavaClass type) {
        return type.getDirectDependenciesFromSelf().stream()
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .filter(target -> ROOMS.containsKey(target.getPackageName()))
                .map(RoomsTest::file)
                .filter(target -> !target.equals(file(type)))
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> uses) {
        Set<String> seen = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(uses.getOrDefault(from, Set.of()));
        while (!next.isEmpty()) {
            String file = next.pop();
            if (seen.add(file)) {
                next.addAll(uses.getOrDefault(file, Set.of()));
            }
        }
        return seen;
    }

    /** The name of the outermost class, which is that of its file. */
    private static String file(JavaClass type) {
        return type.getName().replaceFirst("\\$.*", "");
    }
}
