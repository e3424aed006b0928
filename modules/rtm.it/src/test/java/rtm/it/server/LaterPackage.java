package rtm.it.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import rtm.testkit.server.Commands;
import rtm.testkit.server.Installation;
import rtm.testkit.server.Trees;

/**
 * The packaged program with a later version, and with more migrations than the packaged one: what
 * is later in it lies in folders that its modules are patched with.
 */
public final class LaterPackage implements AutoCloseable {

    private static final Path LIST = Path.of("../rtm.store/src/main/java/rtm/store/Migration.java");
    private static final String LAST = "\"V6__node_games.sql\"";

    private final Path folder;

    private LaterPackage(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes it.
     *
     * @param version its version
     * @param migrations the SQL of the migrations after the last one of the packaged program
     */
    public static LaterPackage of(String version, List<String> migrations) throws IOException {
        Path folder = Files.createTempDirectory("rtmanager-" + version + "-");
        Commands.run(List.of("cp", "-a", Installation.folder() + "/.", folder.toString()));
        // It is of the other program.
        Files.delete(folder.resolve("lib/rtmanager.aot"));
        Path telemetry = Files.createDirectories(folder.resolve("patch/main/rtm/main/telemetry"));
        Files.writeString(telemetry.resolve("version.txt"), version);
        patchMigrations(folder.resolve("patch/store"), migrations);
        Path options = folder.resolve("lib/jvm.options");
        Files.writeString(
                options,
                Files.readString(options)
                        + "--patch-module=rtm.main=%1$s/patch/main%n--patch-module=rtm.store=%1$s/patch/store%n"
                                .formatted(folder));
        return new LaterPackage(folder);
    }

    private static void patchMigrations(Path patch, List<String> migrations) throws IOException {
        Path schema = Files.createDirectories(patch.resolve("rtm/store/schema"));
        StringBuilder files = new StringBuilder(LAST);
        for (int i = 0; i < migrations.size(); i++) {
            String file = "V%d__later.sql".formatted(7 + i);
            Files.writeString(schema.resolve(file), migrations.get(i));
            files.append(", \"").append(file).append('"');
        }
        String list = Files.readString(LIST);
        if (!list.contains(LAST)) {
            throw new IllegalStateException("the last migration is not " + LAST);
        }
        Path sources = Files.createTempDirectory("rtmanager-later-");
        Path source = sources.resolve("Migration.java");
        Files.writeString(source, list.replace(LAST, files));
        Commands.run(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                        "-d",
                        patch.toString(),
                        source.toString()));
        Trees.delete(sources);
    }

    /** Its launcher. */
    public Path launcher() {
        return folder.resolve("bin/rtmanager");
    }

    @Override
    public void close() {
        Trees.delete(folder);
    }
}
