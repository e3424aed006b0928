package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import rtm.testkit.server.ServiceProcess;

/**
 * Every setting has a test that {@link Shows} its effect on the packaged program. This runs in
 * every build; whether the program really was given the setting is seen when the test runs.
 */
final class SettingsShownTest {

    private static final Path ROOT = Path.of("target/test-classes");
    private static final Path CLASSES = ROOT.resolve("rtm").resolve("it");
    private static final String PROGRAM = ")" + ServiceProcess.class.descriptorString();

    @Test
    void everySettingIsShown() throws Exception {
        assertThat(DocumentedSettings.defaults().keySet())
                .as("settings without a test that is annotated with @Shows")
                .hasSizeGreaterThan(60)
                .isSubsetOf(shown());
    }

    @Test
    void everythingThatIsShownIsASetting() throws Exception {
        assertThat(shown()).isSubsetOf(DocumentedSettings.defaults().keySet());
    }

    @Test
    void whatShowsASettingIsAnIntegrationTestThatRuns() throws Exception {
        assertThat(showing())
                .allSatisfy(method -> {
                    assertThat(method.getDeclaringClass().getSimpleName()).endsWith("IT");
                    assertThat(AnnotationSupport.isAnnotated(method, Testable.class)).isTrue();
                    assertThat(AnnotationSupport.isAnnotated(method, Disabled.class)).isFalse();
                    assertThat(
                                    AnnotationSupport.isAnnotated(
                                            method.getDeclaringClass(), Disabled.class))
                            .isFalse();
                });
    }

    @Test
    void whatShowsASettingUsesThePackagedProgram() throws Exception {
        assertThat(showing().stream().<Class<?>>map(Method::getDeclaringClass).distinct())
                .allSatisfy(
                        type -> assertThat(calls(type)).anyMatch(call -> call.endsWith(PROGRAM)));
    }

    private static Set<String> shown() throws IOException, ReflectiveOperationException {
        return showing().stream()
                .flatMap(method -> Stream.of(method.getAnnotation(Shows.class).value()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The methods that are annotated, of all classes of this module. */
    private static List<Method> showing() throws IOException, ReflectiveOperationException {
        List<String> names;
        try (Stream<Path> files = Files.walk(CLASSES)) {
            names =
                    files.map(file -> ROOT.relativize(file).toString())
                            .filter(file -> file.endsWith(".class"))
                            .map(file -> file.replaceFirst("\\.class$", ""))
                            .map(file -> file.replace(File.separatorChar, '.'))
                            .filter(name -> !name.endsWith("package-info"))
                            .toList();
        }
        List<Method> methods = new ArrayList<>();
        for (String name : names) {
            Stream.of(Class.forName(name, false, Shows.class.getClassLoader()).getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Shows.class))
                    .forEach(methods::add);
        }
        return methods;
    }

    /** What a class calls, as the descriptors of the methods. */
    private static List<String> calls(Class<?> type) throws IOException {
        Path file = CLASSES.resolve(type.getSimpleName() + ".class");
        return StreamSupport.stream(
                        ClassFile.of().parse(Files.readAllBytes(file)).constantPool().spliterator(),
                        false)
                .filter(MemberRefEntry.class::isInstance)
                .map(entry -> ((MemberRefEntry) entry).type().stringValue())
                .toList();
    }
}
