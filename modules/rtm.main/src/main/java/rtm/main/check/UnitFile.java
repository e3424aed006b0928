package rtm.main.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The service section of a systemd unit with its drop-ins, as {@code systemctl cat} prints them.
 *
 * @param settings each setting as {@code Name=value}, in order: a later one adds or replaces, and
 *     an empty one clears, as systemd has it
 */
record UnitFile(List<String> settings) {

    static final String NAME = "rtmanager.service";

    /** A folder that exists where systemd runs. */
    static final Path SYSTEMD = Path.of("/run/systemd/system");

    /** The command that prints the unit. */
    static final List<String> SHOW = List.of("systemctl", "cat", "--no-pager", NAME);

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String CREDENTIALS = "%d/";
    private static final String PROGRAM = "ExecStart=";

    /** How the service is started, stopped and kept running; a check is run once. */
    private static final Set<String> OF_A_SERVICE_ONLY =
            Set.of(
                    "Type",
                    "ExecStart",
                    "ExecStartPre",
                    "ExecStartPost",
                    "ExecReload",
                    "ExecStop",
                    "ExecStopPost",
                    "Restart",
                    "RestartSec",
                    "RestartSteps",
                    "RestartMaxDelaySec",
                    "TimeoutStopSec",
                    "TimeoutStartSec",
                    "TimeoutSec",
                    "SuccessExitStatus",
                    "RemainAfterExit",
                    "PIDFile",
                    "BusName",
                    "WatchdogSec",
                    "WatchdogSignal",
                    "TimeoutAbortSec",
                    "NotifyAccess",
                    "StandardInput",
                    "StandardOutput",
                    "StandardError",
                    "SyslogIdentifier");

    UnitFile {
        settings = List.copyOf(settings);
    }

    static UnitFile parse(String text) {
        List<String> settings = new ArrayList<>();
        boolean inService = false;
        for (String line : joined(text)) {
            String clean = line.strip();
            if (clean.startsWith("[")) {
                inService = clean.equals("[Service]");
            } else if (inService && !isComment(clean) && clean.contains("=")) {
                int equals = clean.indexOf('=');
                settings.add(
                        clean.substring(0, equals).strip()
                                + "="
                                + clean.substring(equals + 1).strip());
            }
        }
        return new UnitFile(settings);
    }

    /** A backslash at the end of a line continues it; a comment in between does not end that. */
    private static List<String> joined(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder unfinished = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (!unfinished.isEmpty() && isComment(line.strip())) {
                continue;
            }
            if (line.endsWith("\\") && !isComment(line.strip())) {
                unfinished.append(line, 0, line.length() - 1).append(' ');
            } else {
                lines.add(unfinished + line);
                unfinished.setLength(0);
            }
        }
        return lines;
    }

    private static boolean isComment(String line) {
        return line.startsWith("#") || line.startsWith(";");
    }

    /** The program, without systemd's signs in front of it and without arguments. */
    Optional<String> program() {
        return settings.stream()
                .filter(setting -> setting.startsWith(PROGRAM))
                .map(setting -> setting.substring(PROGRAM.length()))
                .filter(command -> !command.isEmpty())
                .reduce((_, last) -> last)
                .map(command -> command.replaceFirst("^[-@:+!|]+", "").split("\\s", 2)[0]);
    }

    /** Whether the unit leaves nothing writable but what it names. */
    boolean protectsAll() {
        return values("ProtectSystem")
                .reduce((_, last) -> last)
                .filter("strict"::equals)
                .isPresent();
    }

    /** The paths that the unit may write to. */
    List<Path> writable() {
        List<Path> paths = new ArrayList<>();
        values("ReadWritePaths")
                .forEach(value -> {
                    if (value.isEmpty()) {
                        paths.clear();
                    } else {
                        Stream.of(value.split("\\s+", -1))
                                .map(path -> Path.of(path.replaceFirst("^[-+]+", "")))
                                .forEach(paths::add);
                    }
                });
        return paths;
    }

    private Stream<String> values(String name) {
        return settings.stream()
                .filter(setting -> setting.startsWith(name + "="))
                .map(setting -> setting.substring(name.length() + 1));
    }

    /**
     * What a transient unit needs to have the same rights and environment. Its credentials are in a
     * folder of its own, whose sign it does not replace; a relative path means the same.
     */
    List<String> properties() {
        return settings.stream()
                .filter(setting ->
                        !OF_A_SERVICE_ONLY.contains(setting.substring(0, setting.indexOf('='))))
                .map(setting ->
                        setting.startsWith("Environment=")
                                ? setting.replace("=" + CREDENTIALS, "=")
                                : setting)
                .toList();
    }
}
