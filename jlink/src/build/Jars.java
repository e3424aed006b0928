import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The jars of a folder, whose classes the link step changes. */
final class Jars {

    private final List<Path> all;

    private Jars(List<Path> all) {
        this.all = all;
    }

    /** What becomes of a class. */
    interface Change {

        /**
         * Changes a class.
         *
         * @param tools know the hierarchy of all classes of the folder
         * @param original the class file
         * @return the new class file
         */
        byte[] apply(ClassFile tools, byte[] original);
    }

    static Jars in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new Jars(
                    files.filter(file -> file.toString().endsWith(".jar")).sorted().toList());
        }
    }

    /** Changes the classes of the jars with certain names in place. */
    void change(Predicate<String> names, Change change) throws IOException {
        URL[] urls = all.stream().map(Jars::url).toArray(URL[]::new);
        try (var classes = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            var hierarchy =
                    ClassHierarchyResolver.ofResourceParsing(classes)
                            .orElse(ClassHierarchyResolver.defaultResolver());
            ClassFile tools =
                    ClassFile.of(
                            ClassFile.ConstantPoolSharingOption.NEW_POOL,
                            ClassFile.DeadCodeOption.KEEP_DEAD_CODE,
                            ClassFile.ClassHierarchyResolverOption.of(hierarchy));
            for (Path jar : all) {
                if (names.test(jar.getFileName().toString())) {
                    change(jar, tools, change);
                }
            }
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void change(Path jar, ClassFile tools, Change change) throws IOException {
        // Write a new file first: the jar itself is being read for the hierarchy of its classes.
        Path changed = Files.copy(jar, jar.resolveSibling(jar.getFileName() + ".changed"));
        try (FileSystem content = FileSystems.newFileSystem(changed)) {
            for (Path file : classesIn(content)) {
                Files.write(file, change.apply(tools, Files.readAllBytes(file)));
            }
        }
        Files.move(changed, jar, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> classesIn(FileSystem jar) throws IOException {
        try (Stream<Path> files = Files.walk(jar.getPath("/"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.endsWith("module-info.class"))
                    .toList();
        }
    }
}
