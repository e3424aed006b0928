package rtm.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rtm.testkit.server.Commands;
import rtm.testkit.server.Installation;

/**
 * The packaged {@code install.sh}, below a folder of its own. {@code scripts/tools/systemd-trial}
 * runs it with systemd, users and a running service.
 */
final class InstallIT {

    private static final String DSN = "RTMANAGER_POSTGRES_PRIMARY_DSN=";

    private final Path packaged = Installation.folder();
    @TempDir private Path folder;
    private Path root;

    @BeforeEach
    void open() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
    }

    private String install(Path from, String... options) {
        List<String> command = new ArrayList<>(List.of("env", "DESTDIR=" + root));
        command.add(from.resolve("install.sh").toString());
        command.addAll(List.of(options));
        return Commands.run(command);
    }

    private Path installed(String path) {
        return root.resolve(path);
    }

    @Test
    void aSecondRunChangesNothing() throws Exception {
        install(packaged);
        Map<String, String> first = tree();
        assertThat(first.keySet())
                .contains(
                        "etc/rtmanager/client.env",
                        "etc/rtmanager/rtmanager.env",
                        "opt/rtmanager",
                        "usr/local/bin/rtmanager",
                        "usr/local/lib/systemd/system/rtmanager.service",
                        "usr/local/share/bash-completion/completions/rtmanager",
                        "usr/local/share/man/man1/rtmanager.1",
                        "var/lib/galaxy/games")
                .doesNotContain("opt/.rtmanager-install.lock");
        assertThat(dsn())
                .matches(".*://rtmanagerservice:[0-9a-f]{32}@127\\.0\\.0\\.1:5432/galaxy.*");
        assertThat(mode("etc/rtmanager/rtmanager.env")).isEqualTo("rw-r-----");
        assertThat(mode("var/lib/galaxy/games")).isEqualTo("rwxr-x---");
        assertThat(installed("usr/local/share/bash-completion/completions/rtmanager"))
                .content()
                .contains("complete ");

        assertThat(install(packaged)).contains("rtmanager.env, kept");

        assertThat(tree()).isEqualTo(first);
    }

    @Test
    void belowAFolderOfItsOwnNothingIsRun() throws Exception {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String name : List.of("psql", "setpriv", "docker", "useradd", "systemctl")) {
            Path program = programs.resolve(name);
            Files.writeString(program, "#!/bin/sh\n: >" + folder.resolve("was-run") + "\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }

        String printed =
                Commands.run(
                        List.of(
                                "env",
                                "DESTDIR=" + root,
                                "PATH=%s:%s".formatted(programs, System.getenv("PATH")),
                                packaged.resolve("install.sh").toString()));

        assertThat(printed).contains("skipped    database, network, check and service");
        assertThat(folder.resolve("was-run")).doesNotExist();
    }

    @Test
    void theUnitMayWriteToAStateRootElsewhere() throws Exception {
        Files.createDirectories(installed("etc/rtmanager"));
        Files.writeString(
                installed("etc/rtmanager/rtmanager.env"),
                "RTMANAGER_GAME_STATE_ROOT='/srv/games'\nRTMANAGER_INTERNAL_HTTP_ADDR=:9000\n");

        install(packaged);

        assertThat(installed("srv/games")).isDirectory();
        assertThat(installed("etc/systemd/system/rtmanager.service.d/install.conf"))
                .content()
                .contains("[Service]\nReadWritePaths=-/srv/games\n");
        assertThat(installed("etc/rtmanager/client.env"))
                .content()
                .contains("RTMANAGER_URL=http://127.0.0.1:9000\n");

        Files.writeString(
                installed("etc/rtmanager/rtmanager.env"), "RTMANAGER_INTERNAL_HTTP_ADDR=:9001\n");
        install(packaged);

        assertThat(installed("etc/rtmanager/client.env"))
                .content()
                .endsWith("RTMANAGER_URL=http://127.0.0.1:9001\n");
    }

    @Test
    void aNewVersionIsBesideTheOldOneWhoseOwnScriptGoesBack() throws Exception {
        install(packaged);
        String old = link();
        Files.writeString(installed("etc/rtmanager/client.env"), "RTMANAGER_URL=http://h:1\n");

        install(other("0.0.1"));
        assertThat(link()).isEqualTo("rtmanager-0.0.1");
        assertThat(
                        Commands.run(
                                List.of(
                                        installed("opt/rtmanager/bin/rtmanager").toString(),
                                        "version")))
                .contains("0.0.1");
        assertThat(installed("opt").resolve(old)).isDirectory();

        install(installed("opt").resolve(old));
        assertThat(link()).isEqualTo(old);
        assertThat(installed("etc/rtmanager/client.env")).hasContent("RTMANAGER_URL=http://h:1");
    }

    @Test
    void anIncompletePackageIsRefusedBeforeAnythingChanges() throws Exception {
        Path damaged = other("0.0.1");
        replace(damaged.resolve("README.md"), "cut");

        assertThatThrownBy(() -> install(damaged))
                .hasMessageContaining("differ from its SHA256SUMS");

        assertThat(tree().keySet()).containsExactly("opt");
    }

    @Test
    void anUnknownOptionIsNamedBeforeTheHelp() {
        assertThatThrownBy(() -> install(packaged, "--bogus"))
                .hasMessageContaining(
                        "ended with 2: install.sh: there is no option --bogus; these are:\n");

        assertThat(root).isEmptyDirectory();
    }

    /** Of one of several nodes; alone, nothing but the address differs. */
    @Test
    void theSecondProcessOfAnUpgradeHasAUrlOfItsOwn() throws Exception {
        assertThat(standby(":8097")).isEqualTo("RTMANAGER_INTERNAL_HTTP_ADDR=:8097");
        for (String[] urls :
                new String[][] {
                    {"http://10.0.0.2:8096", "http://10.0.0.2:8097"},
                    {"'https://vm-2.internal/rtm/'", "https://vm-2.internal:8097/rtm/"},
                    {"http://[fd00::2]:8096/", "http://[fd00::2]:8097/"}
                }) {
            url(urls[0]);
            assertThat(standby("10.0.0.2:8097").lines())
                    .containsExactly(
                            "RTMANAGER_INTERNAL_HTTP_ADDR=10.0.0.2:8097",
                            "RTMANAGER_NODE_URL=" + urls[1]);
        }
    }

    @Test
    void aSecondProcessThatOtherNodesDoNotReachIsRefusedBeforeAnythingChanges() throws Exception {
        url("http://10.0.0.2:8096");
        for (String own : List.of("127.0.0.1:8097", "localhost:8097", "[::1]:8097")) {
            assertThatThrownBy(() -> install(packaged, "--standby", own))
                    .hasMessageContaining(
                            "--standby needs an address that other nodes reach, such as :8097");
        }
        assertThat(installed("opt/rtmanager")).doesNotExist();
        install(packaged, "--standby", ":8097");
    }

    private void url(String url) throws IOException {
        Files.createDirectories(installed("etc/rtmanager"));
        Files.writeString(
                installed("etc/rtmanager/rtmanager.env"), "RTMANAGER_NODE_URL=%s\n".formatted(url));
    }

    private String standby(String address) {
        Path lib = packaged.resolve("lib/install");
        return Commands.run(
                        List.of(
                                "env",
                                "DESTDIR=" + root,
                                "bash",
                                "-euc",
                                "SOURCE=%s ROOT=%s; . %s/paths.sh; . %s/standby.sh; STANDBY=%s; standby_settings"
                                        .formatted(packaged, root, lib, lib, address)))
                .strip();
    }

    @Test
    void withoutPurgeSettingsAndStateStay() throws Exception {
        install(packaged);
        Files.createDirectories(installed("var/lib/galaxy/games/.rtmanager"));
        Files.createDirectories(installed("var/lib/galaxy/games/g-1"));
        Files.createDirectory(installed("opt/another-program"));

        assertThat(install(packaged, "--uninstall"))
                .contains(
                        "\\connect galaxy\nDROP SCHEMA rtmanager CASCADE;",
                        "DROP ROLE rtmanagerservice;",
                        "\\connect postgres\nDROP DATABASE galaxy;");
        assertThat(installed("etc/rtmanager/rtmanager.env")).exists();
        assertThat(installed("var/lib/galaxy/games/g-1")).exists();
        assertThat(children("opt")).containsExactly("another-program");
        assertThat(children("usr/local/bin")).isEmpty();
        assertThat(children("usr/local/lib/systemd/system")).isEmpty();

        install(packaged, "--uninstall", "--purge");
        assertThat(installed("etc/rtmanager")).doesNotExist();
        assertThat(installed("var/lib/galaxy/games")).doesNotExist();
    }

    @Test
    void aPurgeLeavesNoEmptyFolderButThoseOfOthers() throws Exception {
        install(packaged);
        Files.createFile(installed("usr/local/share/man/man1/another.1"));

        install(packaged, "--uninstall", "--purge");

        assertThat(installed("usr/local/lib/systemd")).doesNotExist();
        assertThat(installed("usr/local/share/bash-completion")).doesNotExist();
        assertThat(installed("usr/local/share/man/man1/another.1")).exists();
        assertThat(installed("var/lib/galaxy")).doesNotExist();
    }

    @Test
    void aProgramThatRunsIsNotRemoved() throws Exception {
        install(packaged);

        whileItRuns(
                List.of(),
                () ->
                        assertThatThrownBy(() -> install(packaged, "--uninstall", "--purge"))
                                .hasMessageContaining("nothing was removed; end it first: kill "));

        assertThat(installed("opt/rtmanager/bin/rtmanager")).exists();
        assertThat(installed("etc/rtmanager/rtmanager.env")).exists();
    }

    /** As the same version has it in a container: the same path, but other files. */
    @Test
    void aProgramOfAnotherMountNamespaceIsNotInTheWay() throws Exception {
        install(packaged);

        whileItRuns(
                List.of("unshare", "--mount", "--map-root-user"),
                () -> install(packaged, "--uninstall"));

        assertThat(children("opt")).isEmpty();
    }

    /** Runs a command of the installed program, which waits for an answer. */
    private void whileItRuns(List<String> prefix, Runnable action) throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(
                    List.of(
                            installed("opt/rtmanager/bin/rtmanager").toString(),
                            "ps",
                            "--url",
                            "http://127.0.0.1:" + silent.getLocalPort()));
            Process program =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output").toFile())
                            .start();
            try (Socket _ = silent.accept()) {
                action.run();
            } finally {
                program.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void aFolderWithoutTheMarkOfAStateRootIsNotPurged() throws Exception {
        install(packaged);
        Files.createFile(installed("var/lib/galaxy/games/precious"));

        assertThatThrownBy(() -> install(packaged, "--uninstall", "--purge"))
                .hasMessageContaining("may be no state root; nothing was removed");

        assertThat(installed("var/lib/galaxy/games/precious")).exists();
        assertThat(installed("opt/rtmanager/bin/rtmanager")).exists();
    }

    /** Versions stand for the packaged one. */
    @Test
    void everyCallInTheDocumentWorks() throws Exception {
        List<List<String>> calls =
                Files.readAllLines(Path.of("../../docs/install.md")).stream()
                        .map(line -> line.split("/install\\.sh"))
                        .filter(parts -> parts[0].matches("(\\.|/opt)/rtmanager-[0-9.]+"))
                        .map(parts -> parts.length == 1 ? "" : parts[1].strip())
                        .map(options ->
                                options.isEmpty() ? List.<String>of() : List.of(options.split(" ")))
                        .toList();
        assertThat(calls).hasSizeGreaterThan(5).contains(List.of("--uninstall", "--purge"));

        for (List<String> options : calls.stream().distinct().toList()) {
            install(packaged, options.toArray(String[]::new));
        }
    }

    /** The same program, packed with another version. */
    private Path other(String version) throws IOException {
        Path copy = folder.resolve("rtmanager-" + version);
        Commands.run(List.of("cp", "-al", packaged.toString(), copy.toString()));
        Path patch = copy.resolve("patch/rtm/main/telemetry");
        Files.createDirectories(patch);
        Files.writeString(patch.resolve("version.txt"), version);
        Files.delete(copy.resolve("lib/rtmanager.aot"));
        replace(
                copy.resolve("lib/jvm.options"),
                Files.readString(packaged.resolve("lib/jvm.options"))
                        + "--patch-module=rtm.main=%s\n".formatted(copy.resolve("patch")));
        Commands.run(
                List.of(
                        "sh",
                        "-c",
                        "cd \"$0\"; find . -type f ! -name SHA256SUMS -print0 | xargs -0 sha256sum >../sums; mv ../sums SHA256SUMS",
                        copy.toString()));
        return copy;
    }

    /** The copy shares its files with the package; a new file replaces one of them. */
    private static void replace(Path file, String content) throws IOException {
        Files.delete(file);
        Files.writeString(file, content);
    }

    private String dsn() throws IOException {
        return Files.readAllLines(installed("etc/rtmanager/rtmanager.env")).stream()
                .filter(line -> line.startsWith(DSN))
                .findFirst()
                .orElseThrow();
    }

    private String link() throws IOException {
        return Files.readSymbolicLink(installed("opt/rtmanager")).toString();
    }

    private String mode(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(installed(path)));
    }

    private List<String> children(String path) throws IOException {
        try (Stream<Path> children = Files.list(installed(path))) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }

    /** Every path outside the program's folder, with a text that differs after a change. */
    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.toList()) {
                String name = root.relativize(path).toString();
                if (!name.isEmpty() && !name.startsWith("opt/rtmanager-")) {
                    tree.put(name, described(path));
                }
            }
        }
        return tree;
    }

    private static String described(Path path) throws IOException {
        if (Files.isSymbolicLink(path)) {
            return Files.readSymbolicLink(path).toString();
        }
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        return Files.isRegularFile(path) ? mode + "\n" + Files.readString(path) : mode;
    }
}
