package rtm.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packaged program, unpacked once for all tests of this run. The system property {@code
 * rtmanager.tarball} is its path.
 */
public final class Installation {

    private static final String TARBALL = "rtmanager.tarball";

    private Installation() {}

    /** The unpacked tarball. */
    public static Path folder() {
        return Unpacked.FOLDER;
    }

    /** The program's launcher. */
    public static Path launcher() {
        return Unpacked.FOLDER.resolve("bin").resolve("rtmanager");
    }

    /** The JDK modules and our own, linked into one. */
    public static Path runtime() {
        return Unpacked.FOLDER.resolve("lib").resolve("runtime");
    }

    /** The JVM that it runs on. */
    public static Path java() {
        return runtime().resolve("bin").resolve("java");
    }

    /** Its systemd unit. */
    public static Path unit() {
        return Unpacked.FOLDER.resolve("systemd").resolve("rtmanager.service");
    }

    /** Loaded on first use. */
    private static final class Unpacked {
        private static final Path FOLDER = unpack();

        private static Path unpack() {
            String tarball = System.getProperty(TARBALL);
            if (tarball == null || !Files.isRegularFile(Path.of(tarball))) {
                throw new IllegalStateException(
                        "the packaged program is not there: system property %s is %s; package it first"
                                .formatted(TARBALL, tarball));
            }
            try {
                Path folder = Files.createTempDirectory("rtmanager-installed-");
                // Like below /opt: any user may run it.
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.delete(folder)));
                Commands.run(List.of("tar", "-xzf", tarball, "-C", folder.toString()));
                try (Stream<Path> content = Files.list(folder)) {
                    return content.findFirst().orElseThrow();
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }
}
