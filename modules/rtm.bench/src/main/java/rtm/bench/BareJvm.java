package rtm.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import rtm.testkit.server.Commands;
import rtm.testkit.server.Installation;
import rtm.testkit.server.Trees;

/**
 * The JVM of the package, with the flags of the package and a class path with one class, which only
 * prints: what every program on it takes to start.
 */
final class BareJvm implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("rtm-bare-");
    private final Path jar = folder.resolve("bare.jar");
    private final Path cache = folder.resolve("bare.aot");

    BareJvm() throws IOException {}

    /** Packs the class and makes the cache; first of all. */
    void prepare() throws IOException {
        String file = BareProgram.class.getName().replace('.', '/') + ".class";
        // A cache takes classes from archives only.
        try (InputStream compiled = BareProgram.class.getResourceAsStream("/" + file);
                JarOutputStream archive = new JarOutputStream(Files.newOutputStream(jar))) {
            archive.putNextEntry(new JarEntry(file));
            Objects.requireNonNull(compiled).transferTo(archive);
        }
        Commands.run(command("-XX:AOTCacheOutput=" + cache));
    }

    private List<String> command(String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Installation.java().toString());
        command.add("@" + Installation.folder().resolve("lib/jvm.options"));
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", jar.toString(), BareProgram.class.getName()));
        return command;
    }

    /** Nanoseconds from its start to its line, without an archive of loaded classes. */
    long plain() throws IOException, InterruptedException {
        return run(command());
    }

    /** The same with an AOT cache of its own, as the service has one. */
    long cached() throws IOException, InterruptedException {
        return run(command("-XX:AOTCache=" + cache));
    }

    private static long run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        long begin = System.nanoTime();
        Process process = builder.start();
        try (BufferedReader output = process.inputReader()) {
            if (!"ready".equals(output.readLine())) {
                throw new IllegalStateException("it does not run: " + command);
            }
        }
        long nanos = System.nanoTime() - begin;
        process.waitFor();
        return nanos;
    }

    @Override
    public void close() {
        Trees.delete(folder);
    }
}
