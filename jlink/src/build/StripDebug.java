import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.LocalVariableType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes line numbers and names of local variables from the libraries only; jlink could remove
 * them only from everything. So our own frames in a stack trace, and those of the JDK, keep their
 * line numbers. The name of the source file stays everywhere. The link step runs this file from
 * source.
 *
 * <p>It also raises the version of classes for Java 5 and older, and gives them stack maps: the AOT
 * cache takes no class that the old verifier would have to verify.
 */
final class StripDebug {

    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private static final ClassTransform NO_OLD_VERSION =
            (code, element) ->
                    code.with(
                            element instanceof ClassFileVersion version
                                            && version.majorVersion() < FIRST_WITH_STACK_MAPS
                                    ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                                    : element);

    private static final CodeTransform WITHOUT_DEBUG =
            (code, element) -> {
                if (!(element instanceof LineNumber
                        || element instanceof LocalVariable
                        || element instanceof LocalVariableType)) {
                    code.with(element);
                }
            };

    private final ClassFile classFile;

    private StripDebug(ClassLoader libraries) {
        var hierarchy =
                ClassHierarchyResolver.ofResourceParsing(libraries)
                        .orElse(ClassHierarchyResolver.defaultResolver());
        this.classFile =
                ClassFile.of(
                        ClassFile.ConstantPoolSharingOption.NEW_POOL,
                        ClassFile.DeadCodeOption.KEEP_DEAD_CODE,
                        ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    }

    /**
     * Strips the jars of a folder in place.
     *
     * @param arguments the folder, and the prefixes of the names of jars to leave unchanged
     */
    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
            jars = files.filter(file -> isLibrary(file, arguments[1])).sorted().toList();
        }
        URL[] urls = jars.stream().map(StripDebug::url).toArray(URL[]::new);
        try (var libraries = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            StripDebug strip = new StripDebug(libraries);
            for (Path jar : jars) {
                strip.jar(jar);
            }
        }
    }

    private static boolean isLibrary(Path file, String ours) {
        String name = file.getFileName().toString();
        return name.endsWith(".jar") && !name.startsWith(ours);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void jar(Path jar) throws IOException {
        // Write a new file first: the jar itself is being read for the hierarchy of its classes.
        Path stripped = Files.copy(jar, jar.resolveSibling(jar.getFileName() + ".stripped"));
        try (FileSystem content = FileSystems.newFileSystem(stripped)) {
            for (Path file : classesIn(content)) {
                Files.write(file, strip(Files.readAllBytes(file)));
            }
        }
        Files.move(stripped, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> classesIn(FileSystem jar) throws IOException {
        try (Stream<Path> files = Files.walk(jar.getPath("/"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .toList();
        }
    }

    private byte[] strip(byte[] original) {
        try {
            return classFile.transformClass(
                    classFile.parse(original),
                    ClassTransform.transformingMethodBodies(WITHOUT_DEBUG).andThen(NO_OLD_VERSION));
        } catch (IllegalArgumentException e) {
            // Refers to a class of a library that is left out, so it is never used: keep it
            // unchanged.
            return original;
        }
    }
}
