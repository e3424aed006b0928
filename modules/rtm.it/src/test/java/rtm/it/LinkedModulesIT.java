package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rtm.testkit.server.Commands;
import rtm.testkit.server.Installation;

/** The adapters run here as they are shipped: as the modules that the image was linked from. */
final class LinkedModulesIT {

    private static final Path LINKED =
            Path.of(System.getProperty("rtmanager.linked")).toAbsolutePath().normalize();

    /**
     * What is left out on purpose: extensions of compilers and containers that are not here, and a
     * watcher of other tests.
     */
    private static final Set<String> LEFT_OUT =
            Set.of(
                    "dsl.json javax.annotation.processing.Processor",
                    "dsl.json javax.json.bind.spi.JsonbProvider",
                    "io.netty.common reactor.blockhound.integration.BlockHoundIntegration",
                    "lettuce.core javax.enterprise.inject.spi.Extension",
                    "reactor.core io.micrometer.context.ContextAccessor",
                    "reactor.core reactor.blockhound.integration.BlockHoundIntegration");

    @Test
    void theModulesOfThisJvmAreThoseOfTheImage() {
        Set<String> shipped =
                Commands.run(List.of(Installation.java().toString(), "--list-modules"))
                        .lines()
                        .map(line -> line.replaceFirst("@.*", ""))
                        .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(linked().map(ModuleReference::descriptor).map(module -> module.name()))
                .containsExactlyInAnyOrderElementsOf(shipped)
                .contains("rtm.docker", "rtm.domain", "rtm.main", "rtm.store", "undertow.core");
    }

    @Test
    void theirClassesAreThoseOfTheImageByteForByte() throws IOException {
        List<String> others = new ArrayList<>();
        try (FileSystem image =
                FileSystems.newFileSystem(
                        URI.create("jrt:/"),
                        Map.of("java.home", Installation.runtime().toString()))) {
            for (ModuleReference module : linked().toList()) {
                Path shipped = image.getPath("/modules", module.descriptor().name());
                others.addAll(differences(module, shipped));
            }
        }
        assertThat(others).as("classes that are not shipped like this").isEmpty();
    }

    @Test
    void everyClassOfTheProgramIsInItsNamedModule() throws Exception {
        for (ModuleReference module : linked().filter(LinkedModulesIT::isOurs).toList()) {
            String name = module.descriptor().name();
            for (String resource : classes(module)) {
                String loaded = resource.replace('/', '.').replaceFirst("\\.class$", "");
                assertThat(Class.forName(loaded, false, getClass().getClassLoader()).getModule())
                        .as(loaded)
                        .isEqualTo(ModuleLayer.boot().findModule(name).orElseThrow());
            }
        }
        assertThat(getClass().getModule().isNamed()).as("the tests are in a module").isFalse();
    }

    @Test
    void nothingOnTheClassPathIsOfTheProgramOrOfALibraryThatTheImageLinks() throws IOException {
        Map<String, String> modules = new HashMap<>();
        linked().map(ModuleReference::descriptor)
                .forEach(module ->
                        module.packages().forEach(name -> modules.put(name, module.name())));
        List<String> offenders = new ArrayList<>();
        for (Path entry : classPath()) {
            packages(entry).stream()
                    .filter(modules::containsKey)
                    .map(name -> "%s holds %s of %s".formatted(entry, name, modules.get(name)))
                    .forEach(offenders::add);
        }
        assertThat(offenders).isEmpty();
    }

    @Test
    void everyServiceOfALinkedJarIsProvidedByItsDescriptor() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (ModuleReference module : linked().toList()) {
            Set<String> provided =
                    module.descriptor().provides().stream()
                            .flatMap(service ->
                                    service.providers().stream()
                                            .map(provider -> service.service() + " " + provider))
                            .collect(Collectors.toSet());
            services(module).stream()
                    .filter(service -> !provided.contains(service))
                    .map(service -> module.descriptor().name() + " " + service)
                    .map(service -> service.substring(0, service.lastIndexOf(' ')))
                    .forEach(missing::add);
        }
        assertThat(missing).containsExactlyInAnyOrderElementsOf(LEFT_OUT);
    }

    /** What {@code META-INF/services} says, as a service and its provider. */
    private static List<String> services(ModuleReference module) throws IOException {
        List<String> services = new ArrayList<>();
        try (ModuleReader reader = module.open();
                Stream<String> names = reader.list()) {
            for (String name : names.filter(LinkedModulesIT::isService).toList()) {
                new String(bytes(reader, name), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceFirst("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .map(line -> name.substring(name.lastIndexOf('/') + 1) + " " + line)
                        .forEach(services::add);
            }
        }
        return services;
    }

    private static boolean isService(String name) {
        return name.startsWith("META-INF/services/") && !name.endsWith("/");
    }

    /** The modules that are no part of the JDK; each has to come from the linked folder. */
    private static Stream<ModuleReference> linked() {
        return ModuleLayer.boot().configuration().modules().stream()
                .map(ResolvedModule::reference)
                .filter(module ->
                        module.location().filter(at -> at.getScheme().equals("file")).isPresent())
                .peek(module ->
                        assertThat(Path.of(module.location().orElseThrow())).hasParent(LINKED));
    }

    private static boolean isOurs(ModuleReference module) {
        return module.descriptor().name().startsWith("rtm.");
    }

    /** All but the descriptor, which the link step completes. */
    private static List<String> classes(ModuleReference module) throws IOException {
        try (ModuleReader reader = module.open();
                Stream<String> names = reader.list()) {
            return names.filter(name ->
                            name.endsWith(".class")
                                    && !name.endsWith("module-info.class")
                                    && !name.startsWith("META-INF/"))
                    .toList();
        }
    }

    private static List<String> differences(ModuleReference module, Path shipped)
            throws IOException {
        List<String> different = new ArrayList<>();
        try (ModuleReader reader = module.open()) {
            for (String name : classes(module)) {
                Path inImage = shipped.resolve(name);
                if (!Files.exists(inImage)
                        || !Arrays.equals(bytes(reader, name), Files.readAllBytes(inImage))) {
                    different.add(module.descriptor().name() + "/" + name);
                }
            }
        }
        return different;
    }

    private static byte[] bytes(ModuleReader reader, String name) throws IOException {
        try (InputStream in = reader.open(name).orElseThrow()) {
            return in.readAllBytes();
        }
    }

    private static List<Path> classPath() {
        List<Path> entries =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                        .map(Path::of)
                        .filter(Files::exists)
                        .toList();
        assertThat(entries)
                .as("the class path as the tests see it")
                .anyMatch(entry -> entry.toString().contains("testcontainers"));
        return entries;
    }

    private static Set<String> packages(Path entry) throws IOException {
        if (Files.isDirectory(entry)) {
            return packagesBelow(entry);
        }
        try (FileSystem jar = FileSystems.newFileSystem(entry)) {
            return packagesBelow(jar.getPath("/"));
        }
    }

    private static Set<String> packagesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> root.relativize(file).getParent())
                    .filter(folder -> folder != null && !folder.startsWith("META-INF"))
                    .map(folder -> folder.toString().replace('/', '.').replace('\\', '.'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
